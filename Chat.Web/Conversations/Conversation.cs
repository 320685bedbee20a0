using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.School;

namespace Chat.Web.Conversations;

public enum ConversationKind
{
    /// <summary>A student and the teacher of a subject.</summary>
    ForumSubject = 1,

    /// <summary>A student and their tutor.</summary>
    ForumTutor = 2,

    /// <summary>Two people who may write to each other.</summary>
    Direct = 3,

    /// <summary>A parent and somebody who teaches their child.</summary>
    HomeSchool = 4,

    /// <summary>One person and the bot. Nobody else, whatever their office, knows of it.</summary>
    Bot = 5,
}

public enum ConversationState
{
    Active,

    /// <summary>Visible; nobody posts until staff unlock it.</summary>
    Locked,

    /// <summary>The edge it stands on has ended. Visible; nobody posts.</summary>
    Archived,
}

/// <summary>
/// Where people talk, whatever the kind. Its last message is kept on its own row, so that a list of conversations costs
/// the same however long their history is.
/// </summary>
public class Conversation
{
    public const int PreviewLength = 160;

    public int Id { get; private set; }

    public ConversationKind Kind { get; init; }

    /// <summary>Kind, context and exact people. Unique: the same conversation opened twice is one.</summary>
    public required string Key { get; init; }

    /// <summary>What programs call it, where they do not call it by its number: a conversation with the bot.</summary>
    public Guid? PublicId { get; init; }

    public int? SubjectId { get; init; }

    public Subject? Subject { get; init; }

    /// <summary>Whom it is about, where it is about a student: their guardians read along in the forum kinds.</summary>
    public int? StudentId { get; init; }

    public AppUser? Student { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>
    /// When the edge it stands on ends, or ended; none for as long as it is open-ended. Compared with the clock at each
    /// use, so that an end that was planned needs nobody to carry it out.
    /// </summary>
    public DateTimeOffset? ActiveUntil { get; set; }

    public DateTimeOffset? LockedAt { get; set; }

    /// <summary>When the office archived it, whatever edges it stands on. It is never active past this.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>The number of the newest message; 0 while nobody has said anything.</summary>
    public int LastSeq { get; set; }

    public DateTimeOffset LastActivityAt { get; set; }

    public int? LastSenderId { get; set; }

    /// <summary>The beginning of the newest message; empty once that is removed, none while nobody has said anything.</summary>
    public string? LastText { get; set; }

    public List<Participant> Participants { get; init; } = [];

    public ConversationState StateAt(DateTimeOffset now) =>
        ActiveUntil <= now ? ConversationState.Archived
        : LockedAt is not null ? ConversationState.Locked
        : ConversationState.Active;

    /// <summary>Everyone it is between or about.</summary>
    public IEnumerable<int> PeopleIds => StudentId is { } student ? Participants.Select(p => p.UserId).Append(student) : Participants.Select(p => p.UserId);

    /// <summary>The person's place in it, in the role they have now. A place taken in another role no longer counts.</summary>
    public Participant? PlaceOf(Actor actor) => Participants.Find(p => p.UserId == actor.Id && p.Role == actor.Role);

    /// <summary>Up to where this person has cleared it for themselves; 0 for whoever has not, or has no place.</summary>
    public int ClearedBy(Actor actor) => PlaceOf(actor)?.ClearedSeq ?? 0;
}

/// <summary>
/// A person's place in a conversation. Guardians and admins never have one: what they read follows from their edges and
/// their role each time.
/// </summary>
public class Participant
{
    public int ConversationId { get; init; }

    public int UserId { get; init; }

    public AppUser User { get; init; } = null!;

    /// <summary>The role this place was given for.</summary>
    public Role Role { get; init; }

    /// <summary>Up to where this person has read. Never goes back by itself.</summary>
    public int LastReadSeq { get; set; }

    /// <summary>Since when staff have not let this person speak here.</summary>
    public DateTimeOffset? SilencedAt { get; set; }

    /// <summary>Since when this person keeps it at the top of their list.</summary>
    public DateTimeOffset? PinnedAt { get; set; }

    /// <summary>Since when this person does not want to be called to it.</summary>
    public DateTimeOffset? QuietSince { get; set; }

    /// <summary>The newest message there was when this person put it away; it comes back with the next one.</summary>
    public int? PutAwayAtSeq { get; set; }

    /// <summary>Up to where this person has cleared it for themselves. The others keep theirs. Their pointer never stands before it.</summary>
    public int ClearedSeq { get; set; }
}
