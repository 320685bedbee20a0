using Chat.Web.Search;
using Chat.Web.Tests.TestSupport;

namespace Chat.Web.Tests.Search;

/// <summary>What people type, and what they mean by it.</summary>
public class LookingForWordsTests(SearchingSchool room) : IClassFixture<SearchingSchool>
{
    private SchoolHouse School => room.School;

    [Theory]
    [InlineData("Ещё одна ёлочка", "ещё одна елочка")]
    [InlineData("Еще одна елочная игрушка", "ещё ёлочный")]
    [InlineData("ПРИВЕТСТВУЮ собравшихся", "приветствую")]
    [InlineData("негромко сказано", "НеГромко")]
    [InlineData("Старинный за́мок", "замок")]
    [InlineData("Надёжный замочек", "надежный за́мочек")]
    [InlineData("Мой любимый йогурт", "и\u0306огурт")]
    [InlineData("Un café crème", "cafe creme")]
    [InlineData("Solve for x₁ and m²", "x1 m2")]
    [InlineData("Don’t forget Vieta's theorem", "don't Vieta’s")]
    [InlineData("Класс 9Б, кабинет 214", "9б 214")]
    [InlineData("Вольт-амперная характеристика", "амперные вольт")]
    public async Task Is_found_however_it_was_typed(string said, string sought)
    {
        var message = await room.SayAsync(School.Ivan, School.AnnasPhysics, said);

        Assert.Contains(message.Id, await room.FindAsync(School.Anna, sought));
    }

    [Fact]
    public async Task The_last_word_is_found_at_each_letter_as_one_types()
    {
        const string word = "перпендикулярностями";
        var message = await room.SayAsync(School.Ivan, School.AnnasPhysics, $"Разберёмся с {word} прямых");

        for (var typed = 2; typed <= word.Length; typed++)
        {
            Assert.Contains(message.Id, await room.FindAsync(School.Anna, word[..typed]));
            Assert.Contains(message.Id, await room.FindAsync(School.Anna, "прямая " + word[..typed]));
        }
    }

    [Fact]
    public async Task An_earlier_word_is_not_found_by_its_beginning()
    {
        var message = await room.SayAsync(School.Ivan, School.AnnasPhysics, "Конденсатор заряжен полностью");

        Assert.DoesNotContain(message.Id, await room.FindAsync(School.Anna, "конд заряжен"));
        Assert.Contains(message.Id, await room.FindAsync(School.Anna, "заряжен конд"));
    }

    [Fact]
    public async Task All_words_must_be_said_in_one_message()
    {
        var both = await room.SayAsync(School.Ivan, School.AnnasPhysics, "Барометр и термометр");
        await room.SayAsync(School.Ivan, School.AnnasPhysics, "Только барометр");
        await room.SayAsync(School.Anna, School.AnnasPhysics, "Только термометр");

        Assert.Equal([both.Id], await room.FindAsync(School.Anna, "термометром барометры"));
    }

    [Theory]
    [InlineData("\"осциллограф\"")]
    [InlineData("«осциллограф»")]
    [InlineData("осциллограф*")]
    [InlineData("-осциллограф")]
    [InlineData("осциллограф'")]
    [InlineData("%осциллограф%")]
    [InlineData("осциллограф; DROP TABLE SearchTerms --")]
    [InlineData("title:осциллограф")]
    [InlineData("осциллограф^2")]
    [InlineData("(осциллограф")]
    [InlineData("{0} осциллограф")]
    [InlineData("\\осциллограф\\")]
    public async Task A_sign_means_nothing_and_the_words_beside_it_are_words(string sought)
    {
        var said = await room.SayAsync(School.Ivan, School.AnnasPhysics, "Включите осциллограф");
        var saidWithAll = await room.SayAsync(School.Ivan, School.AnnasPhysics, "Осциллограф, title, drop table searchterms, 0 2");

        var found = await room.FindAsync(School.Anna, sought);
        Assert.Contains(saidWithAll.Id, found);
        Assert.Equal(Words.In(sought).Count() == 1, found.Contains(said.Id));
    }

    [Theory]
    [InlineData("OR")]
    [InlineData("AND")]
    [InlineData("NOT")]
    [InlineData("NEAR")]
    public async Task What_commands_other_searches_is_a_word_here(string word)
    {
        var said = await room.SayAsync(School.Ivan, School.AnnasPhysics, $"Галилей {word.ToLowerInvariant()} Кеплер");
        var without = await room.SayAsync(School.Ivan, School.AnnasPhysics, "Галилей, Кеплер");

        var found = await room.FindAsync(School.Anna, $"галилей {word} кеплер");
        Assert.Contains(said.Id, found);
        Assert.DoesNotContain(without.Id, found);
    }

    [Theory]
    [InlineData("_")]
    [InlineData("%")]
    [InlineData("*")]
    [InlineData("' OR 1=1 --")]
    [InlineData("%_%")]
    [InlineData("[a-z]")]
    [InlineData("\U0010FFFE aa\U0010FFFD")]
    [InlineData("a\u0301\u0301\u0301\u0301")]
    [InlineData("ͺͺ﷽")]
    [InlineData("a b c d e f g h i j k l m n o p q r s t u v w x y z aa")]
    public async Task What_nobody_said_finds_nothing_and_breaks_nothing(string sought) =>
        Assert.Empty(await room.FindAsync(School.Dmitry, sought));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a")]
    [InlineData("  я ")]
    [InlineData("?! …")]
    [InlineData("👍")]
    public async Task Too_little_to_look_for_is_said_kindly(string? sought)
    {
        var answer = (await room.AskAsync(School.Anna, sought)).Granted();

        Assert.True(answer.IsTooShort);
        Assert.Empty(answer.Items);
        Assert.Null(answer.More);
    }

    [Fact]
    public async Task Too_much_and_what_no_keyboard_makes_are_refused()
    {
        (await room.AskAsync(School.Anna, new string('я', Wanted.MaxLength))).Granted();
        (await room.AskAsync(School.Anna, new string('я', Wanted.MaxLength + 1))).RefusedAs(SearchRefusals.TooLong);
        (await room.AskAsync(School.Anna, "о\u0007о")).RefusedAs(SearchRefusals.Unreadable);
        (await room.AskAsync(School.Anna, "о\nо")).RefusedAs(SearchRefusals.Unreadable);
        (await room.AskAsync(School.Anna, "о\uD83Dо")).RefusedAs(SearchRefusals.Unreadable);
    }

    [Fact]
    public async Task Any_text_that_may_be_said_can_be_looked_for()
    {
        for (var first = 0x20; first < 0xD000; first += 997)
        {
            var text = new string([.. Enumerable.Range(0, 60).Select(i => (char)(first + i)).Where(c => !char.IsControl(c))]);
            (await School.SayAsync(School.Ivan, School.AnnasPhysics, text)).Granted();
            Assert.Null((await room.AskAsync(School.Anna, text)).Refusal);
        }

        await room.IndexAsync();
        Assert.NotEmpty(await room.FindAsync(School.Anna, "законы ома"));
    }
}
