using System.Text.RegularExpressions;
using Chat.Web.Outcomes;
using Chat.Web.Shell;
using Chat.Web.Tests.Architecture;
using Chat.Web.Tests.TestSupport;

namespace Chat.Web.Tests.Shell;

/// <summary>Every text a person sees exists in both languages and says the same things.</summary>
public class LanguageTests
{
    private static readonly List<Type> Rooms = [.. typeof(RefusalTexts).Assembly.GetTypes().Where(t => t.Name.EndsWith("Texts", StringComparison.Ordinal))];

    public static TheoryData<Type> EachRoom => [.. Rooms];

    [Theory]
    [MemberData(nameof(EachRoom))]
    public void Each_text_exists_in_both_languages_and_is_filled_with_the_same(Type room)
    {
        var (ru, en) = (Grouped(Texts.Of(room, "ru")), Grouped(Texts.Of(room, "en")));

        Assert.NotEmpty(en);
        Assert.Equal(en.Keys.Order(), ru.Keys.Order());
        Assert.All(en, text => Assert.Equal(text.Value, ru[text.Key]));
    }

    [Fact]
    public void What_is_counted_has_every_form_its_language_counts_by()
    {
        var counted = Sources.All.SelectMany(s => Regex.Matches(s.Text, @"\.Count\(""(\w+)""")).Select(m => m.Groups[1].Value).ToHashSet();
        var ru = Rooms.SelectMany(room => Texts.Of(room, "ru").Keys).ToHashSet();
        var en = Rooms.SelectMany(room => Texts.Of(room, "en").Keys).ToHashSet();

        Assert.NotEmpty(counted);
        Assert.Empty(counted.SelectMany(key => new[] { $"{key}.one", $"{key}.few", $"{key}.many", $"{key}.other" }).Except(ru));
        Assert.Empty(counted.SelectMany(key => new[] { $"{key}.one", $"{key}.other" }).Except(en));
    }

    [Theory]
    [InlineData("ru", "one", 1, 21, 101, 1001)]
    [InlineData("ru", "few", 2, 4, 22, 104)]
    [InlineData("ru", "many", 0, 5, 11, 12, 14, 19, 20, 25, 111, 112)]
    [InlineData("en", "one", 1)]
    [InlineData("en", "other", 0, 2, 5, 11, 12, 21, 22, 25, 101, 111)]
    public void Numbers_take_the_form_their_language_gives_them(string language, string form, params int[] numbers) =>
        Assert.All(numbers, n => Assert.Equal(form, Plural.FormOf(n, language)));

    [Theory]
    [InlineData("ru", 1.5)]
    [InlineData("ru", 21.5)]
    [InlineData("en", 1.5)]
    public void Parts_take_the_form_for_parts(string language, double number) => Assert.Equal("other", Plural.FormOf((decimal)number, language));

    /// <summary>The texts by their key, the plural forms of one counted as one, each with the places it leaves to be filled.</summary>
    private static Dictionary<string, string> Grouped(Dictionary<string, string> texts) => texts
        .GroupBy(t => Regex.Replace(t.Key, @"\.(one|few|many|other)$", ".n"))
        .ToDictionary(g => g.Key, g => string.Join(' ', g.SelectMany(t => Regex.Matches(t.Value, @"\{\d").Select(m => m.Value)).Distinct().Order()));
}
