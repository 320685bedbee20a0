using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Bot;
using Chat.Web.Data;

namespace Chat.Web.Tests.Bot;

/// <summary>What is asked in one form and said in another is found; what no article speaks of is not answered with one that happens to share a word.</summary>
public class FindingAnswersTests
{
    private static readonly Shelf Demo = new([.. DemoKnowledge.Articles(new AppUser { FullName = "Author" }, DateTimeOffset.UnixEpoch)
        .Select((a, i) => new ShelvedArticle(i + 1, a.Revisions[0].Audience, a.Revisions[0].Ru, a.Revisions[0].En, DateTimeOffset.UnixEpoch))]);

    [Fact]
    public void Questions_in_other_forms_and_another_order_find_their_article() => FindsAllBut(3, AskedInOtherWords.Russian, atLeast: 50);

    [Fact]
    public void So_do_English_ones() => FindsAllBut(1, AskedInOtherWords.English, atLeast: 20);

    [Fact]
    public void So_do_most_of_those_that_nothing_was_written_for() => FindsAllBut(6, AskedInOtherWords.HeldOut, atLeast: 50);

    /// <summary>A word may be all that a question shares with an article that does not answer it: “which password does the Wi-Fi have”. A few such are let through.</summary>
    [Fact]
    public void Most_of_what_people_ask_a_school_and_no_article_answers_is_not_known()
    {
        var asked = AskedInOtherWords.Lines(AskedInOtherWords.AboutSchoolAndInNoArticle);
        var answered = asked.Where(q => Best(q) is { Answers: true }).Select(q => $"{q} → {Best(q)!.Article.En.Title} {Best(q)!.Confidence}").ToList();

        Assert.True(asked.Count >= 50);
        Assert.True(answered.Count <= 6, string.Join('\n', answered));
    }

    /// <summary>One word is a question too, if it is what an article is about.</summary>
    [Theory]
    [InlineData("обед", "Lunch and the canteen")]
    [InlineData("столовка", "Lunch and the canteen")]
    [InlineData("расписание", "Lesson timetable")]
    [InlineData("ДЗ", "Homework")]
    [InlineData("Когда обед по субботам?", "Lunch and the canteen")]
    [InlineData("Как с вами связаться?", "How to reach the school")]
    [InlineData("password", "A forgotten password and signing in")]
    public void What_an_article_is_about_is_known_by_a_word(string question, string title) => Assert.Equal((title, true), (Best(question)!.Article.En.Title, Best(question)!.Answers));

    [Theory]
    [InlineData("учитель")]
    [InlineData("большое")]
    [InlineData("ошибки")]
    public void A_word_that_many_have_or_one_has_in_passing_is_not_enough(string word) => Assert.False(Best(word)!.Answers);

    [Fact]
    public void Of_what_no_article_speaks_nothing_is_known()
    {
        var answered = AskedInOtherWords.Lines(AskedInOtherWords.AboutNothing).Where(q => Best(q) is { Answers: true }).Select(q => $"{q} → {Best(q)!.Article.En.Title} {Best(q)!.Confidence}").ToList();

        Assert.True(AskedInOtherWords.Lines(AskedInOtherWords.AboutNothing).Count >= 20);
        Assert.Empty(answered);
    }

    [Theory]
    [InlineData("Кто меня заменит, если я на больничном?")]
    [InlineData("Who covers my lessons when the teacher is ill?")]
    public void What_is_for_staff_is_found_by_staff_alone(string question)
    {
        Assert.Equal(Audience.Staff, Demo.Find(question, new Actor(1, Role.Teacher).Reads)[0].Article.Audience);
        Assert.DoesNotContain(Demo.Find(question, new Actor(1, Role.Student).Reads), h => h.Article.Audience is Audience.Staff);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?!")]
    [InlineData("как же так можно")]
    [InlineData("what should I do")]
    public void A_question_of_small_words_is_about_nothing(string question) => Assert.Empty(Demo.Find(question, _ => true));

    [Fact]
    public void An_article_that_is_alone_on_the_shelf_is_found_and_not_made_to_fit()
    {
        var alone = new Shelf([Demo.Articles.Single(a => a.En.Title == "Saturday classes")]);

        Assert.True(alone.Find("Учимся ли мы в субботу?", _ => true)[0].Answers);
        Assert.DoesNotContain(alone.Find("Кто выиграл чемпионат мира в субботу вечером?", _ => true), h => h.Answers);
    }

    /// <summary>Not by so little as a difference in how sure an answer is.</summary>
    [Fact]
    public void Of_what_is_not_for_the_asker_nothing_can_be_told_from_an_answer()
    {
        var (staff, everyone) = (Demo.Articles.Single(a => a.Audience is Audience.Staff), new Shelf([.. Demo.Articles.Where(a => a.Audience is Audience.Everyone)]));
        var words = staff.Ru.Body.Split([' ', '\n', '.', ','], StringSplitOptions.RemoveEmptyEntries);
        Assert.True(words.Length > 10);

        foreach (var question in words.Select(w => $"расписание обед автобус {w}"))
        {
            var told = Demo.Find(question, a => a.Audience is Audience.Everyone).Select(h => (h.Article.Id, h.Confidence));
            Assert.Equal(everyone.Find(question, _ => true).Select(h => (h.Article.Id, h.Confidence)).Order(), told.Order());
        }
    }

    [Fact]
    public void An_empty_shelf_knows_nothing() => Assert.Empty(new Shelf([]).Find("Когда обед?", _ => true));

    private static Hit? Best(string question) => Demo.Find(question, a => a.Audience is Audience.Everyone) is [var best, ..] ? best : null;

    private static void FindsAllBut(int missed, string table, int atLeast)
    {
        var pairs = AskedInOtherWords.Pairs(table);
        var wrong = pairs.Where(p => Best(p.Question) is not { Answers: true } best || best.Article.En.Title != p.Title)
            .Select(p => $"{p.Question} → {Best(p.Question)?.Article.En.Title} {Best(p.Question)?.Confidence}").ToList();

        Assert.True(pairs.Count >= atLeast);
        Assert.True(wrong.Count <= missed, string.Join('\n', wrong));
        TestContext.Current.SendDiagnosticMessage(string.Join('\n', wrong));
    }
}

internal static class Reading
{
    public static bool Reads(this Actor actor, ShelvedArticle article) => actor.MayRead(article.Audience);
}
