using Chat.Web.Accounts;

namespace Chat.Web.Conversations;

/// <summary>The two who are to talk; one of them is whoever asks.</summary>
/// <param name="Student">The child it is about; needed only between home and school, where it could be about several.</param>
public sealed record NewThread(IReadOnlyList<int>? Participants, int? Student);

/// <summary>A thread of two, as clients of threads know it.</summary>
/// <param name="Participants">Their ids.</param>
/// <param name="Members">The same two, by name.</param>
public sealed record ThreadShape(
    int Id, IReadOnlyList<int> Participants, IReadOnlyList<PersonView> Members, string Name, ConversationKind Type, int UnreadCount, LastMessage? LastMessage,
    DateTime Created, DateTime Updated);

public sealed record Threads(int Count, string? Next, string? Previous, IReadOnlyList<ThreadShape> Results);

/// <summary>A message, as clients of threads know it.</summary>
/// <param name="Sender">The id of whoever said it.</param>
/// <param name="IsRead">Whether the other one has read it.</param>
public sealed record ThreadMessage(
    long Id, int Thread, int Sender, string Text, DateTime Created, bool IsRead, int Seq, Guid ClientMessageId, bool IsEdited, bool IsDeleted);

public sealed record ThreadMessages(int Count, string? Next, string? Previous, IReadOnlyList<ThreadMessage> Results);

/// <param name="Sender">Whoever asks is the sender; a body that names somebody else is refused.</param>
public sealed record OutgoingThreadMessage(int? Thread, string? Text, int? Sender, Guid? ClientMessageId);

public sealed record MarkedRead
{
    /// <summary>As the document has it, in every language.</summary>
    public string Status => "message marked as read";
}

public sealed record UnreadMessages(int UnreadCount);

internal static class ThreadShapes
{
    public static ThreadShape ToThread(this ListedConversation listed)
    {
        var (c, last) = listed;
        return new ThreadShape(
            c.Id, [.. c.People.Select(p => p.Id)], c.People, c.Name, c.Kind, c.Unread,
            last is null ? null : new LastMessage(last.Id, last.Text, last.SentAt.UtcDateTime, last.Sender), c.CreatedAt.UtcDateTime, c.LastActivityAt.UtcDateTime);
    }

    /// <param name="viewer">For whom: what they have read themselves, or what the other one has.</param>
    public static ThreadMessage ToThreadMessage(this MessageView m, ConversationView thread, Access.Actor viewer) => new(
        m.Id, m.ConversationId, m.Sender.Id, m.Text, m.SentAt.UtcDateTime, m.Seq <= (m.Sender.Id == viewer.Id ? thread.SeenSeq : thread.LastReadSeq), m.Seq, m.ClientMessageId,
        m.EditedAt is not null, m.IsRemoved);
}
