using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.School;

namespace Chat.Web.Admin;

/// <summary>A person as the table shows them.</summary>
public sealed record PersonRow(
    int Id, string FullName, string Email, Role Role, AccountStatus Status, Capabilities Capabilities, string Language, DateTimeOffset CreatedAt, DateTimeOffset? LastSeenAt);

/// <summary>All that those who keep the school are told of an account. What it is opened with is not among it.</summary>
/// <param name="UserName">Another name they sign in with; none where it is the e-mail address.</param>
/// <param name="LockedUntil">Wrong passwords locked it until then.</param>
public sealed record PersonDetails(PersonRow Person, string? UserName, string TimeZone, DateTimeOffset? LockedUntil, DateTimeOffset? LinkUntil, IReadOnlyList<PersonEdge> Edges, IReadOnlyList<SessionView> Sessions);

public enum PersonEdgeKind
{
    Teaches,
    TaughtBy,
    Tutors,
    TutoredBy,
    Guards,
    GuardedBy,
}

/// <summary>A relationship as seen from one of its ends.</summary>
/// <param name="IsOpen">False of a guardian link that nobody has verified or that is restricted.</param>
public sealed record PersonEdge(PersonEdgeKind Kind, PersonView Other, SubjectView? Subject, DateTimeOffset From, DateTimeOffset? To, bool IsOpen);
