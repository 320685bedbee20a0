using System.Globalization;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Limits;
using Chat.Web.Live;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Chat.Web.Conversations;

/// <summary>
/// Saying something in conversations, and having read it. A send is answered only when it is stored for good, and told to readers only after that;
/// a repeated one is answered with what the first one stored.
/// </summary>
public sealed class MessageService(IDbContextFactory<ChatDbContext> database, WriteLane lane, Feed feed, ConversationFeed readers, RateLimits limits, Denials denials, TimeProvider clock,
    IOptionsMonitor<ConversationOptions> options)
{
    public async Task<Outcome<MessageView>> SendAsync(Actor actor, int conversationId, Draft draft, CancellationToken cancellation = default)
    {
        var delivered = await DeliverAsync(actor, conversationId, draft, cancellation);
        return delivered.Refusal is { } refusal ? refusal : delivered.Value!.Message;
    }

    /// <summary>A send, for those to whom it makes a difference whether it is the first of its client id.</summary>
    public async Task<Outcome<Delivery>> DeliverAsync(Actor actor, int conversationId, Draft draft, CancellationToken cancellation = default)
    {
        if (await FindWithSelfAsync(actor, conversationId, cancellation) is not var (conversation, self))
        {
            return await denials.NotFoundAsync(actor, $"conversation:{conversationId}", cancellation);
        }

        if (!actor.MayTalkIn(conversation))
        {
            // They may have been heard in here once, in another role.
            return MessageText.Check(draft).Value is { } said && await FirstAsync(conversationId, actor.Id, draft with { Text = said }, cancellation) is { Refusal: null } first
                ? first
                : ConversationRefusals.ReadOnly;
        }

        if (Unfit(actor, draft) is { } unfit)
        {
            return unfit;
        }

        draft = draft with { Text = MessageText.Check(draft).Value };

        if (!actor.CanPostIn(conversation, clock.GetUtcNow()))
        {
            // What was stored before the conversation closed is answered as it was then.
            return await FirstAsync(conversationId, actor.Id, draft, cancellation)
                ?? (conversation.PlaceOf(actor)!.SilencedAt is null ? ConversationRefusals.NotActive : ConversationRefusals.Silenced);
        }

        if (draft.ReplyToSeq <= conversation.ClearedBy(actor))
        {
            return await FirstAsync(conversationId, actor.Id, draft, cancellation) ?? ConversationRefusals.ReplyToNothing;
        }

        var limit = conversation.Kind is ConversationKind.Bot ? Limit.QuestionsByPerson : Limit.SendsByPerson;
        if (!actor.SpeaksForTheHouse() && limits.Take(limit, actor.Id.ToString(CultureInfo.InvariantCulture)) is { } tooOften)
        {
            return await FirstAsync(conversationId, actor.Id, draft, cancellation) ?? tooOften;
        }

        return await StoreAsync(conversationId, self, draft, cancellation);
    }

    /// <summary>Why this could be said nowhere, wherever it is to be said: for whoever would begin a conversation for it.</summary>
    public async Task<Refusal?> LookAtAsync(Actor actor, Draft draft, CancellationToken cancellation = default)
    {
        var unfit = Unfit(actor, draft);
        if (unfit is not null || draft.AttachmentIds.Count == 0)
        {
            return unfit;
        }

        // What hangs on a message of theirs already may be this one, said again.
        await using var db = await database.CreateDbContextAsync(cancellation);
        var ids = draft.AttachmentIds;
        var usable = db.Attachments.Where(a => ids.Contains(a.Id) && a.OwnerId == actor.Id
            && (a.MessageId == null || db.Messages.Any(m => m.Id == a.MessageId && m.SenderId == actor.Id && m.ClientMessageId == draft.ClientMessageId)));
        return await usable.CountAsync(cancellation) == ids.Distinct().Count() ? null : ConversationRefusals.AttachmentUnknown;
    }

    /// <summary>Moves one's own pointer forward. It never goes back, and never past the newest message.</summary>
    public async Task<Outcome<Done>> MarkReadAsync(Actor actor, int conversationId, int seq, CancellationToken cancellation = default)
    {
        var conversation = await FindAsync(actor, conversationId, cancellation);
        if (conversation is null)
        {
            return await denials.NotFoundAsync(actor, $"conversation:{conversationId}", cancellation);
        }

        if (!actor.MayTalkIn(conversation))
        {
            return ConversationRefusals.ReadOnly;
        }

        var read = Math.Min(seq, conversation.LastSeq);
        if (read <= conversation.PlaceOf(actor)!.LastReadSeq)
        {
            return new Done();
        }

        var moved = await lane.TryAsync<int>(async db => await MovePointerAsync(db, conversationId, actor.Id, read), cancellation);
        if (moved.Refusal is { } unavailable)
        {
            return unavailable;
        }

        feed.Publish(new ReadMoved(conversationId, actor.Id, read), conversation.Participants.Select(p => p.UserId));
        return new Done();
    }

    /// <summary>The same, up to the last of some messages, by their ids. All of them must stand in this conversation.</summary>
    public async Task<Outcome<Done>> MarkReadAsync(Actor actor, int conversationId, IReadOnlyCollection<long> messageIds, CancellationToken cancellation = default)
    {
        if (await FindAsync(actor, conversationId, cancellation) is not { } conversation)
        {
            return await denials.NotFoundAsync(actor, $"conversation:{conversationId}", cancellation);
        }

        var asked = messageIds.ToHashSet();
        await using var db = await database.CreateDbContextAsync(cancellation);
        var found = await db.MessagesFor(actor, conversation).Where(m => asked.Contains(m.Id)).Select(m => m.Seq).ToListAsync(cancellation);
        return found.Count < asked.Count
            ? await denials.NotFoundAsync(actor, $"message:{asked.Min()}", cancellation)
            : await MarkReadAsync(actor, conversationId, found.Max(), cancellation);
    }

    /// <summary>Where a message stands that this person may read.</summary>
    public async Task<Outcome<MessagePlace>> LocateAsync(Actor actor, long messageId, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var place = await db.ConversationsReachedBy(actor, clock.GetUtcNow())
            .Join(db.Messages, c => c.Id, m => m.ConversationId, (c, m) => new { Message = m, c.Participants })
            .Where(f => f.Message.Id == messageId && !f.Participants.Any(p => p.UserId == actor.Id && p.ClearedSeq >= f.Message.Seq))
            .Select(f => new MessagePlace(f.Message.ConversationId, f.Message.Seq, f.Message.SenderId))
            .SingleOrDefaultAsync(cancellation);
        return place is null ? await denials.NotFoundAsync(actor, $"message:{messageId}", cancellation) : place;
    }

    /// <summary>Tells the other readers that this person is writing.</summary>
    public Task<Outcome<Done>> TypeAsync(Actor actor, int conversationId, CancellationToken cancellation = default) =>
        TellTypingAsync(actor, conversationId, self => new TypingStarted(conversationId, self), cancellation);

    /// <summary>Tells them that this person is writing no longer, which they would think by themselves in a few seconds.</summary>
    public Task<Outcome<Done>> StopTypingAsync(Actor actor, int conversationId, CancellationToken cancellation = default) =>
        TellTypingAsync(actor, conversationId, self => new TypingStopped(conversationId, self), cancellation);

    private async Task<Outcome<Done>> TellTypingAsync(Actor actor, int conversationId, Func<PersonView, ChatEvent> happened, CancellationToken cancellation)
    {
        if (await FindWithSelfAsync(actor, conversationId, cancellation) is not var (conversation, self))
        {
            return await denials.NotFoundAsync(actor, $"conversation:{conversationId}", cancellation);
        }

        if (!actor.CanPostIn(conversation, clock.GetUtcNow()))
        {
            return ConversationRefusals.ReadOnly;
        }

        await readers.TellAsync(conversationId, happened(self), exceptUserId: actor.Id);
        return new Done();
    }

    private Refusal? Unfit(Actor actor, Draft draft) =>
        draft.NamedSenderId is { } named && named != actor.Id ? ConversationRefusals.SenderNotYou
        : draft.ClientMessageId == Guid.Empty ? ConversationRefusals.ClientIdMissing
        : MessageText.Check(draft).Refusal is { } unfit ? unfit
        : draft.AttachmentIds.Count > options.CurrentValue.MaxAttachments ? ConversationRefusals.TooManyAttachments.With(options.CurrentValue.MaxAttachments)
        : null;

    private async Task<Conversation?> FindAsync(Actor actor, int conversationId, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        return await db.FindReachedAsync(actor, conversationId, clock.GetUtcNow(), cancellation);
    }

    /// <summary>The conversation, if this person may read it, and how others see them.</summary>
    private async Task<(Conversation Conversation, PersonView Self)?> FindWithSelfAsync(Actor actor, int conversationId, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var found = await db.ConversationsReachedBy(actor, clock.GetUtcNow()).AsNoTracking()
            .Include(c => c.Participants)
            .Where(c => c.Id == conversationId)
            .Select(c => new { Conversation = c, Name = db.Users.Where(u => u.Id == actor.Id).Select(u => u.FullName).First() })
            .SingleOrDefaultAsync(cancellation);
        return found is null ? null : (found.Conversation, new PersonView(actor.Id, found.Name, actor.Role));
    }

    private async Task<Outcome<Delivery>> StoreAsync(int conversationId, PersonView sender, Draft draft, CancellationToken cancellation)
    {
        MessageView sent;
        try
        {
            var stored = await lane.TryAsync(db => InsertAsync(db, conversationId, sender, draft), cancellation);
            if (stored.Refusal is { } refusal)
            {
                return await FirstAsync(conversationId, sender.Id, draft, cancellation) ?? refusal;
            }

            sent = stored.Value!;
        }
        catch (DbUpdateException)
        {
            // The unique key of sender and client id says no in the same way on every database: this is a retry.
            if (await FirstAsync(conversationId, sender.Id, draft, cancellation) is { } first)
            {
                return first;
            }

            throw;
        }

        await readers.TellAsync(conversationId, new MessageSent(sent));
        return new Delivery(sent, IsRepeat: false);
    }

    /// <summary>
    /// Taking the conversation's row comes first: it counts the message and, on SQL Server, makes the next sender wait
    /// until this number is stored or given back. Whether anyone may still post is asked again under that lock, so that
    /// nothing is stored in a conversation that was closed a moment ago.
    /// </summary>
    private async Task<Outcome<MessageView>> InsertAsync(ChatDbContext db, int conversationId, PersonView sender, Draft draft)
    {
        var now = clock.GetUtcNow();
        var preview = MessageText.Preview(draft.Text!);
        var row = db.Conversations.Where(c => c.Id == conversationId);
        var taken = await row.WhereCanPost(sender.Id, now).ExecuteUpdateAsync(set => set
            .SetProperty(c => c.LastSeq, c => c.LastSeq + 1)
            .SetProperty(c => c.LastActivityAt, now)
            .SetProperty(c => c.LastSenderId, sender.Id)
            .SetProperty(c => c.LastText, preview));
        if (taken == 0)
        {
            return ConversationRefusals.NotActive;
        }

        var place = await row.Select(c => new
        {
            c.LastSeq,
            Quoted = db.Messages.Where(m => m.ConversationId == c.Id && m.Seq == draft.ReplyToSeq)
                .Select(m => new
                {
                    m.Id,
                    m.Seq,
                    Sender = new PersonView(m.Sender.Id, m.Sender.FullName, m.Sender.Role),
                    m.Text,
                    File = m.RemovedAt == null && m.Text == "" ? m.Attachments.OrderBy(a => a.Place).Select(a => a.FileName).FirstOrDefault() : null,
                    Files = m.Text == "" ? m.Attachments.Count : 0,
                })
                .FirstOrDefault(),
        }).SingleAsync();
        if (draft.ReplyToSeq is not null && place.Quoted is null)
        {
            return ConversationRefusals.ReplyToNothing;
        }

        var mentioned = await db.FindMentionedAsync(conversationId, draft.Text!, now, CancellationToken.None);
        var message = new Message
        {
            ConversationId = conversationId,
            Seq = place.LastSeq,
            SenderId = sender.Id,
            ClientMessageId = draft.ClientMessageId,
            Text = draft.Text!,
            SentAt = now,
            ReplyToId = place.Quoted?.Id,
            Answer = sender.Role.IsBot() ? draft.Answer : null,
            Mentions = mentioned.ConvertAll(p => new Mention { UserId = p.Id }),
        };
        db.Messages.Add(message);
        await db.SaveChangesAsync();
        await MovePointerAsync(db, conversationId, sender.Id, message.Seq);
        var attached = await AttachAsync(db, message, draft.AttachmentIds);
        if (attached.Refusal is { } unknown)
        {
            return unknown;
        }

        var sent = new MessageView(message.Id, conversationId, message.Seq, sender, message.ClientMessageId, message.Text, now)
        {
            ReplyToId = message.ReplyToId,
            Answer = message.Answer,
            Mentions = mentioned,
            Attachments = attached.Value!,
            Quote = place.Quoted is { } quoted ? QuoteView.Of(quoted.Seq, quoted.Sender, quoted.Text, quoted.File, quoted.Files) : null,
        };
        if (sent.Text.Length == 0)
        {
            await row.ExecuteUpdateAsync(set => set.SetProperty(c => c.LastText, sent.Preview));
        }

        return sent;
    }

    /// <summary>Hangs the sender's own uploads on a message. Each is taken by one statement, so that of two messages that want the same file one goes without being said.</summary>
    private static async Task<Outcome<IReadOnlyList<AttachmentView>>> AttachAsync(ChatDbContext db, Message message, IReadOnlyList<Guid> ids)
    {
        for (var i = 0; i < ids.Count; i++)
        {
            var (id, place) = (ids[i], i);
            var taken = await db.Attachments.Where(a => a.Id == id && a.OwnerId == message.SenderId && a.MessageId == null)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.MessageId, message.Id).SetProperty(a => a.Place, place));
            if (taken == 0)
            {
                return ConversationRefusals.AttachmentUnknown;
            }
        }

        return Outcome.Of(ids.Count == 0 ? [] : await db.Attachments.OfAsync(message.Id, CancellationToken.None));
    }

    private static Task<int> MovePointerAsync(ChatDbContext db, int conversationId, int userId, int seq) =>
        db.Participants
            .Where(p => p.ConversationId == conversationId && p.UserId == userId && p.LastReadSeq < seq)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.LastReadSeq, seq));

    /// <summary>What the first send under this client id stored, if it said the same; by what it said then, should it have been edited since.</summary>
    private async Task<Outcome<Delivery>?> FirstAsync(int conversationId, int senderId, Draft draft, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var stored = db.Messages.Where(m => m.SenderId == senderId && m.ClientMessageId == draft.ClientMessageId);
        if ((await stored.ToViewsAsync(cancellation)).SingleOrDefault() is not { } first)
        {
            return null;
        }

        var said = await db.Revisions.Where(r => r.MessageId == first.Id).OrderBy(r => r.Id).Select(r => r.Text).FirstOrDefaultAsync(cancellation) ?? first.Text;
        return first.ConversationId == conversationId && string.Equals(said, draft.Text, StringComparison.Ordinal) && await HoldsSameFilesAsync(db, first.Id, senderId, draft, cancellation)
            ? new Delivery(first, IsRepeat: true)
            : ConversationRefusals.ClientIdReused;
    }

    /// <summary>By what is in them: whoever sends a form anew uploads its files anew.</summary>
    private static async Task<bool> HoldsSameFilesAsync(ChatDbContext db, long messageId, int ownerId, Draft draft, CancellationToken cancellation)
    {
        var ids = draft.AttachmentIds;
        var held = await db.Attachments.Where(a => a.MessageId == messageId).Select(a => new { a.Id, a.Sha256 }).ToListAsync(cancellation);
        var sent = ids.Count == 0 ? [] : await db.Attachments.Where(a => ids.Contains(a.Id) && a.OwnerId == ownerId).Select(a => a.Sha256).ToListAsync(cancellation);
        return held.Count == ids.Count && held.Select(a => a.Sha256).Order(StringComparer.Ordinal).SequenceEqual(sent.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }
}
