using Chat.Web.Access;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Conversations;

/// <summary>Puts a sign under a message, or takes it away again.</summary>
public sealed class ReactionService(IDbContextFactory<ChatDbContext> database, WriteLane lane, ConversationFeed readers, TimeProvider clock)
{
    public async Task<Outcome<MessageView>> ToggleAsync(Actor actor, int conversationId, int seq, string sign, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        if (await db.FindReachedAsync(actor, conversationId, clock.GetUtcNow(), cancellation) is not { } conversation
            || await db.MessagesFor(actor, conversation).Where(m => m.Seq == seq && m.RemovedAt == null).Select(m => (long?)m.Id).SingleOrDefaultAsync(cancellation) is not { } messageId)
        {
            return Refusal.NotFound;
        }

        if (!actor.CanPostIn(conversation, clock.GetUtcNow()))
        {
            return actor.MayTalkIn(conversation) ? ConversationRefusals.NotActive : ConversationRefusals.ReadOnly;
        }

        if (!Reaction.Signs.Contains(sign, StringComparer.Ordinal))
        {
            return ConversationRefusals.SignUnknown;
        }

        var changed = await lane.TryAsync<MessageView>(async db =>
        {
            var given = db.Reactions.Where(r => r.MessageId == messageId && r.UserId == actor.Id && r.Sign == sign);
            if (await given.ExecuteDeleteAsync(cancellation) == 0)
            {
                db.Reactions.Add(new Reaction { MessageId = messageId, UserId = actor.Id, Sign = sign, At = clock.GetUtcNow() });
                await db.SaveChangesAsync(cancellation);
            }

            return (await db.Messages.Where(m => m.Id == messageId).ToViewsAsync(cancellation)).Single();
        }, cancellation);

        if (changed.Value is not { } view)
        {
            return changed;
        }

        await readers.TellAsync(conversationId, new MessageChanged(view));
        return view.Since(conversation.ClearedBy(actor))!;
    }
}
