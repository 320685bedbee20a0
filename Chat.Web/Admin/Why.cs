using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Conversations;
using Chat.Web.School;

namespace Chat.Web.Admin;

/// <summary>Everything somebody could want to do in a chat.</summary>
public enum WhyAction
{
    List,
    Read,
    Post,
    React,
    ChangeOwn,
    Pin,
    Lock,
    Silence,
    RemoveOthers,
    Archive,
    SeeRevisions,
    Report,
    SeePresence,
}

/// <summary>The rule a verdict follows from.</summary>
public enum WhyRule
{
    // How they come to read it.
    Member,
    Guardian,
    Overseer,

    // Why there is nothing of it for them.
    NotActive,
    OtherRole,
    LinkShut,
    NotForFamilies,
    NotForOffice,
    Stranger,

    // Who is heard.
    Heard,
    ForAWhile,
    ReadsOnly,
    Silenced,
    Locked,
    Archived,
    Closed,

    // Who keeps order.
    KeepsOrder,
    KeepsOrderWithReason,
    NotForOrder,
    OfficeOnly,

    WhoeverReads,
    TalksWithThem,
    ReadsAlong,
    Hidden,

    // Who writes first.
    Tied,
    Oneself,
    OtherNotActive,
    BothStudy,
    NotTied,
}

/// <param name="Rule">What it follows from, to be told in a sentence.</param>
public sealed record Verdict(WhyAction Action, bool IsAllowed, WhyRule Rule)
{
    /// <summary>For how long, where it is for a while.</summary>
    public int Minutes { get; init; }
}

/// <summary>An edge, whether or not it holds.</summary>
public sealed record WhyEdge(EdgeKind Kind, int Id, PersonView Student, PersonView Other, SubjectView? Subject, DateTimeOffset From, DateTimeOffset? To)
{
    public DateTimeOffset? VerifiedAt { get; init; }

    public bool IsRestricted { get; init; }
}

/// <summary>A chat by what it is called; of what is said in it there is nothing here.</summary>
public sealed record NamedChat(int Id, ConversationKind Kind, string Name, IReadOnlyList<PersonView> People);

/// <summary>Whether one may write to the other first, and each reason.</summary>
public sealed record FirstWord(bool IsAllowed, WhyRule Rule, IReadOnlyList<Tie> Ties);

/// <param name="Edges">What there is, or was, between the two.</param>
/// <param name="Chats">What the second has to do with; what both have to do with comes first.</param>
public sealed record WhyPair(PersonView Who, PersonView Whom, FirstWord There, FirstWord Back, IReadOnlyList<WhyEdge> Edges, IReadOnlyList<NamedChat> Chats);

public sealed record WhyChat(PersonView Who, NamedChat Chat, IReadOnlyList<Verdict> Verdicts, IReadOnlyList<WhyEdge> Edges)
{
    /// <summary>There is nothing of it for them, and one reason for all of that.</summary>
    public bool HasOneRule => Verdicts.Select(v => v.Rule).Distinct().Count() == 1;
}
