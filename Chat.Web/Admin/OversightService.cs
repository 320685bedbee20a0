using System.Globalization;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Conversations;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Admin;

/// <summary>
/// All conversations of the school by what they are, not by what is said in them. What is said is read only where the
/// reader's office reaches, only with a reason, and each reading is written down before anything is shown.
/// </summary>
public sealed class OversightService(IDbContextFactory<ChatDbContext> database, WriteLane lane, AuditLog audit, Denials denials, ConversationNames names, TimeProvider clock)
{
    public const int LinesAtOnce = 100;

    public async Task<Outcome<TablePage<OverseenConversation>>> ListAsync(Actor actor, OversightFilter filter, TableQuery query, CancellationToken cancellation = default)
    {
        if (!actor.MayOversee())
        {
            return await denials.NotFoundAsync(actor, "conversations", cancellation);
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        var now = clock.GetUtcNow();
        var wanted = Filter(db, filter, now);
        var page = Sort(wanted, query).Skip(query.Offset).Take(TableQuery.Size);
        return new TablePage<OverseenConversation>(await ReadAsync(db, actor, page, now, cancellation), await wanted.CountAsync(cancellation));
    }

    public async Task<Outcome<OverseenConversation>> FindAsync(Actor actor, int conversationId, CancellationToken cancellation = default)
    {
        if (!actor.MayOversee())
        {
            return await denials.NotFoundAsync(actor, TargetOf(conversationId), cancellation);
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        return await ReadAsync(db, actor, db.ConversationsKnownToTheOffice().Where(c => c.Id == conversationId), clock.GetUtcNow(), cancellation) is [var found] ? found : await denials.NotFoundAsync(actor, TargetOf(conversationId), cancellation);
    }

    /// <summary>What was said, with everything it said before, oldest first.</summary>
    /// <param name="after">Only what comes after this number.</param>
    public async Task<Outcome<IReadOnlyList<TranscriptLine>>> ReadAsync(Actor actor, int conversationId, string? reason, int after = 0, CancellationToken cancellation = default)
    {
        var opened = await OpenAsync(actor, conversationId, "conversation.opened", reason, cancellation);
        if (opened.Refusal is { } refusal)
        {
            return refusal;
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        return Outcome.Of<IReadOnlyList<TranscriptLine>>(await LinesAsync(db, conversationId, after, cancellation));
    }

    /// <summary>The whole of it, to be kept as a file.</summary>
    public async Task<Outcome<IAsyncEnumerable<TranscriptLine>>> ExportAsync(Actor actor, int conversationId, string? reason, CancellationToken cancellation = default)
    {
        var opened = await OpenAsync(actor, conversationId, "conversation.exported", reason, cancellation);
        return opened.Refusal is { } refusal ? refusal : Outcome.Of(AllLinesAsync(conversationId));
    }

    private async Task<Outcome<Done>> OpenAsync(Actor actor, int conversationId, string action, string? reason, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        if (!actor.MayOversee() || !await db.ConversationsReadByOffice(actor, clock.GetUtcNow()).AnyAsync(c => c.Id == conversationId, cancellation))
        {
            return await denials.NotFoundAsync(actor, TargetOf(conversationId), cancellation);
        }

        var why = Reason.Check(reason);
        if ((why.Refusal ?? (why.Value is null ? ConversationRefusals.ReasonMissing : null)) is { } missing)
        {
            return missing;
        }

        var deed = new Deed(action, TargetOf(conversationId)) { Reason = why.Value };
        return await audit.WriteDownAsync(lane, actor, deed, cancellation) is { } unwritten ? unwritten : new Done();
    }

    private static string TargetOf(int conversationId) => string.Create(CultureInfo.InvariantCulture, $"conversation:{conversationId}");

    private async IAsyncEnumerable<TranscriptLine> AllLinesAsync(int conversationId)
    {
        await using var db = await database.CreateDbContextAsync();
        for (var after = 0; await LinesAsync(db, conversationId, after, CancellationToken.None) is { Count: > 0 } lines; after = lines[^1].Seq)
        {
            foreach (var line in lines)
            {
                yield return line;
            }
        }
    }

    private static Task<List<TranscriptLine>> LinesAsync(ChatDbContext db, int conversationId, int after, CancellationToken cancellation) =>
        db.Messages.AsNoTracking().Where(m => m.ConversationId == conversationId && m.Seq > after).OrderBy(m => m.Seq).Take(LinesAtOnce)
            .Select(m => new TranscriptLine(
                m.Seq,
                new PersonView(m.Sender.Id, m.Sender.FullName, m.Sender.Role),
                m.SentAt,
                m.RemovedAt == null ? m.Text : null,
                m.RemovedAt,
                m.RemovalReason,
                m.Revisions.OrderBy(r => r.Id).Select(r => new EarlierText(r.Text, r.ReplacedAt, r.ReplacedBy.FullName)).ToList(),
                m.Attachments.OrderBy(a => a.Place).Select(a => new TranscriptFile(a.Id, a.FileName)).ToList()))
            .ToListAsync(cancellation);

    private static IQueryable<Conversation> Filter(ChatDbContext db, OversightFilter filter, DateTimeOffset now)
    {
        var conversations = db.ConversationsKnownToTheOffice();
        if (filter.Kind is { } kind)
        {
            conversations = conversations.Where(c => c.Kind == kind);
        }

        conversations = filter.State switch
        {
            ConversationState.Archived => conversations.Where(c => c.ActiveUntil != null && c.ActiveUntil <= now),
            ConversationState.Locked => conversations.Where(c => c.LockedAt != null && (c.ActiveUntil == null || c.ActiveUntil > now)),
            ConversationState.Active => conversations.Where(c => c.LockedAt == null && (c.ActiveUntil == null || c.ActiveUntil > now)),
            _ => conversations,
        };

        if (string.IsNullOrWhiteSpace(filter.Find))
        {
            return conversations;
        }

        var people = new PeopleFilter(filter.Find).Of(db.Users).Select(u => u.Id);
        return conversations.Where(c => c.Participants.Any(p => people.Contains(p.UserId)) || (c.StudentId != null && people.Contains(c.StudentId.Value)));
    }

    private static IQueryable<Conversation> Sort(IQueryable<Conversation> conversations, TableQuery query) => (query.Column, query.IsDescending) switch
    {
        ("messages", false) => conversations.OrderBy(c => c.LastSeq).ThenBy(c => c.Id),
        ("messages", true) => conversations.OrderByDescending(c => c.LastSeq).ThenBy(c => c.Id),
        ("created", false) => conversations.OrderBy(c => c.CreatedAt).ThenBy(c => c.Id),
        ("created", true) => conversations.OrderByDescending(c => c.CreatedAt).ThenBy(c => c.Id),
        ("activity", false) => conversations.OrderBy(c => c.LastActivityAt).ThenBy(c => c.Id),
        _ => conversations.OrderByDescending(c => c.LastActivityAt).ThenBy(c => c.Id),
    };

    private async Task<List<OverseenConversation>> ReadAsync(ChatDbContext db, Actor actor, IQueryable<Conversation> page, DateTimeOffset now, CancellationToken cancellation)
    {
        var rows = await page.AsNoTracking().Include(c => c.Subject).Include(c => c.Student).Include(c => c.Participants).ThenInclude(p => p.User).ToListAsync(cancellation);
        var ids = rows.ConvertAll(c => c.Id);
        var reached = (await db.ConversationsReadByOffice(actor, now).Where(c => ids.Contains(c.Id)).Select(c => c.Id).ToListAsync(cancellation)).ToHashSet();

        return rows.ConvertAll(c =>
        {
            List<PersonView> people = [.. c.Participants.OrderByDescending(p => p.UserId == c.StudentId).ThenBy(p => p.UserId).Select(p => p.User.ToView() with { Role = p.Role })];
            return new OverseenConversation(
                c.Id, c.Kind, names.Of(c.Kind, c.Subject?.ToView(), c.Student?.ToView(), people, actor), people, c.StateAt(now), c.ClosedAt is not null,
                c.LastSeq, c.CreatedAt, c.LastActivityAt, reached.Contains(c.Id));
        });
    }
}

/// <param name="Find">Part of the name of somebody who is in it, or whom it is about.</param>
public sealed record OversightFilter(string? Find, ConversationKind? Kind, ConversationState? State)
{
    public static readonly IReadOnlyList<ConversationKind> Kinds = [.. Enum.GetValues<ConversationKind>().Where(k => k is not ConversationKind.Bot)];
}

/// <summary>A conversation by what it is. Of what is said in it there is nothing here.</summary>
/// <param name="IsClosed">The office archived it; else its edges did, if anything.</param>
/// <param name="IsReached">Whether this person's office reaches what is said in it.</param>
public sealed record OverseenConversation(
    int Id, ConversationKind Kind, string Name, IReadOnlyList<PersonView> People, ConversationState State, bool IsClosed, int Messages,
    DateTimeOffset CreatedAt, DateTimeOffset LastActivityAt, bool IsReached);

/// <param name="Text">What it says now; none once it is removed.</param>
public sealed record TranscriptLine(
    int Seq, PersonView Sender, DateTimeOffset SentAt, string? Text, DateTimeOffset? RemovedAt, string? RemovalReason, IReadOnlyList<EarlierText> Earlier, IReadOnlyList<TranscriptFile> Files);

/// <summary>A file that hangs on a message, removed or not.</summary>
public sealed record TranscriptFile(Guid Id, string FileName);

/// <summary>What a message said once, and who replaced it when.</summary>
public sealed record EarlierText(string Text, DateTimeOffset Until, string ReplacedBy);
