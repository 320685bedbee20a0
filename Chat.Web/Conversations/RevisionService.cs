using System.Globalization;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Limits;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Chat.Web.Conversations;

/// <summary>Changes and removes what was said. Every earlier text is kept; a removed message stays in its place without its words.</summary>
public sealed class RevisionService(
    IDbContextFactory<ChatDbContext> database, WriteLane lane, ConversationFeed readers, AuditLog audit, Denials denials, RateLimits limits, TimeProvider clock,
    IOptionsMonitor<ConversationOptions> options)
{
    /// <summary>Changes one's own words, for as long as that is allowed.</summary>
    public async Task<Outcome<MessageView>> EditAsync(Actor actor, int conversationId, int seq, string? text, CancellationToken cancellation = default)
    {
        var found = await FindAsync(actor, conversationId, seq, cancellation);
        if (found is not var (conversation, message))
        {
            return await denials.NotFoundAsync(actor, $"conversation:{conversationId}", cancellation);
        }

        if (!actor.CanChange(message, conversation, clock.GetUtcNow(), options.CurrentValue))
        {
            return WhyNotChange(actor, message, conversation);
        }

        var words = MessageText.Check(text, await HasFilesAsync(message, cancellation));
        if (words.Refusal is { } unfit)
        {
            return unfit;
        }

        // Saying something else is saying something: it is told to everyone, and kept.
        if (limits.Take(Limit.SendsByPerson, actor.Id.ToString(CultureInfo.InvariantCulture)) is { } tooOften)
        {
            return tooOften;
        }

        return await ChangeAsync(actor, conversation, message.Id, isOwn: true, changed =>
        {
            changed.Text = words.Value!;
            changed.EditedAt = clock.GetUtcNow();
        }, reason: null, cancellation);
    }

    /// <summary>Removes one's own words for as long as that is allowed; those who keep order remove anybody's, and say why.</summary>
    public async Task<Outcome<MessageView>> RemoveAsync(Actor actor, int conversationId, int seq, string? reason = null, CancellationToken cancellation = default)
    {
        var found = await FindAsync(actor, conversationId, seq, cancellation);
        if (found is not var (conversation, message))
        {
            return await denials.NotFoundAsync(actor, $"conversation:{conversationId}", cancellation);
        }

        var isOwn = actor.CanChange(message, conversation, clock.GetUtcNow(), options.CurrentValue);
        if (!isOwn && !actor.KeepsOrderIn(conversation))
        {
            return WhyNotChange(actor, message, conversation);
        }

        var why = Reason.Check(reason);
        if (!isOwn && (why.Refusal ?? (why.Value is null ? ConversationRefusals.ReasonMissing : null)) is { } missing)
        {
            return missing;
        }

        return await ChangeAsync(actor, conversation, message.Id, isOwn, removed =>
        {
            removed.Text = "";
            removed.RemovedAt = clock.GetUtcNow();
            removed.RemovedById = actor.Id;
            removed.RemovalReason = isOwn ? null : why.Value;
            removed.PinnedAt = null;
        }, isOwn ? null : why.Value, cancellation);
    }

    /// <summary>Everything a message has said, oldest first, for those who keep order. Where that is oversight, it is written down before anything is shown.</summary>
    public async Task<Outcome<IReadOnlyList<RevisionView>>> HistoryAsync(Actor actor, int conversationId, int seq, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        if (await db.FindReachedAsync(actor, conversationId, clock.GetUtcNow(), cancellation) is not { } conversation
            || await db.MessagesFor(actor, conversation).AsNoTracking().SingleOrDefaultAsync(m => m.Seq == seq, cancellation) is not { } message)
        {
            return await denials.NotFoundAsync(actor, $"conversation:{conversationId}", cancellation);
        }

        if (!actor.SeesWhatWasSaidBeforeIn(conversation))
        {
            return await denials.RefuseAsync(actor, $"conversation:{conversationId}", ConversationRefusals.ForStaff, cancellation);
        }

        if (actor.OverseesOnly(conversation) && await audit.WriteDownAsync(lane, actor, "message.history_read", $"message:{message.Id}", cancellation) is { } refusal)
        {
            return refusal;
        }

        var earlier = await db.Revisions.Where(r => r.MessageId == message.Id).OrderBy(r => r.Id)
            .Select(r => new RevisionView(r.Text, r.ReplacedAt, new PersonView(r.ReplacedBy.Id, r.ReplacedBy.FullName, r.ReplacedBy.Role)))
            .ToListAsync(cancellation);
        if (message.RemovedAt is null)
        {
            earlier.Add(new RevisionView(message.Text, null, null));
        }

        var attachments = await db.Attachments.OfAsync(message.Id, cancellation);
        return Outcome.Of<IReadOnlyList<RevisionView>>([.. earlier.SkipLast(1), .. earlier.TakeLast(1).Select(r => r with { Attachments = attachments })]);
    }

    private async Task<(Conversation Conversation, Message Message)?> FindAsync(Actor actor, int conversationId, int seq, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        return await db.FindReachedAsync(actor, conversationId, clock.GetUtcNow(), cancellation) is { } conversation
            && await db.MessagesFor(actor, conversation).AsNoTracking().SingleOrDefaultAsync(m => m.Seq == seq && m.RemovedAt == null, cancellation) is { } message
                ? (conversation, message)
                : null;
    }

    private async Task<bool> HasFilesAsync(Message message, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        return await db.Attachments.AnyAsync(a => a.MessageId == message.Id, cancellation);
    }

    private Refusal WhyNotChange(Actor actor, Message message, Conversation conversation) =>
        !actor.MayTalkIn(conversation) ? ConversationRefusals.ReadOnly
        : message.SenderId != actor.Id ? ConversationRefusals.NotYours
        : !actor.CanPostIn(conversation, clock.GetUtcNow()) ? ConversationRefusals.NotActive
        : ConversationRefusals.TooLate.With((int)actor.TimeToChange(options.CurrentValue).TotalMinutes);

    private async Task<Outcome<MessageView>> ChangeAsync(
        Actor actor, Conversation conversation, long messageId, bool isOwn, Action<Message> change, string? reason, CancellationToken cancellation)
    {
        var isNew = false;
        var changed = await lane.TryAsync<MessageView>(async db =>
        {
            // Written before it is read: of two who change the same words at once, the second sees what the first left.
            await db.Messages.Where(m => m.Id == messageId).ExecuteUpdateAsync(set => set.SetProperty(m => m.RemovedAt, m => m.RemovedAt), cancellation);
            var message = await db.Messages.SingleAsync(m => m.Id == messageId, cancellation);
            if (message.RemovedAt is not null)
            {
                return Refusal.NotFound;
            }

            // Asked again, as for a send: nothing of one's own is changed in a conversation that was closed a moment ago.
            if (isOwn && !await db.Conversations.Where(c => c.Id == conversation.Id).WhereCanPost(actor.Id, clock.GetUtcNow()).AnyAsync(cancellation))
            {
                return ConversationRefusals.NotActive;
            }

            var before = message.Text;
            change(message);
            // A message of files alone says nothing before and after: that it was removed is kept all the same.
            isNew = message.RemovedAt is not null || !string.Equals(before, message.Text, StringComparison.Ordinal);
            if (isNew)
            {
                await KeepAsync(db, message, before, actor, cancellation);
            }

            if (reason is not null)
            {
                await audit.AppendAsync(db, actor, new Deed("message.removed", $"message:{messageId}") { Reason = reason }, cancellation);
            }

            var view = (await db.Messages.Where(m => m.Id == messageId).ToViewsAsync(cancellation)).Single();
            // The list shows the newest message's beginning: it must not go on saying what was taken back.
            await db.Conversations.Where(c => c.Id == message.ConversationId && c.LastSeq == message.Seq)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.LastText, view.Preview), cancellation);
            return view;
        }, cancellation);

        if (changed.Value is not { } view)
        {
            return changed;
        }

        if (isNew)
        {
            await readers.TellAsync(view.ConversationId, new MessageChanged(view));
        }

        return view.Since(conversation.ClearedBy(actor))!;
    }

    private async Task KeepAsync(ChatDbContext db, Message message, string before, Actor actor, CancellationToken cancellation)
    {
        db.Revisions.Add(new Revision { MessageId = message.Id, Text = before, ReplacedAt = clock.GetUtcNow(), ReplacedById = actor.Id });
        var mentioned = await db.FindMentionedAsync(message.ConversationId, message.Text, clock.GetUtcNow(), cancellation);
        await db.Mentions.Where(m => m.MessageId == message.Id).ExecuteDeleteAsync(cancellation);
        db.Mentions.AddRange(mentioned.Select(p => new Mention { MessageId = message.Id, UserId = p.Id }));
        await db.SaveChangesAsync(cancellation);
    }
}
