using Chat.Web.Access;
using Chat.Web.Data;
using Chat.Web.Live;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace Chat.Web.Conversations;

/// <summary>How a person keeps their own list: what stands on top, what is quiet, what is put away. Nobody else notices.</summary>
public sealed class ListingService(IDbContextFactory<ChatDbContext> database, WriteLane lane, Feed feed, TimeProvider clock)
{
    public Task<Outcome<Done>> PinAsync(Actor actor, int conversationId, bool isPinned, CancellationToken cancellation = default)
    {
        DateTimeOffset? at = isPinned ? clock.GetUtcNow() : null;
        return KeepAsync(actor, conversationId, (_, place) => place.SetProperty(p => p.PinnedAt, at), cancellation);
    }

    public Task<Outcome<Done>> QuietAsync(Actor actor, int conversationId, bool isQuiet, CancellationToken cancellation = default)
    {
        DateTimeOffset? at = isQuiet ? clock.GetUtcNow() : null;
        return KeepAsync(actor, conversationId, (_, place) => place.SetProperty(p => p.QuietSince, at), cancellation);
    }

    /// <summary>Takes a conversation out of one's list until something new is said in it.</summary>
    public Task<Outcome<Done>> PutAwayAsync(Actor actor, int conversationId, bool isPutAway, CancellationToken cancellation = default) =>
        KeepAsync(actor, conversationId, (conversation, place) => place.SetProperty(p => p.PutAwayAtSeq, isPutAway ? conversation.LastSeq : null), cancellation);

    /// <summary>Takes a conversation out of one's list and clears it for oneself. The other side keeps theirs, and what is said next comes through.</summary>
    public Task<Outcome<Done>> ClearAsync(Actor actor, int conversationId, CancellationToken cancellation = default) =>
        KeepAsync(actor, conversationId, (conversation, place) => place
            .SetProperty(p => p.PutAwayAtSeq, conversation.LastSeq)
            // What was read or cleared further meanwhile stays so: neither ever goes back.
            .SetProperty(p => p.ClearedSeq, p => p.ClearedSeq < conversation.LastSeq ? conversation.LastSeq : p.ClearedSeq)
            .SetProperty(p => p.LastReadSeq, p => p.LastReadSeq < conversation.LastSeq ? conversation.LastSeq : p.LastReadSeq), cancellation);

    /// <summary>The one way one's own pointer goes back: before a message of somebody else's, the newest if none is named.</summary>
    public async Task<Outcome<Done>> MarkUnreadAsync(Actor actor, int conversationId, int? fromSeq = null, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var found = await FindOwnAsync(db, actor, conversationId, cancellation);
        if (found.Value is not { } conversation)
        {
            return found.Refusal!;
        }

        var foreign = db.MessagesFor(actor, conversation).Where(m => m.SenderId != actor.Id && m.RemovedAt == null);
        var from = fromSeq is { } seq
            ? await foreign.Where(m => m.Seq >= seq).MinAsync(m => (int?)m.Seq, cancellation)
            : await foreign.MaxAsync(m => (int?)m.Seq, cancellation);
        if (from is not { } first)
        {
            return ConversationRefusals.NothingToRead;
        }

        var moved = await lane.TryAsync<int>(async db => await db.Participants
            .Where(p => p.ConversationId == conversationId && p.UserId == actor.Id && p.LastReadSeq >= first)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.LastReadSeq, first - 1), cancellation), cancellation);
        if (moved.Refusal is { } refusal)
        {
            return refusal;
        }

        feed.Publish(new ReadMoved(conversationId, actor.Id, first - 1), actor.Id);
        return new Done();
    }

    private async Task<Outcome<Done>> KeepAsync(
        Actor actor, int conversationId, Action<Conversation, UpdateSettersBuilder<Participant>> set, CancellationToken cancellation)
    {
        await using var reader = await database.CreateDbContextAsync(cancellation);
        var found = await FindOwnAsync(reader, actor, conversationId, cancellation);
        if (found.Value is not { } conversation)
        {
            return found.Refusal!;
        }

        var kept = await lane.TryAsync<int>(async db => await db.Participants
            .Where(p => p.ConversationId == conversationId && p.UserId == actor.Id)
            .ExecuteUpdateAsync(place => set(conversation, place), cancellation), cancellation);
        if (kept.Refusal is { } refusal)
        {
            return refusal;
        }

        feed.Publish(new ListingChanged(conversationId), actor.Id);
        return new Done();
    }

    private async Task<Outcome<Conversation>> FindOwnAsync(ChatDbContext db, Actor actor, int conversationId, CancellationToken cancellation)
    {
        var conversation = await db.FindReachedAsync(actor, conversationId, clock.GetUtcNow(), cancellation);
        return conversation is null ? Refusal.NotFound : actor.MayTalkIn(conversation) ? conversation : ConversationRefusals.ReadOnly;
    }
}

/// <summary>A person keeps a conversation differently in their own list.</summary>
public sealed record ListingChanged(int ConversationId) : ChatEvent;
