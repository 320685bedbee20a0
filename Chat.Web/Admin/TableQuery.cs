namespace Chat.Web.Admin;

/// <summary>Which part of a table is wanted. It lives in the address, so that a reload, a link and the Back button keep it.</summary>
/// <param name="Sort">The column to sort by, with a minus before it from the highest down; none for the table's own order.</param>
/// <param name="Page">The first page is 1.</param>
public sealed record TableQuery(string? Sort, int? Page)
{
    public const int Size = 50;

    public string? Column => Sort?.TrimStart('-');

    public bool IsDescending => Sort is ['-', ..];

    public int Number => Math.Clamp(Page ?? 1, 1, int.MaxValue / Size);

    public int Offset => (Number - 1) * Size;
}

/// <param name="Total">How many rows there are on all pages.</param>
public sealed record TablePage<TRow>(IReadOnlyList<TRow> Rows, int Total);
