using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Chat.Web.Kit;

/// <summary>
/// Writes a tree as markup. It goes by a list of what is allowed: an element that does not stand here cannot be written, no
/// attribute but three ever is, and all text goes through one encoder.
/// </summary>
internal sealed class MarkdownWriter(IReadOnlyList<string> marked)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly HashSet<string> Schemes = new(StringComparer.Ordinal) { Uri.UriSchemeHttp, Uri.UriSchemeHttps, Uri.UriSchemeMailto };

    private readonly List<string> _marked = [.. marked.OrderByDescending(m => m.Length)];
    private readonly StringBuilder _html = new();

    /// <summary>True inside a link: there are none in another.</summary>
    private bool _linked;

    public string Write(MarkdownDocument document)
    {
        WriteBlocks(document, isTight: false);
        return _html.ToString();
    }

    public static string WriteAsItIs(string text) => $"<p>{Encoder.Encode(text).Replace("&#xA;", "<br>", StringComparison.Ordinal)}</p>";

    private void WriteBlocks(ContainerBlock blocks, bool isTight)
    {
        foreach (var block in blocks)
        {
            WriteBlock(block, isTight);
        }
    }

    /// <param name="isTight">In a list without gaps, where paragraphs are only lines.</param>
    private void WriteBlock(Block block, bool isTight)
    {
        switch (block)
        {
            case ParagraphBlock paragraph when isTight:
                WriteInlines(paragraph.Inline);
                break;
            case ParagraphBlock paragraph:
                Enclose("p", () => WriteInlines(paragraph.Inline));
                break;
            case QuoteBlock quote:
                Enclose("blockquote", () => WriteBlocks(quote, isTight: false));
                break;
            case ListBlock list:
                WriteList(list);
                break;
            case CodeBlock code:
                Enclose("pre", () => Enclose("code", () => WriteText(code.Lines.ToString())));
                break;
            case Table table:
                WriteTable(table);
                break;
            case ThematicBreakBlock line:
                Enclose("p", () => WriteText(new string(line.ThematicChar, line.ThematicCharCount)));
                break;
            case LinkReferenceDefinition link:
                Enclose("p", () => WriteText($"[{link.Label}]: {link.Url} {link.Title}".TrimEnd()));
                break;
            case ContainerBlock others:
                WriteBlocks(others, isTight);
                break;
            case LeafBlock { Inline: { } inline }:
                Enclose("p", () => WriteInlines(inline));
                break;
            case LeafBlock leaf:
                Enclose("p", () => WriteText(leaf.Lines.ToString()));
                break;
            default:
                break;
        }
    }

    private void WriteList(ListBlock list)
    {
        // Counting goes on where the writer's own begins.
        var start = list.IsOrdered && int.TryParse(list.OrderedStart, CultureInfo.InvariantCulture, out var first) && first != 1
            ? string.Create(CultureInfo.InvariantCulture, $" start=\"{first}\"")
            : "";
        var name = list.IsOrdered ? "ol" : "ul";
        _html.Append('<').Append(name).Append(start).Append('>');
        foreach (var item in list.OfType<ListItemBlock>())
        {
            Enclose("li", () => WriteBlocks(item, isTight: !list.IsLoose));
        }

        _html.Append("</").Append(name).Append('>');
    }

    private void WriteTable(Table table) => Enclose("table", () =>
    {
        foreach (var row in table.OfType<TableRow>())
        {
            Enclose("tr", () =>
            {
                foreach (var cell in row.OfType<TableCell>())
                {
                    Enclose(row.IsHeader ? "th" : "td", () => WriteBlocks(cell, isTight: true));
                }
            });
        }
    });

    private void WriteInlines(ContainerInline? inlines)
    {
        foreach (var inline in inlines ?? Enumerable.Empty<Inline>())
        {
            WriteInline(inline);
        }
    }

    private void WriteInline(Inline inline)
    {
        switch (inline)
        {
            case LiteralInline literal:
                WriteMarked(literal.Content.ToString());
                break;
            case LineBreakInline:
                _html.Append("<br>");
                break;
            case CodeInline code:
                Enclose("code", () => WriteText(code.Content));
                break;
            case HtmlEntityInline entity:
                WriteText(entity.Transcoded.ToString());
                break;
            case EmphasisInline emphasis:
                Enclose(emphasis.DelimiterChar is '~' ? "del" : emphasis.DelimiterCount == 2 ? "strong" : "em", () => WriteInlines(emphasis));
                break;
            case AutolinkInline link:
                WriteLink(link.IsEmail ? $"mailto:{link.Url}" : link.Url, () => WriteText(link.Url), () => WriteText($"<{link.Url}>"));
                break;
            case LinkInline link:
                WriteLink(link);
                break;
            case DelimiterInline begun:
                // It was begun and never ended.
                WriteText(begun.ToLiteral());
                WriteInlines(begun);
                break;
            case ContainerInline others:
                WriteInlines(others);
                break;
            default:
                WriteText(inline.ToString() ?? "");
                break;
        }
    }

    /// <summary>A picture from somewhere else becomes a link to it: nothing is fetched because somebody reads.</summary>
    private void WriteLink(LinkInline link) => WriteLink(
        link.Url,
        () =>
        {
            if (link.FirstChild is null)
            {
                WriteText(link.Url ?? "");
            }
            else
            {
                WriteInlines(link);
            }
        },
        () =>
        {
            WriteText(link.IsImage ? "![" : "[");
            WriteInlines(link);
            WriteText($"]({link.Url})");
        });

    /// <param name="otherwise">Writes what stood there, where it leads nowhere one may go.</param>
    private void WriteLink(string? address, Action write, Action otherwise)
    {
        if (_linked || Target(address) is not { } target)
        {
            otherwise();
            return;
        }

        // The title says where it really goes, whatever its words are.
        var encoded = Encoder.Encode(target);
        _html.Append("<a href=\"").Append(encoded).Append("\" title=\"").Append(encoded).Append("\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">");
        _linked = true;
        write();
        _linked = false;
        _html.Append("</a>");
    }

    private static string? Target(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && Schemes.Contains(uri.Scheme)
        && (string.Equals(uri.Scheme, Uri.UriSchemeMailto, StringComparison.Ordinal) || uri.UserInfo.Length == 0)
            ? uri.AbsoluteUri
            : null;

    private void WriteMarked(string text)
    {
        var (from, at) = (0, 0);
        while (_marked.Count > 0 && at < text.Length)
        {
            if (_marked.Find(m => string.Compare(text, at, m, 0, m.Length, StringComparison.OrdinalIgnoreCase) == 0) is { } found)
            {
                WriteText(text[from..at]);
                var word = text.Substring(at, found.Length);
                Enclose("mark", () => WriteText(word));
                from = at += found.Length;
            }
            else
            {
                at++;
            }
        }

        WriteText(text[from..]);
    }

    private void WriteText(string text) => _html.Append(Encoder.Encode(text));

    private void Enclose(string name, Action write)
    {
        _html.Append('<').Append(name).Append('>');
        write();
        _html.Append("</").Append(name).Append('>');
    }
}
