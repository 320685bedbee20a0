using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Chat.Web.Tests.Access;

/// <summary>The tables of docs/permissions.md, read as a person would: who stands above, what stands at the left, and what the cell says.</summary>
internal static partial class PermissionsDocument
{
    public const string WhoWritesFirst = "Who may write to whom first";

    /// <summary>The tables by the kind of conversation their heading names, or by the heading itself.</summary>
    public static ILookup<string, Cell> Tables { get; } = Read().ToLookup(c => c.Table);

    private static IEnumerable<Cell> Read()
    {
        var (table, header) = ("", (string[]?)null);
        foreach (var line in File.ReadLines(Document()))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                table = Code().Match(line) is { Success: true } code ? code.Groups[1].Value : line[3..];
                header = null;
            }
            else if (line.StartsWith('|') && !line.StartsWith("|-", StringComparison.Ordinal))
            {
                var row = line.Split('|', StringSplitOptions.TrimEntries)[1..^1];
                foreach (var (who, says) in (header ?? []).Zip(row).Skip(1))
                {
                    yield return new Cell(table, who, row[0], says);
                }

                header ??= row;
            }
        }
    }

    private static string Document([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../docs/permissions.md");

    [GeneratedRegex("`(.+)`")]
    private static partial Regex Code();

    public sealed record Cell(string Table, string Column, string Row, string Says);
}
