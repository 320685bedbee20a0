using Chat.Web.Access;
using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Conversations;

/// <summary>What was said in conversations, as far as who asks may read them, and has not cleared it.</summary>
public sealed class MessageReader(IDbContextFactory<ChatDbContext> database, NewestMessages newest, Denials denials, TimeProvider clock)
{
    public const int PageSize = 40;

    /// <summary>The newest messages, oldest first; older ones before a number, as many as fit a page.</summary>
    public Task<Outcome<IReadOnlyList<MessageView>>> BeforeAsync(Actor actor, int conversationId, int? seq = null, CancellationToken cancellation = default) =>
        seq is null
            ? NewestAsync(actor, conversationId, cancellation)
            : ReadAsync(actor, conversationId, messages => NewestAsync(messages.Where(m => m.Seq < seq), PageSize, cancellation), cancellation);

    /// <summary>What was said after a number, oldest first: how a page that was away catches up.</summary>
    public Task<Outcome<IReadOnlyList<MessageView>>> AfterAsync(Actor actor, int conversationId, int seq, CancellationToken cancellation = default) =>
        ReadAsync(actor, conversationId, messages => messages.Where(m => m.Seq > seq).OrderBy(m => m.Seq).Take(PageSize).ToViewsAsync(cancellation), cancellation);

    /// <summary>Those of the messages up to a number that were edited, removed or pinned since a moment: how a line that was away learns what it did not hear.</summary>
    /// <param name="among">So many of the newest are looked at.</param>
    public Task<Outcome<IReadOnlyList<MessageView>>> ChangedSinceAsync(
        Actor actor, int conversationId, int seq, int among, DateTimeOffset moment, CancellationToken cancellation = default) =>
        ReadAsync(actor, conversationId, messages => messages
            .Where(m => m.Seq > seq - among && m.Seq <= seq && (m.EditedAt >= moment || m.RemovedAt >= moment || m.PinnedAt >= moment))
            .OrderBy(m => m.Seq)
            .ToViewsAsync(cancellation), cancellation);

    /// <summary>Some messages on either side of a number.</summary>
    public Task<Outcome<IReadOnlyList<MessageView>>> AroundAsync(Actor actor, int conversationId, int seq, CancellationToken cancellation = default) =>
        ReadAsync(actor, conversationId, async messages =>
        [
            .. await NewestAsync(messages.Where(m => m.Seq < seq), PageSize / 2, cancellation),
            .. await messages.Where(m => m.Seq >= seq).OrderBy(m => m.Seq).Take(PageSize / 2).ToViewsAsync(cancellation),
        ], cancellation);

    /// <summary>What stands from one number on, as it is now: how a page that was away learns what changed in what it shows.</summary>
    /// <param name="take">As many as the page can show.</param>
    public Task<Outcome<IReadOnlyList<MessageView>>> FromAsync(Actor actor, int conversationId, int seq, int take, CancellationToken cancellation = default) =>
        ReadAsync(actor, conversationId, messages => messages.Where(m => m.Seq >= seq).OrderBy(m => m.Seq).Take(take).ToViewsAsync(cancellation), cancellation);

    /// <summary>What staff keep in view for everyone here, newest first.</summary>
    public Task<Outcome<IReadOnlyList<MessageView>>> PinnedAsync(Actor actor, int conversationId, CancellationToken cancellation = default) =>
        ReadAsync(actor, conversationId, messages => messages.Where(m => m.PinnedAt != null && m.RemovedAt == null).OrderByDescending(m => m.PinnedAt).Take(PageSize).ToViewsAsync(cancellation), cancellation);

    /// <summary>How many messages of others wait to be read by this person, over everything they take part in.</summary>
    public async Task<int> CountUnreadAsync(Actor actor, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        return await db.Participants.Where(p => p.UserId == actor.Id && p.Role == actor.Role)
            .SelectMany(p => db.Messages.Where(m => m.ConversationId == p.ConversationId && m.Seq > p.LastReadSeq && m.SenderId != actor.Id && m.RemovedAt == null))
            .CountAsync(cancellation);
    }

    private async Task<Outcome<IReadOnlyList<MessageView>>> NewestAsync(Actor actor, int conversationId, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        return await FindClearedAsync(db, actor, conversationId, cancellation) is { } cleared
            ? Outcome.Of<IReadOnlyList<MessageView>>([.. (await newest.OfAsync(conversationId, cancellation)).Since(cleared).TakeLast(PageSize)])
            : await denials.NotFoundAsync(actor, $"conversation:{conversationId}", cancellation);
    }

    private async Task<Outcome<IReadOnlyList<MessageView>>> ReadAsync(
        Actor actor, int conversationId, Func<IQueryable<Message>, Task<List<MessageView>>> read, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        return await FindClearedAsync(db, actor, conversationId, cancellation) is { } cleared
            ? Outcome.Of<IReadOnlyList<MessageView>>([.. (await read(db.Messages.Where(m => m.ConversationId == conversationId && m.Seq > cleared))).Since(cleared)])
            : await denials.NotFoundAsync(actor, $"conversation:{conversationId}", cancellation);
    }

    /// <summary>Up to where this person has cleared a conversation they may read; none if they may not.</summary>
    private Task<int?> FindClearedAsync(ChatDbContext db, Actor actor, int conversationId, CancellationToken cancellation) =>
        db.ConversationsReachedBy(actor, clock.GetUtcNow())
            .Where(c => c.Id == conversationId)
            .Select(c => (int?)(c.Participants.Where(p => p.UserId == actor.Id && p.Role == actor.Role).Select(p => (int?)p.ClearedSeq).FirstOrDefault() ?? 0))
            .SingleOrDefaultAsync(cancellation);

    private static async Task<List<MessageView>> NewestAsync(IQueryable<Message> messages, int take, CancellationToken cancellation)
    {
        var page = await messages.OrderByDescending(m => m.Seq).Take(take).ToViewsAsync(cancellation);
        page.Reverse();
        return page;
    }
}
