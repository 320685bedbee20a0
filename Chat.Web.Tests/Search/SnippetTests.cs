using System.Globalization;
using Chat.Web.Search;

namespace Chat.Web.Tests.Search;

/// <summary>What is shown of a message around what was found in it.</summary>
public class SnippetTests
{
    private const string Family = "👩‍👩‍👧‍👦";

    [Fact]
    public void What_was_meant_stands_out_and_the_rest_is_as_it_was_said()
    {
        var parts = Of("Реши уравнение, потом ещё 2 уравнения.", "уравнениями");

        Assert.Equal(["Реши ", "[уравнение]", ", потом ещё 2 ", "[уравнения]", "."], Shown(parts));
    }

    [Fact]
    public void Of_a_long_message_the_part_around_the_first_is_shown()
    {
        var parts = Of(string.Concat(Enumerable.Repeat("раньше ", 200)) + "находка" + string.Concat(Enumerable.Repeat(" позже", 200)), "находка");

        Assert.Contains("[находка]", Shown(parts));
        Assert.StartsWith("…раньше", parts[0].Text + parts[1].Text, StringComparison.Ordinal);
        Assert.EndsWith("…", parts[^1].Text, StringComparison.Ordinal);
        Assert.InRange(parts.Sum(p => p.Text.Length), 100, 170);
    }

    [Fact]
    public void Markup_is_text()
    {
        var parts = Of("<script>alert('x')</script> <mark>", "script");

        Assert.Equal("<script>alert('x')</script> <mark>", string.Concat(parts.Select(p => p.Text)));
    }

    [Theory]
    [InlineData("😀")]
    [InlineData(Family)]
    [InlineData("🏴󠁧󠁢󠁥󠁮󠁧󠁿")]
    [InlineData("e\u0301")]
    [InlineData("👍🏽")]
    [InlineData("क्षि")]
    [InlineData("и\u0306 \u0301")]
    public void No_character_is_ever_cut(string character)
    {
        var characters = StringInfo.ParseCombiningCharacters(character).Length;
        for (var shift = 0; shift < 40; shift++)
        {
            var text = new string('-', shift) + string.Concat(Enumerable.Repeat(character, 60)) + " находка" + string.Concat(Enumerable.Repeat(character, 90));
            var parts = Of(text, "находка");
            var whole = string.Concat(parts.Select(p => p.Text)).Trim('…');

            Assert.Contains(whole, text, StringComparison.Ordinal);
            Assert.Contains(parts, p => p.IsHit);
            Assert.True(characters > 0);
            var boundaries = StringInfo.ParseCombiningCharacters(text).Append(text.Length).ToHashSet();
            var at = text.IndexOf(whole, StringComparison.Ordinal);
            Assert.Contains(at + whole.Length, boundaries);
            foreach (var part in parts.Where(p => p.Text is not "…"))
            {
                Assert.Contains(at, boundaries);
                at += part.Text.Length;
            }
        }
    }

    [Fact]
    public void A_word_without_end_is_cut_too()
    {
        var parts = Of("См. " + new string('я', 9_000), "яяя");

        Assert.InRange(parts.Sum(p => p.Text.Length), 100, 170);
        Assert.Contains(parts, p => p.IsHit);
    }

    private static IReadOnlyList<SnippetPart> Of(string text, string sought)
    {
        var wanted = Wanted.Read(sought).Value!;
        return Snippet.Of(text, [.. Words.In(text).Where(wanted.Means)]);
    }

    private static IEnumerable<string> Shown(IEnumerable<SnippetPart> parts) => parts.Select(p => p.IsHit ? $"[{p.Text}]" : p.Text);
}
