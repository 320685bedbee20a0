using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Live;
using Chat.Web.School;

namespace Chat.Web.Conversations;

/// <summary>What a viewer has to do with a conversation they see.</summary>
public enum Standing
{
    /// <summary>They have a place in it.</summary>
    Member,

    /// <summary>They read along: a guardian.</summary>
    Guardian,

    /// <summary>They read by office, and each opening is written down.</summary>
    Overseer,
}

/// <summary>A conversation as one viewer sees it.</summary>
/// <param name="Name">Computed for this viewer, in their language.</param>
/// <param name="Others">The people in it but the viewer; for somebody who only reads along, all of them.</param>
/// <param name="LastText">The beginning of the newest message; none where an overseer has not opened it.</param>
/// <param name="LastReadSeq">Up to where the viewer has read; none for those who only read along.</param>
public sealed record ConversationView(
    int Id,
    ConversationKind Kind,
    string Name,
    SubjectView? Subject,
    PersonView? Student,
    IReadOnlyList<PersonView> People,
    IReadOnlyList<PersonView> Others,
    Standing Standing,
    ConversationState State,
    bool CanPost,
    int LastSeq,
    int? LastReadSeq,
    int? LastSenderId,
    string? LastText,
    DateTimeOffset LastActivityAt)
{
    /// <summary>Others' messages past one's own pointer: sending moves one's own pointer along.</summary>
    public int Unread => LastReadSeq is { } read ? Math.Max(0, LastSeq - read) : 0;

    public bool IsReadOnly => Standing is not Standing.Member;

    /// <summary>The same conversation after one more message, without asking the database.</summary>
    public ConversationView After(MessageView message, Actor viewer) => message.Seq <= LastSeq ? this : this with
    {
        LastSeq = message.Seq,
        LastReadSeq = message.Sender.Id == viewer.Id ? message.Seq : LastReadSeq,
        LastSenderId = message.Sender.Id,
        LastText = Standing is Standing.Overseer ? null : MessageText.Preview(message.Text),
        LastActivityAt = message.SentAt,
    };
}

/// <summary>A conversation came into being, or its state became another.</summary>
public sealed record ConversationChanged(int ConversationId) : ChatEvent;
