using System.Text.Json.Serialization;
using Chat.Web.Accounts;

namespace Chat.Web.Conversations;

/// <summary>A forum chat, as clients of the forum know it.</summary>
/// <param name="LastMessage">None while nobody has said anything, and for whoever oversees a chat without having opened it.</param>
public sealed record ForumChat(
    int Id, string Name, ConversationKind Type, SubjectName? Subject, IReadOnlyList<PersonView> Participants, int UnreadCount, LastMessage? LastMessage,
    bool CanPost, bool IsActive, DateTime CreatedAt, DateTime UpdatedAt);

public sealed record SubjectName(int Id, string Name);

public sealed record LastMessage(long Id, string Content, DateTime CreatedAt, PersonView Sender);

public sealed record ForumChats(int Count, IReadOnlyList<ForumChat> Results)
{
    public bool Success => true;
}

/// <summary>A message, as clients of the forum know it.</summary>
/// <param name="Seq">1, 2, 3 … within its chat: this is the order.</param>
/// <param name="Html">The content, safe to put into a page.</param>
/// <param name="ClientMessageId">The sender's own name for it. Sent again, it is not said again.</param>
public sealed record ChatMessage(
    long Id, int Seq, int ChatId, PersonView Sender, string Content, string Html, string MessageType, long? ReplyTo, IReadOnlyList<AttachmentShape> Attachments, Guid ClientMessageId,
    bool IsPinned, bool IsEdited, bool IsDeleted, DateTime CreatedAt, DateTime UpdatedAt);

/// <summary>A file on a message.</summary>
/// <param name="FileUrl">Where it is, for whoever may read the message.</param>
/// <param name="ThumbnailUrl">None where there is no small picture of it.</param>
/// <param name="Width">In pixels; none for what is no picture.</param>
public sealed record AttachmentShape(Guid Id, string FileUrl, string? ThumbnailUrl, string FileName, long FileSize, string ContentType, int? Width, int? Height);

public sealed record ForumMessages(int ChatId, int Count, int Limit, int Offset, IReadOnlyList<ChatMessage> Results)
{
    public bool Success => true;
}

public sealed record MessageAnswer(ChatMessage Message)
{
    public bool Success => true;
}

public sealed record Said
{
    public bool Success => true;
}

public sealed record Edit(string? Content, int? Sender = null);

public sealed record PinOrder(bool? IsPinned, string? Reason);

public sealed record LockOrder(bool? IsLocked, string? Reason);

public sealed record MuteOrder(bool? IsMuted, string? Reason);

/// <summary>Somebody one may write to first.</summary>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Student">The child it would be about, between home and school.</param>
public sealed record ContactShape(int Id, string FullName, Access.Role Role, string Reason, PersonView? Student);

public sealed record Contacts(int Count, IReadOnlyList<ContactShape> Results)
{
    public bool Success => true;
}

/// <param name="SubjectId">The subject one of the two teaches the other: then it is the chat of that subject.</param>
/// <param name="StudentId">The child it is about; needed only where it could be about several.</param>
public sealed record Initiation(int? ContactUserId, int? SubjectId, int? StudentId);

public sealed record InitiatedChat(bool Created, ForumChat Chat)
{
    public bool Success => true;
}

internal static class ChatShapes
{
    public static ForumChat ToForumChat(this ListedConversation listed)
    {
        var (c, last) = listed;
        return new ForumChat(
            c.Id, c.Name, c.Kind, c.Subject is { } subject ? new SubjectName(subject.Id, subject.Name) : null, c.People, c.Unread,
            last is null ? null : new LastMessage(last.Id, last.Text, last.SentAt.UtcDateTime, last.Sender),
            c.CanPost, c.State is ConversationState.Active, c.CreatedAt.UtcDateTime, c.LastActivityAt.UtcDateTime);
    }

    public static IReadOnlyList<AttachmentShape> ToAttachments(this MessageView m) =>
        [.. m.Attachments.Select(a => new AttachmentShape(a.Id, a.Address, a.ThumbnailAddress, a.FileName, a.Bytes, a.ContentType, a.Width, a.Height))];

    public static ChatMessage ToChatMessage(this MessageView m) => new(
        m.Id, m.Seq, m.ConversationId, m.Sender, m.Text, m.ToHtml(), m.Text.Length == 0 && m.Attachments.Count > 0 ? "file" : "text", m.ReplyToId,
        m.ToAttachments(), m.ClientMessageId,
        m.IsPinned, m.EditedAt is not null, m.IsRemoved, m.SentAt.UtcDateTime, (m.RemovedAt ?? m.EditedAt ?? m.SentAt).UtcDateTime);
}

[JsonSerializable(typeof(ForumChats))]
[JsonSerializable(typeof(ForumMessages))]
[JsonSerializable(typeof(MessageAnswer))]
[JsonSerializable(typeof(Said))]
[JsonSerializable(typeof(OutgoingMessage))]
[JsonSerializable(typeof(Edit))]
[JsonSerializable(typeof(PinOrder))]
[JsonSerializable(typeof(LockOrder))]
[JsonSerializable(typeof(MuteOrder))]
[JsonSerializable(typeof(Contacts))]
[JsonSerializable(typeof(Initiation))]
[JsonSerializable(typeof(InitiatedChat))]
[JsonSerializable(typeof(NewThread))]
[JsonSerializable(typeof(Threads))]
[JsonSerializable(typeof(ThreadShape))]
[JsonSerializable(typeof(ThreadMessages))]
[JsonSerializable(typeof(ThreadMessage))]
[JsonSerializable(typeof(OutgoingThreadMessage))]
[JsonSerializable(typeof(MarkedRead))]
[JsonSerializable(typeof(UnreadMessages))]
internal sealed partial class ChatJson : JsonSerializerContext;
