using Chat.Web.Access;
using Chat.Web.Outcomes;

namespace Chat.Web.Admin;

public enum PlannedEnd
{
    New,
    Changed,
    Same,
    Bad,
}

/// <param name="Column">None where it is about the row as a whole.</param>
public sealed record ImportMistake(ImportColumn? Column, Refusal Refusal);

/// <summary>What a row would do.</summary>
/// <param name="Changes">Which parts of an account that is there would become others.</param>
public sealed record PlannedRow(int Line, string Email, string FullName, Role? Role, string? Language, PlannedEnd End, IReadOnlyList<ImportMistake> Mistakes, IReadOnlyList<ImportColumn> Changes);

/// <summary>What a file would do, before it does. It waits in memory for whoever sent it.</summary>
/// <param name="Refusal">Why nothing of it could be read.</param>
public sealed record ImportPlan(Guid Id, string FileName, Refusal? Refusal, IReadOnlyList<PlannedRow> Rows, IReadOnlyList<string> Ignored)
{
    public int Count(PlannedEnd end) => Rows.Count(r => r.End == end);

    public int ToDo => Count(PlannedEnd.New) + Count(PlannedEnd.Changed);
}
