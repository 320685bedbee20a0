using System.Net;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.AutoLinks;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Syntax;

namespace Chat.Web.Kit;

/// <summary>
/// What people write, with the few marks that chats know: emphasis, code, lists, tables, quotes and links. It is read into a
/// tree, and only what <see cref="MarkdownWriter"/> knows comes out of that; whatever else there is comes out as the text it was.
/// </summary>
public static partial class Markdown
{
    private const int MostNesting = 32;

    private static readonly MarkdownPipeline Pipeline = MakePipeline();

    /// <summary>Markup that is safe to put into a page, the same for everybody who reads it.</summary>
    /// <param name="marked">Words that are made to stand out wherever they occur in the text.</param>
    public static string ToHtml(string text, IReadOnlyList<string> marked) =>
        Parse(text) is { } document ? new MarkdownWriter(marked).Write(document) : MarkdownWriter.WriteAsItIs(text);

    /// <summary>The words alone, without the marks: for a list, a quote, a notification. A text that is nothing but marks stays as it is.</summary>
    public static string ToWords(string text)
    {
        var words = WebUtility.HtmlDecode(AnyTag().Replace(TagWithinWords().Replace(ToHtml(text, []), ""), " "));
        return string.IsNullOrWhiteSpace(words) ? text : Gap().Replace(words, " ").Trim();
    }

    private static MarkdownDocument? Parse(string text)
    {
        try
        {
            return Markdig.Markdown.Parse(text, Pipeline);
        }
        catch (ArgumentException)
        {
            // Nested deeper than anybody writes by hand.
            return null;
        }
    }

    private static MarkdownPipeline MakePipeline()
    {
        var builder = new MarkdownPipelineBuilder { MaximumNestingDepth = MostNesting }
            .DisableHtml()
            .UsePipeTables()
            .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
            .UseAutoLinks(new AutoLinkOptions { UseHttpsForWWWLinks = true });

        // A "#" or a line of dashes in a message is what it is, and spaces before a line are no code.
        builder.BlockParsers.TryRemove<HeadingBlockParser>();
        builder.BlockParsers.TryRemove<ThematicBreakParser>();
        builder.BlockParsers.TryRemove<IndentedCodeBlockParser>();
        builder.BlockParsers.FindExact<ParagraphBlockParser>()!.ParseSetextHeadings = false;

        // "2*3*4" is arithmetic: no sign makes emphasis inside a word.
        var emphasis = builder.InlineParsers.FindExact<EmphasisInlineParser>()!.EmphasisDescriptors;
        emphasis[emphasis.FindIndex(e => e.Character == '*')] = new EmphasisDescriptor('*', 1, 2, enableWithinWord: false);
        return builder.Build();
    }

    [GeneratedRegex("</?(?:em|strong|del|code|a|mark)\\b[^>]*>", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TagWithinWords();

    [GeneratedRegex("<[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex AnyTag();

    [GeneratedRegex("\\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Gap();
}
