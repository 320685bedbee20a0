using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Conversations;

/// <summary>What the services of this room ask the database in the same words.</summary>
internal static class ConversationQueries
{
    /// <summary>The conversation with the places in it, if this person may read it; none otherwise.</summary>
    public static Task<Conversation?> FindReachedAsync(this ChatDbContext db, Actor actor, int conversationId, DateTimeOffset now, CancellationToken cancellation) =>
        db.ConversationsReachedBy(actor, now).AsNoTracking()
            .Include(c => c.Participants)
            .SingleOrDefaultAsync(c => c.Id == conversationId, cancellation);

    /// <summary>The messages of a conversation this person reads that are there for them: not what they have cleared for themselves.</summary>
    public static IQueryable<Message> MessagesFor(this ChatDbContext db, Actor actor, Conversation conversation)
    {
        var (id, cleared) = (conversation.Id, conversation.ClearedBy(actor));
        return db.Messages.Where(m => m.ConversationId == id && m.Seq > cleared);
    }

    /// <summary>What of messages that everybody shares is there for somebody who has cleared the conversation up to a number.</summary>
    public static IEnumerable<MessageView> Since(this IEnumerable<MessageView> messages, int clearedSeq) =>
        clearedSeq == 0 ? messages : messages.Select(m => m.Since(clearedSeq)).OfType<MessageView>();

    /// <summary>The files on a message, in their order, whether or not it is removed: who may know of them is for the asker to see to.</summary>
    public static async Task<IReadOnlyList<AttachmentView>> OfAsync(this IQueryable<Attachment> attachments, long messageId, CancellationToken cancellation) =>
        await attachments.Where(a => a.MessageId == messageId).OrderBy(a => a.Place)
            .Select(a => new AttachmentView(a.Id, a.FileName, a.ContentType, a.Bytes, a.Width, a.Height, a.ThumbnailType != null))
            .ToListAsync(cancellation);

    public static async Task<List<MessageView>> ToViewsAsync(this IQueryable<Message> messages, CancellationToken cancellation)
    {
        var rows = await messages.AsNoTracking().Select(m => new
        {
            m.Id,
            m.ConversationId,
            m.Seq,
            m.ReplyToId,
            m.ClientMessageId,
            m.Text,
            m.SentAt,
            m.EditedAt,
            m.RemovedAt,
            m.RemovalReason,
            IsPinned = m.PinnedAt != null,
            m.Answer,
            Sender = new PersonView(m.Sender.Id, m.Sender.FullName, m.Sender.Role),
            Attachments = m.Attachments.Select(a => new { a.Place, View = new AttachmentView(a.Id, a.FileName, a.ContentType, a.Bytes, a.Width, a.Height, a.ThumbnailType != null) }).ToList(),
            QuotedSeq = m.ReplyTo == null ? (int?)null : m.ReplyTo.Seq,
            QuotedSender = m.ReplyTo == null ? null : new PersonView(m.ReplyTo.Sender.Id, m.ReplyTo.Sender.FullName, m.ReplyTo.Sender.Role),
            QuotedText = m.ReplyTo == null ? null : m.ReplyTo.Text,
            QuotedFile = m.ReplyTo == null || m.ReplyTo.RemovedAt != null || m.ReplyTo.Text != "" ? null : m.ReplyTo.Attachments.OrderBy(a => a.Place).Select(a => a.FileName).FirstOrDefault(),
            QuotedFiles = m.ReplyTo == null || m.ReplyTo.Text != "" ? 0 : m.ReplyTo.Attachments.Count,
            Mentions = m.Mentions.Select(n => new PersonView(n.User.Id, n.User.FullName, n.User.Role)).ToList(),
            Reactions = m.Reactions.Select(r => new { r.Sign, r.At, Person = new PersonView(r.User.Id, r.User.FullName, r.User.Role) }).ToList(),
        }).ToListAsync(cancellation);

        return rows.ConvertAll(m => new MessageView(m.Id, m.ConversationId, m.Seq, m.Sender, m.ClientMessageId, m.Text, m.SentAt)
        {
            ReplyToId = m.ReplyToId,
            EditedAt = m.EditedAt,
            RemovedAt = m.RemovedAt,
            RemovalReason = m.RemovalReason,
            IsPinned = m.IsPinned,
            Answer = m.Answer,
            Mentions = m.Mentions,
            Quote = m.QuotedSeq is { } seq ? QuoteView.Of(seq, m.QuotedSender!, m.QuotedText!, m.QuotedFile, m.QuotedFiles) : null,
            Attachments = m.RemovedAt is null ? [.. m.Attachments.OrderBy(a => a.Place).Select(a => a.View)] : [],
            Reactions = [.. m.Reactions.OrderBy(r => r.At).GroupBy(r => r.Sign, StringComparer.Ordinal).Select(g => new ReactionView(g.Key, [.. g.Select(r => r.Person)]))],
        });
    }
}
