using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Chat.Web.Kit;

namespace Chat.Web.Tests.Kit;

/// <summary>
/// A53: nothing that somebody writes becomes more than text with a few harmless marks. What comes out is read again by a
/// parser that works like a browser's, and held against a list of its own.
/// </summary>
public sealed class HostileTextsTests
{
    private static readonly HashSet<string> Elements = new(StringComparer.OrdinalIgnoreCase)
    {
        "html", "head", "body", "p", "br", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li", "table", "tbody", "tr", "th", "td", "a", "mark",
    };

    private static readonly string[] Texts = ReadTexts();

    /// <summary>Around each of them, what might carry it somewhere else.</summary>
    private static readonly string[] Frames = ["{0}", "**{0}**", "> {0}", "- {0}", "[{0}](https://school.example)", "[a]({0})", "![{0}]({0})", "a | b\n--|--\n{0} | c", "```\n{0}\n```", "`{0}`", "@{0}", "a\n{0}\nb"];

    public static TheoryData<string> AllFrames => [.. Frames];

    [Fact]
    public void There_are_two_hundred_texts_or_thousands_in_their_frames()
    {
        Assert.InRange(Texts.Length * Frames.Length, 2_000, int.MaxValue);
        Assert.InRange(Texts.Length, 200, int.MaxValue);
    }

    [Theory]
    [MemberData(nameof(AllFrames))]
    public void Nothing_but_harmless_markup_comes_out(string frame)
    {
        foreach (var text in Texts)
        {
            var written = frame.Replace("{0}", text, StringComparison.Ordinal);
            Check(written, Markdown.ToHtml(written, ["@<script>alert(1)</script>", "\"", "x"]));
        }
    }

    [Fact]
    public void A_tree_too_deep_for_anybody_is_shown_as_text()
    {
        foreach (var deep in new[] { new string('>', 9_000), new string('[', 9_000), string.Concat(Enumerable.Repeat("- ", 4_000)), string.Concat(Enumerable.Repeat("**a _b ", 1_400)), new string('`', 9_999) })
        {
            var html = Markdown.ToHtml(deep, []);
            Check(deep, html);
            Assert.NotEqual("", html);
        }
    }

    /// <summary>What is not taken for a mark is still there: nothing that was said goes missing.</summary>
    [Fact]
    public void What_is_not_allowed_can_still_be_read()
    {
        foreach (var text in Texts.Where(t => t.StartsWith('<') && t.Contains("alert(1)", StringComparison.Ordinal)))
        {
            var read = new HtmlParser().ParseDocument(Markdown.ToHtml(text, [])).Body!.TextContent;
            Assert.Contains("alert(1)", read, StringComparison.Ordinal);
        }
    }

    private static void Check(string written, string html)
    {
        var document = new HtmlParser().ParseDocument(html);
        foreach (var element in document.All)
        {
            Assert.True(Elements.Contains(element.LocalName), $"{element.LocalName} out of {written}");
            Assert.All(element.Attributes, a => Assert.True(IsHarmless(element, a), $"{a.Name}={a.Value} out of {written}"));
        }
    }

    private static bool IsHarmless(IElement element, IAttr attribute) => (element.LocalName, attribute.Name) switch
    {
        ("a", "href") => Uri.TryCreate(attribute.Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto",
        ("a", "title") => string.Equals(attribute.Value, element.GetAttribute("href"), StringComparison.Ordinal),
        ("a", "rel") => attribute.Value is "noopener noreferrer nofollow",
        ("a", "target") => attribute.Value is "_blank",
        ("ol", "start") => attribute.Value.All(char.IsAsciiDigit),
        _ => false,
    };

    private static string[] ReadTexts()
    {
        using var file = new StreamReader(typeof(HostileTextsTests).Assembly.GetManifestResourceStream("hostile-texts.txt")!);
        return file.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
