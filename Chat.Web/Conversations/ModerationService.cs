using Chat.Web.Access;
using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Live;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Conversations;

/// <summary>Keeps order in a conversation: pins what matters, closes it for writing, lets somebody be silent for a while. Each is written down.</summary>
public sealed class ModerationService(IDbContextFactory<ChatDbContext> database, WriteLane lane, ConversationFeed readers, ConversationKeeper keeper, AuditLog audit, Denials denials, TimeProvider clock)
{
    public Task<Outcome<Done>> PinAsync(Actor actor, int conversationId, int seq, bool isPinned, string? reason = null, CancellationToken cancellation = default) =>
        ActAsync(actor, conversationId, reason, isPinned ? "message.pinned" : "message.unpinned", async (db, conversation, now) =>
        {
            var message = db.MessagesFor(actor, conversation).Where(m => m.Seq == seq && m.RemovedAt == null);
            DateTimeOffset? pinnedAt = isPinned ? now : null;
            if (await message.ExecuteUpdateAsync(set => set.SetProperty(m => m.PinnedAt, pinnedAt), cancellation) == 0)
            {
                return Refusal.NotFound;
            }

            var view = (await message.ToViewsAsync(cancellation)).Single();
            return new Deed($"message:{view.Id}", new MessageChanged(view));
        }, cancellation);

    /// <summary>A locked conversation is there to read; nobody posts until it is unlocked.</summary>
    public Task<Outcome<Done>> LockAsync(Actor actor, int conversationId, bool isLocked, string? reason = null, CancellationToken cancellation = default) =>
        ActAsync(actor, conversationId, reason, isLocked ? "conversation.locked" : "conversation.unlocked", async (db, _, now) =>
        {
            DateTimeOffset? lockedAt = isLocked ? now : null;
            await db.Conversations.Where(c => c.Id == conversationId).ExecuteUpdateAsync(set => set.SetProperty(c => c.LockedAt, lockedAt), cancellation);
            return new Deed($"conversation:{conversationId}", new ConversationChanged(conversationId));
        }, cancellation);

    /// <summary>The office archives what nobody should go on with, whatever edges it stands on, and opens it again.</summary>
    public async Task<Outcome<Done>> ArchiveAsync(Actor actor, int conversationId, bool isArchived, string? reason = null, CancellationToken cancellation = default) =>
        !actor.MayOversee() ? ConversationRefusals.ForStaff
        : await ActAsync(actor, conversationId, reason, isArchived ? "conversation.archived" : "conversation.reopened", async (db, _, now) =>
        {
            await keeper.CloseAsync(db, conversationId, isArchived ? now : null, cancellation);
            return new Deed($"conversation:{conversationId}", new ConversationChanged(conversationId));
        }, cancellation);

    /// <summary>Somebody who is silenced reads on and is not heard until they are let speak again.</summary>
    public Task<Outcome<Done>> SilenceAsync(Actor actor, int conversationId, int userId, bool isSilenced, string? reason = null, CancellationToken cancellation = default) =>
        ActAsync(actor, conversationId, reason, isSilenced ? "participant.silenced" : "participant.heard", async (db, _, now) =>
        {
            DateTimeOffset? silencedAt = isSilenced ? now : null;
            var silenced = await db.Participants.Where(p => p.ConversationId == conversationId && p.UserId == userId && p.UserId != actor.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.SilencedAt, silencedAt), cancellation);
            return silenced == 0 ? Refusal.NotFound : new Deed($"conversation:{conversationId}/user:{userId}", new ConversationChanged(conversationId));
        }, cancellation);

    /// <summary>What was done to what, and how it is told.</summary>
    private sealed record Deed(string Target, ChatEvent Happened);

    private async Task<Outcome<Done>> ActAsync(
        Actor actor, int conversationId, string? reason, string action, Func<ChatDbContext, Conversation, DateTimeOffset, Task<Outcome<Deed>>> act, CancellationToken cancellation)
    {
        await using var reader = await database.CreateDbContextAsync(cancellation);
        if (await reader.FindReachedAsync(actor, conversationId, clock.GetUtcNow(), cancellation) is not { } conversation)
        {
            return await denials.NotFoundAsync(actor, $"conversation:{conversationId}", cancellation);
        }

        if (!actor.KeepsOrderIn(conversation))
        {
            return await denials.RefuseAsync(actor, $"conversation:{conversationId}", ConversationRefusals.ForStaff, cancellation);
        }

        var why = Reason.Check(reason);
        if ((why.Refusal ?? (why.Value is null && actor.OwesReasonIn(conversation) ? ConversationRefusals.ReasonMissing : null)) is { } missing)
        {
            return missing;
        }

        var done = await lane.TryAsync<Deed>(async db =>
        {
            var acted = await act(db, conversation, clock.GetUtcNow());
            if (acted.Value is { } deed)
            {
                await audit.AppendAsync(db, actor, new Audit.Deed(action, deed.Target) { Reason = why.Value }, cancellation);
            }

            return acted;
        }, cancellation);
        if (done.Refusal is { } refusal)
        {
            return refusal;
        }

        await readers.TellAsync(conversationId, done.Value!.Happened);
        return new Done();
    }
}
