using System.Text;
using Chat.Web.Outcomes;
using CsvHelper;

namespace Chat.Web.Admin;

/// <summary>A row as it stands in the file, by column. What a column that is not there would say is empty.</summary>
/// <param name="IsBroken">Its quotation marks do not fit together.</param>
public sealed record ImportRow(int Line, IReadOnlyDictionary<ImportColumn, string> Cells, bool IsBroken)
{
    public string this[ImportColumn column] => Cells.GetValueOrDefault(column, "");
}

public enum ImportColumn
{
    Email,
    FullName,
    Role,
    Language,
}

/// <param name="Ignored">Columns that mean nothing here: they are said, and not read.</param>
public sealed record ImportTable(IReadOnlyList<ImportRow> Rows, IReadOnlyList<string> Ignored);

/// <summary>Reads what a spreadsheet saved: in UTF-8 or the older Cyrillic encoding, with commas, semicolons or tabs, whatever the order of its columns.</summary>
public static class ImportFile
{
    public const int MaxBytes = 2_000_000;

    public const int MaxRows = 5_000;

    private const int MaxRowBytes = 64 * 1024;

    private static readonly ImportColumn[] Needed = [ImportColumn.Email, ImportColumn.FullName, ImportColumn.Role];

    private static readonly Encoding StrictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Encoding OlderCyrillic = CodePagesEncodingProvider.Instance.GetEncoding(1251)!;

    public static Outcome<ImportTable> Read(byte[] file, ImportWords words)
    {
        var text = Decode(file);
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return AdminRefusals.FileUnreadable;
        }

        try
        {
            return ReadTable(text, words);
        }
        catch (CsvFormatException)
        {
            return AdminRefusals.FileUnreadable;
        }
    }

    private static string Decode(byte[] file)
    {
        if (file.AsSpan().StartsWith(Encoding.Unicode.Preamble))
        {
            return Encoding.Unicode.GetString(file, 2, file.Length - 2);
        }

        var start = file.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
        try
        {
            return StrictUtf8.GetString(file, start, file.Length - start);
        }
        catch (DecoderFallbackException)
        {
            return OlderCyrillic.GetString(file);
        }
    }

    private static Outcome<ImportTable> ReadTable(string text, ImportWords words)
    {
        var broken = new HashSet<long>();
        var options = CsvReaderOptions.Default with
        {
            HasHeader = false,
            TrackLineNumbers = true,
            TrimWhitespace = true,
            TrimInsideQuotes = true,
            // A name is on one line: a quotation mark that is never closed then breaks its own row and not the rest.
            AllowLineBreaksInQuotes = false,
            MaxRecordSize = MaxRowBytes,
            OnMalformedRecord = record => broken.Add(record.LineNumber),
        };
        using var csv = CsvReader.Create(new StringReader(text), options);
        if (!csv.Read())
        {
            return AdminRefusals.FileEmpty;
        }

        var head = Enumerable.Range(0, csv.FieldCount).Select(csv.GetString).ToList();
        var columns = head.Select(words.ColumnOf).ToList();
        if (Needed.Except(columns.OfType<ImportColumn>()).ToList() is { Count: > 0 } missing)
        {
            return AdminRefusals.ColumnsMissing.With(string.Join(", ", missing.Select(words.NameOf)));
        }

        var rows = new List<ImportRow>();
        while (csv.Read())
        {
            if (rows.Count == MaxRows)
            {
                return AdminRefusals.TooManyRows;
            }

            var row = ReadRow(csv, columns, broken);
            if (row.IsBroken || row.Cells.Values.Any(cell => cell.Length > 0))
            {
                rows.Add(row);
            }
        }

        return rows.Count == 0 ? AdminRefusals.FileEmpty : new ImportTable(rows, [.. head.Where((_, i) => columns[i] is null).Where(name => name.Length > 0)]);
    }

    private static ImportRow ReadRow(CsvReader csv, List<ImportColumn?> columns, HashSet<long> broken)
    {
        var cells = new Dictionary<ImportColumn, string>();
        for (var i = 0; i < Math.Min(csv.FieldCount, columns.Count); i++)
        {
            if (columns[i] is { } column && !cells.ContainsKey(column))
            {
                cells[column] = WithoutGuard(csv.GetString(i));
            }
        }

        return new ImportRow((int)csv.LineNumber, cells, broken.Contains(csv.LineNumber));
    }

    // What our own export put before a cell that looks like a formula is not part of it.
    private static string WithoutGuard(string cell) => cell is ['\'', '=' or '+' or '-' or '@', ..] ? cell[1..] : cell;
}
