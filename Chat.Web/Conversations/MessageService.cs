using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Data;
using Chat.Web.Live;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Conversations;

/// <summary>
/// What is said in conversations. A send is answered only when it is stored for good, and told to readers only after that;
/// a repeated one is answered with what the first one stored.
/// </summary>
public sealed class MessageService(IDbContextFactory<ChatDbContext> database, WriteLane lane, Feed feed, TimeProvider clock)
{
    public const int PageSize = 40;

    public async Task<Outcome<MessageView>> SendAsync(Actor actor, int conversationId, Draft draft, CancellationToken cancellation = default)
    {
        var conversation = await FindAsync(actor, conversationId, cancellation);
        if (conversation is null)
        {
            return Refusal.NotFound;
        }

        if (!actor.MayTalkIn(conversation))
        {
            return await RefuseUnlessRepeatedAsync(ConversationRefusals.ReadOnly, conversationId, actor.Id, draft, cancellation);
        }

        if (!actor.CanPostIn(conversation, clock.GetUtcNow()))
        {
            return await RefuseUnlessRepeatedAsync(ConversationRefusals.NotActive, conversationId, actor.Id, draft, cancellation);
        }

        if (draft.ClientMessageId == Guid.Empty)
        {
            return ConversationRefusals.ClientIdMissing;
        }

        var text = MessageText.Check(draft.Text);
        if (text.Refusal is { } unfit)
        {
            return unfit;
        }

        var sender = conversation.PlaceOf(actor)!.User.ToView();
        return await StoreAsync(conversationId, sender, text.Value!, draft.ClientMessageId, cancellation);
    }

    /// <summary>The newest messages, oldest first; older ones before a number, as many as fit a page.</summary>
    public Task<Outcome<IReadOnlyList<MessageView>>> BeforeAsync(Actor actor, int conversationId, int? seq = null, CancellationToken cancellation = default) =>
        ReadAsync(actor, conversationId, async messages =>
        {
            var page = await Views(messages.Where(m => seq == null || m.Seq < seq).OrderByDescending(m => m.Seq).Take(PageSize)).ToListAsync(cancellation);
            page.Reverse();
            return page;
        }, cancellation);

    /// <summary>What was said after a number, oldest first: how a page that was away catches up.</summary>
    public Task<Outcome<IReadOnlyList<MessageView>>> AfterAsync(Actor actor, int conversationId, int seq, CancellationToken cancellation = default) =>
        ReadAsync(actor, conversationId, messages => Views(messages.Where(m => m.Seq > seq).OrderBy(m => m.Seq)).ToListAsync(cancellation), cancellation);

    /// <summary>Moves one's own pointer forward. It never goes back, and never past the newest message.</summary>
    public async Task<Outcome<Done>> MarkReadAsync(Actor actor, int conversationId, int seq, CancellationToken cancellation = default)
    {
        var conversation = await FindAsync(actor, conversationId, cancellation);
        if (conversation is null)
        {
            return Refusal.NotFound;
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

    /// <summary>Tells the other readers that this person is writing.</summary>
    public async Task<Outcome<Done>> TypeAsync(Actor actor, int conversationId, CancellationToken cancellation = default)
    {
        var conversation = await FindAsync(actor, conversationId, cancellation);
        if (conversation is null)
        {
            return Refusal.NotFound;
        }

        if (!actor.CanPostIn(conversation, clock.GetUtcNow()))
        {
            return ConversationRefusals.ReadOnly;
        }

        var readers = await ReadersAsync(conversationId, cancellation);
        feed.Publish(new TypingStarted(conversationId, conversation.PlaceOf(actor)!.User.ToView()), readers.Where(id => id != actor.Id));
        return new Done();
    }

    private async Task<Conversation?> FindAsync(Actor actor, int conversationId, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        return await db.ConversationsReachedBy(actor, clock.GetUtcNow()).AsNoTracking()
            .Include(c => c.Participants).ThenInclude(p => p.User)
            .SingleOrDefaultAsync(c => c.Id == conversationId, cancellation);
    }

    private async Task<Outcome<MessageView>> StoreAsync(int conversationId, PersonView sender, string text, Guid clientMessageId, CancellationToken cancellation)
    {
        MessageView sent;
        try
        {
            var stored = await lane.TryAsync(db => InsertAsync(db, conversationId, sender.Id, text, clientMessageId), cancellation);
            if (stored.Refusal is { } closed)
            {
                return await RefuseUnlessRepeatedAsync(closed, conversationId, sender.Id, new Draft(text, clientMessageId), cancellation);
            }

            sent = ToView(stored.Value!, sender);
        }
        catch (DbUpdateException)
        {
            // The unique key of sender and client id says no in the same way on every database: this is a retry.
            if (await FirstAsync(conversationId, sender.Id, text, clientMessageId, cancellation) is { } first)
            {
                return first;
            }

            throw;
        }

        // Stored for good: from here on the caller may go away, the readers still hear.
        feed.Publish(new MessageSent(sent), await ReadersAsync(conversationId, CancellationToken.None));
        return sent;
    }

    /// <summary>
    /// Taking the conversation's row comes first: it counts the message and, on SQL Server, makes the next sender wait
    /// until this number is stored or given back. Whether anyone may still post is asked again under that lock, so that
    /// nothing is stored in a conversation that was closed a moment ago.
    /// </summary>
    private async Task<Outcome<Message>> InsertAsync(ChatDbContext db, int conversationId, int senderId, string text, Guid clientMessageId)
    {
        var now = clock.GetUtcNow();
        var preview = MessageText.Preview(text);
        var row = db.Conversations.Where(c => c.Id == conversationId);
        var taken = await row.Where(c => c.LockedAt == null && (c.ActiveUntil == null || c.ActiveUntil > now)).ExecuteUpdateAsync(set => set
            .SetProperty(c => c.LastSeq, c => c.LastSeq + 1)
            .SetProperty(c => c.LastActivityAt, now)
            .SetProperty(c => c.LastSenderId, senderId)
            .SetProperty(c => c.LastText, preview));
        if (taken == 0)
        {
            return ConversationRefusals.NotActive;
        }

        var message = new Message
        {
            ConversationId = conversationId,
            Seq = await row.Select(c => c.LastSeq).SingleAsync(),
            SenderId = senderId,
            ClientMessageId = clientMessageId,
            Text = text,
            SentAt = now,
        };
        db.Messages.Add(message);
        await db.SaveChangesAsync();
        await MovePointerAsync(db, conversationId, senderId, message.Seq);
        return message;
    }

    private static Task<int> MovePointerAsync(ChatDbContext db, int conversationId, int userId, int seq) =>
        db.Participants
            .Where(p => p.ConversationId == conversationId && p.UserId == userId && p.LastReadSeq < seq)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.LastReadSeq, seq));

    /// <summary>What somebody may say no more, they may have said while they could: whoever only asks again is told what was stored then.</summary>
    private async Task<Outcome<MessageView>> RefuseUnlessRepeatedAsync(Refusal refusal, int conversationId, int senderId, Draft draft, CancellationToken cancellation) =>
        MessageText.Check(draft.Text).Value is { } text && (await FirstAsync(conversationId, senderId, text, draft.ClientMessageId, cancellation))?.Value is { } first ? first : refusal;

    private async Task<Outcome<MessageView>?> FirstAsync(int conversationId, int senderId, string text, Guid clientMessageId, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var first = await Views(db.Messages.Where(m => m.SenderId == senderId && m.ClientMessageId == clientMessageId)).SingleOrDefaultAsync(cancellation);

        return first is null ? null
            : first.ConversationId == conversationId && string.Equals(first.Text, text, StringComparison.Ordinal) ? first
            : ConversationRefusals.ClientIdReused;
    }

    private async Task<List<int>> ReadersAsync(int conversationId, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        return await db.ReadersOf(conversationId, clock.GetUtcNow()).ToListAsync(cancellation);
    }

    private async Task<Outcome<IReadOnlyList<MessageView>>> ReadAsync(
        Actor actor, int conversationId, Func<IQueryable<Message>, Task<List<MessageView>>> read, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        return await db.ConversationsReachedBy(actor, clock.GetUtcNow()).AnyAsync(c => c.Id == conversationId, cancellation)
            ? Outcome.Of<IReadOnlyList<MessageView>>(await read(db.Messages.Where(m => m.ConversationId == conversationId)))
            : Refusal.NotFound;
    }

    private static IQueryable<MessageView> Views(IQueryable<Message> messages) => messages.AsNoTracking().Select(m => new MessageView(
        m.Id, m.ConversationId, m.Seq, new PersonView(m.Sender.Id, m.Sender.FullName, m.Sender.Role), m.ClientMessageId, m.Text, m.SentAt));

    private static MessageView ToView(Message m, PersonView sender) => new(m.Id, m.ConversationId, m.Seq, sender, m.ClientMessageId, m.Text, m.SentAt);
}
