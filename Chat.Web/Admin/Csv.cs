using System.Text;
using CsvHelper;

namespace Chat.Web.Admin;

/// <summary>
/// Tables that leave the house as text, for whatever opens them. A spreadsheet takes a field that begins like a formula for
/// one, and what people call themselves may begin like anything: such a field gets an apostrophe before it. The mark at the
/// beginning says it is UTF-8, without which Excel takes Cyrillic for something else.
/// </summary>
public static class Csv
{
    public const string ContentType = "text/csv; charset=utf-8";

    /// <summary>What stands between fields: a comma, or a semicolon where a spreadsheet expects one, as it does in Russian.</summary>
    public static char SeparatorOf(string? name) => name is "semicolon" ? ';' : ',';

    /// <summary>Writes rows as they come; none is kept.</summary>
    public static async Task WriteAsync(Stream stream, char separator, IEnumerable<string> head, IAsyncEnumerable<IReadOnlyList<string?>> rows, CancellationToken cancellation)
    {
        var options = new CsvWriterOptions
        {
            Separator = separator,
            Injection = CsvInjection.Escape,
        };
        await stream.WriteAsync(Encoding.UTF8.Preamble.ToArray(), cancellation);
        await using var csv = CsvWriter.Create(stream, options, leaveOpen: true);
        await csv.WriteRecordAsync([.. head], cancellation);
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            await csv.WriteRecordAsync([.. row.Select(Guard)], cancellation);
        }
    }

    /// <summary>The full-width forms, which some spreadsheets take for the same, and which the library does not know.</summary>
    private static string? Guard(string? field) => field is ['＝' or '＋' or '－' or '＠', ..] ? $"'{field}" : field;
}
