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
/// <param name="LastText">The beginning of the newest message, empty once that is removed; none where an overseer has not opened it.</param>
/// <param name="LastReadSeq">Up to where the viewer has read; none for those who only read along.</param>
/// <param name="Unread">Others' messages past that which are still there, counted as far as <see cref="MostUnread"/>.</param>
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
    int Unread,
    int? LastSenderId,
    string? LastText,
    DateTimeOffset LastActivityAt)
{
    /// <summary>Beyond this, how many more there are makes no difference to anyone.</summary>
    public const int MostUnread = 100;

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>What programs call it, where they do not call it by its number.</summary>
    public Guid? PublicId { get; init; }

    /// <summary>Whether this viewer pins, locks, silences and removes others' words here.</summary>
    public bool KeepsOrder { get; init; }

    public bool OwesReason { get; init; }

    /// <summary>Whether this viewer, writing at night, is told that it is: somebody in it is a student.</summary>
    public bool ThinksOfTheHour { get; init; }

    /// <summary>For how long this viewer may change their own words; not at all where they may not speak.</summary>
    public TimeSpan TimeToChange { get; init; }

    /// <summary>Those who are silenced in it.</summary>
    public IReadOnlyList<int> Silenced { get; init; } = [];

    /// <summary>Up to where everyone else in it has read.</summary>
    public int SeenSeq { get; init; }

    public bool IsPinned { get; init; }

    public bool IsQuiet { get; init; }

    /// <summary>Out of this viewer's list until something new is said.</summary>
    public bool IsPutAway { get; init; }

    public bool IsReadOnly => Standing is not Standing.Member;

    public bool CanChange(MessageView message, Actor viewer, DateTimeOffset now) =>
        CanPost && message.Sender.Id == viewer.Id && !message.IsRemoved && now - message.SentAt <= TimeToChange;

    /// <summary>The same conversation after one more message, without asking the database.</summary>
    public ConversationView After(MessageView message, Actor viewer) => message.Seq <= LastSeq ? this : this with
    {
        LastSeq = message.Seq,
        LastReadSeq = message.Sender.Id == viewer.Id ? message.Seq : LastReadSeq,
        Unread = LastReadSeq is null || message.Sender.Id == viewer.Id ? 0 : Math.Min(Unread + 1, MostUnread),
        LastSenderId = message.Sender.Id,
        LastText = Standing is Standing.Overseer ? null : message.Preview,
        LastActivityAt = message.SentAt,
        IsPutAway = false,
    };
}

/// <summary>A conversation came into being, or its state became another.</summary>
public sealed record ConversationChanged(int ConversationId) : ChatEvent;
