using System.Globalization;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Conversations;
using Chat.Web.Data;
using Chat.Web.Limits;
using Chat.Web.Live;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Reports;

/// <summary>
/// Takes reports from whoever can read a message, and lets those who handle them look into each, but never into one that
/// is about themselves. The reporter is told how it stands.
/// </summary>
public sealed class ReportService(IDbContextFactory<ChatDbContext> database, WriteLane lane, Feed feed, AuditLog audit, Denials denials, RateLimits limits, TimeProvider clock)
{
    /// <summary>How much of what was said before and after is kept with it.</summary>
    private const int LinesBefore = 5;
    private const int LinesAfter = 2;

    /// <summary>Reports a message, whoever said it. The same person reporting it again is given the report they have open.</summary>
    public async Task<Outcome<int>> FileAsync(Actor actor, int conversationId, int seq, ReportDraft draft, CancellationToken cancellation = default)
    {
        await using var reader = await database.CreateDbContextAsync(cancellation);
        if (await reader.FindReachedAsync(actor, conversationId, clock.GetUtcNow(), cancellation) is not { } conversation
            || seq <= conversation.ClearedBy(actor)
            || await reader.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.ConversationId == conversationId && m.Seq == seq && m.RemovedAt == null, cancellation) is not { } message)
        {
            return await denials.NotFoundAsync(actor, string.Create(CultureInfo.InvariantCulture, $"conversation:{conversationId}"), cancellation);
        }

        if (!Enum.IsDefined(draft.Kind))
        {
            return ReportRefusals.KindUnknown;
        }

        var words = Reason.Check(draft.Words);
        if ((words.Refusal ?? limits.Take(Limit.ReportsByPerson, actor.Id.ToString(CultureInfo.InvariantCulture))) is { } refusal)
        {
            return refusal;
        }

        var filed = await lane.TryAsync(db => AddAsync(db, actor, message, draft with { Words = words.Value }, conversation.ClearedBy(actor), cancellation), cancellation);
        if (filed.Refusal is null)
        {
            await TellAsync(filed.Value);
        }

        return filed;
    }

    /// <summary>What this person has reported, newest first.</summary>
    public async Task<IReadOnlyList<OwnReport>> ListOwnAsync(Actor actor, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        return await db.Reports.Where(r => r.ReporterId == actor.Id).OrderByDescending(r => r.Id).Take(100)
            .Select(r => new OwnReport(r.Id, r.Kind, r.State, r.FiledAt, r.Lines.Where(l => l.Seq == r.Seq).Select(l => l.Text).First(), r.About.FullName, r.Answer))
            .ToListAsync(cancellation);
    }

    /// <summary>What is to be looked into: danger first, then the oldest. Those that are closed, newest first.</summary>
    /// <param name="state">Only those in this state; none for all that are open.</param>
    public async Task<Outcome<QueuedReports>> QueueAsync(Actor actor, ReportState? state, int offset, int take, CancellationToken cancellation = default)
    {
        if (!actor.HandlesReports())
        {
            return await denials.NotFoundAsync(actor, "reports", cancellation);
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        var reports = db.ReportsReachedBy(actor).Where(r => state == null ? r.State == ReportState.New || r.State == ReportState.InWork : r.State == state);
        var ordered = state is ReportState.Done or ReportState.Dismissed
            ? reports.OrderByDescending(r => r.Id)
            : reports.OrderByDescending(r => r.Kind == ReportKind.Danger).ThenBy(r => r.Id);
        return new QueuedReports(await ToQueued(ordered.Skip(offset).Take(take)).ToListAsync(cancellation), await reports.CountAsync(cancellation));
    }

    /// <summary>How many wait for this person and their like.</summary>
    public async Task<int> CountOpenAsync(Actor actor, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        return await db.ReportsReachedBy(actor).CountAsync(r => r.State == ReportState.New || r.State == ReportState.InWork, cancellation);
    }

    /// <summary>Opens a report to look into it, which is written down first.</summary>
    public async Task<Outcome<ReportView>> OpenAsync(Actor actor, int reportId, CancellationToken cancellation = default)
    {
        var found = await FindAsync(actor, reportId, cancellation);
        return found.Value is null ? found
            : await audit.WriteDownAsync(lane, actor, "report.opened", TargetOf(reportId), cancellation) is { } refusal ? refusal
            : found;
    }

    /// <summary>A report that is open on the page already, as it is now.</summary>
    public async Task<Outcome<ReportView>> FindAsync(Actor actor, int reportId, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var reached = db.ReportsReachedBy(actor).AsNoTracking().Where(r => r.Id == reportId);
        if (await ToQueued(reached).SingleOrDefaultAsync(cancellation) is not { } head)
        {
            return await denials.NotFoundAsync(actor, TargetOf(reportId), cancellation);
        }

        var report = await reached.Include(r => r.Lines.OrderBy(l => l.Seq)).Include(r => r.Notes.OrderBy(n => n.Id)).ThenInclude(n => n.Author).AsSplitQuery().SingleAsync(cancellation);
        var isReached = await db.ConversationsReachedBy(actor, clock.GetUtcNow()).AnyAsync(c => c.Id == report.ConversationId, cancellation);
        var isRemoved = await db.Messages.AnyAsync(m => m.Id == report.MessageId && m.RemovedAt != null, cancellation);
        return new ReportView(
            head, report.ConversationId, report.Seq, report.Words, report.Answer, report.AssigneeId, isReached, isRemoved,
            report.Lines, report.Notes.ConvertAll(n => new NoteView(n.Id, n.Author.FullName, n.Text, n.At)));
    }

    /// <summary>Takes a report on oneself.</summary>
    public Task<Outcome<Done>> TakeAsync(Actor actor, int reportId, CancellationToken cancellation = default) =>
        ChangeAsync(actor, reportId, "report.taken", mayBe: r => r.IsOpen, r => (r.State, r.AssigneeId) = (ReportState.InWork, actor.Id), cancellation);

    /// <summary>Ends the work on a report, one way or the other.</summary>
    /// <param name="answer">What its reporter is told, if anything.</param>
    public async Task<Outcome<Done>> CloseAsync(Actor actor, int reportId, bool isDismissed, string? answer, CancellationToken cancellation = default)
    {
        var words = Reason.Check(answer);
        return words.Refusal is { } unfit ? unfit : await ChangeAsync(actor, reportId, isDismissed ? "report.dismissed" : "report.done", mayBe: r => r.IsOpen, r =>
        {
            (r.State, r.ClosedAt, r.Answer) = (isDismissed ? ReportState.Dismissed : ReportState.Done, clock.GetUtcNow(), words.Value);
            r.AssigneeId ??= actor.Id;
        }, cancellation);
    }

    public Task<Outcome<Done>> ReopenAsync(Actor actor, int reportId, CancellationToken cancellation = default) =>
        ChangeAsync(actor, reportId, "report.reopened", mayBe: r => !r.IsOpen, r => (r.State, r.ClosedAt) = (ReportState.InWork, null), cancellation);

    public async Task<Outcome<Done>> NoteAsync(Actor actor, int reportId, string? text, CancellationToken cancellation = default)
    {
        var words = Reason.Check(text);
        return (words.Refusal ?? (words.Value is null ? ReportRefusals.NoteEmpty : null)) is { } unfit ? unfit
            : await ChangeAsync(actor, reportId, "report.noted", mayBe: _ => true, r => r.Notes.Add(new ReportNote { AuthorId = actor.Id, Text = words.Value!, At = clock.GetUtcNow() }), cancellation);
    }

    private async Task<Outcome<int>> AddAsync(ChatDbContext db, Actor actor, Message message, ReportDraft draft, int cleared, CancellationToken cancellation)
    {
        // Two clicks at once: the second waits here, and finds what the first has filed.
        await audit.WaitForTurnAsync(db, cancellation);
        if (await db.Reports.Where(r => r.MessageId == message.Id && r.ReporterId == actor.Id && (r.State == ReportState.New || r.State == ReportState.InWork))
            .Select(r => (int?)r.Id).FirstOrDefaultAsync(cancellation) is { } open)
        {
            return open;
        }

        var report = new Report
        {
            ConversationId = message.ConversationId,
            MessageId = message.Id,
            Seq = message.Seq,
            ReporterId = actor.Id,
            AboutId = message.SenderId,
            Kind = draft.Kind,
            Words = draft.Words,
            FiledAt = clock.GetUtcNow(),
            Lines = await db.Messages
                .Where(m => m.ConversationId == message.ConversationId && m.Seq > cleared && m.Seq >= message.Seq - LinesBefore && m.Seq <= message.Seq + LinesAfter)
                .Select(m => new ReportLine
                {
                    Seq = m.Seq,
                    AuthorId = m.SenderId,
                    Author = m.Sender.FullName,
                    SentAt = m.SentAt,
                    // Of a message without words the name of its file stands for them.
                    Text = m.Text != "" || m.RemovedAt != null ? m.Text : m.Attachments.OrderBy(a => a.Place).Select(a => "📎 " + a.FileName).FirstOrDefault() ?? "",
                })
                .ToListAsync(cancellation),
        };
        db.Reports.Add(report);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, "report.filed", TargetOf(report.Id), cancellation);
        return report.Id;
    }

    private async Task<Outcome<Done>> ChangeAsync(Actor actor, int reportId, string action, Func<Report, bool> mayBe, Action<Report> change, CancellationToken cancellation)
    {
        var changed = await lane.TryAsync<Done>(async db =>
        {
            if (await db.ReportsReachedBy(actor).SingleOrDefaultAsync(r => r.Id == reportId, cancellation) is not { } report)
            {
                return Refusal.NotFound;
            }

            if (!mayBe(report))
            {
                return ReportRefusals.StateChanged;
            }

            var before = report.State;
            change(report);
            await audit.AppendAsync(db, actor, new Deed(action, TargetOf(reportId)) { Before = before.ToString(), After = report.State.ToString() }, cancellation);
            return new Done();
        }, cancellation);
        if (changed.Refusal == Refusal.NotFound)
        {
            return await denials.NotFoundAsync(actor, TargetOf(reportId), cancellation);
        }

        if (changed.Refusal is null)
        {
            await TellAsync(reportId);
        }

        return changed;
    }

    /// <summary>What is stored is told, also when the one who did it is gone.</summary>
    private async Task TellAsync(int reportId)
    {
        await using var db = await database.CreateDbContextAsync(CancellationToken.None);
        var audience = await db.HandlersOf(reportId).Union(db.Reports.Where(r => r.Id == reportId).Select(r => r.ReporterId)).ToListAsync();
        feed.Publish(new ReportChanged(reportId), audience);
    }

    private static IQueryable<QueuedReport> ToQueued(IQueryable<Report> reports) => reports.Select(r => new QueuedReport(
        r.Id, r.Kind, r.State, r.FiledAt,
        new PersonView(r.Reporter.Id, r.Reporter.FullName, r.Reporter.Role),
        new PersonView(r.About.Id, r.About.FullName, r.About.Role),
        r.Assignee == null ? null : r.Assignee.FullName));

    private static string TargetOf(int reportId) => string.Create(CultureInfo.InvariantCulture, $"report:{reportId}");
}
