using Chat.Web.Accounts;
using Chat.Web.Conversations;
using Chat.Web.Live;

namespace Chat.Web.Reports;

/// <summary>What somebody says is wrong with a message.</summary>
public enum ReportKind
{
    /// <summary>Somebody is, or may be, in danger. These stand first.</summary>
    Danger = 1,
    Bullying = 2,
    Indecent = 3,
    Stranger = 4,
    Other = 5,
}

public enum ReportState
{
    New = 0,
    InWork = 1,

    /// <summary>Something was done about it.</summary>
    Done = 2,

    /// <summary>There was nothing to be done about it.</summary>
    Dismissed = 3,
}

/// <summary>
/// Somebody who can read a message says that it is not right. What it said, and what was said around it, is kept as it was
/// at that moment, whatever becomes of the message. It is never shown to the person it is about.
/// </summary>
public class Report
{
    public int Id { get; private set; }

    public int ConversationId { get; init; }

    public Conversation Conversation { get; init; } = null!;

    public long MessageId { get; init; }

    /// <summary>The message's number in its conversation.</summary>
    public int Seq { get; init; }

    public int ReporterId { get; init; }

    public AppUser Reporter { get; init; } = null!;

    /// <summary>Whoever said it.</summary>
    public int AboutId { get; init; }

    public AppUser About { get; init; } = null!;

    public ReportKind Kind { get; init; }

    /// <summary>In the reporter's own words, if they found any.</summary>
    public string? Words { get; init; }

    public DateTimeOffset FiledAt { get; init; }

    public ReportState State { get; set; }

    /// <summary>Who looks into it.</summary>
    public int? AssigneeId { get; set; }

    public AppUser? Assignee { get; init; }

    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>What the reporter is told at the end, if anything.</summary>
    public string? Answer { get; set; }

    public List<ReportLine> Lines { get; init; } = [];

    public List<ReportNote> Notes { get; init; } = [];

    public bool IsOpen => State is ReportState.New or ReportState.InWork;
}

/// <summary>One message as it was when it, or one beside it, was reported.</summary>
public class ReportLine
{
    public int ReportId { get; init; }

    public int Seq { get; init; }

    public int AuthorId { get; init; }

    public required string Author { get; init; }

    public required string Text { get; init; }

    public DateTimeOffset SentAt { get; init; }
}

/// <summary>What those who look into a report write down for each other.</summary>
public class ReportNote
{
    public int Id { get; private set; }

    public int ReportId { get; init; }

    public int AuthorId { get; init; }

    public AppUser Author { get; init; } = null!;

    public required string Text { get; init; }

    public DateTimeOffset At { get; init; }
}

public sealed record ReportDraft(ReportKind Kind, string? Words);

/// <summary>A report as the one who filed it sees it.</summary>
public sealed record OwnReport(int Id, ReportKind Kind, ReportState State, DateTimeOffset FiledAt, string Said, string About, string? Answer);

/// <summary>A report in the queue.</summary>
public sealed record QueuedReport(int Id, ReportKind Kind, ReportState State, DateTimeOffset FiledAt, PersonView Reporter, PersonView About, string? Assignee);

/// <param name="Total">How many there are on all pages.</param>
public sealed record QueuedReports(IReadOnlyList<QueuedReport> Reports, int Total);

/// <summary>A report with all there is to it, for whoever looks into it.</summary>
/// <param name="IsReached">Whether they may read the conversation itself.</param>
public sealed record ReportView(
    QueuedReport Head, int ConversationId, int Seq, string? Words, string? Answer, int? AssigneeId, bool IsReached, bool IsRemoved,
    IReadOnlyList<ReportLine> Lines, IReadOnlyList<NoteView> Notes);

public sealed record NoteView(int Id, string Author, string Text, DateTimeOffset At);

/// <summary>A report was filed, or something happened to it.</summary>
public sealed record ReportChanged(int ReportId) : ChatEvent;
