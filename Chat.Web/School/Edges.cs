using Chat.Web.Accounts;

namespace Chat.Web.School;

/// <summary>
/// A dated relationship around a student. Everything a person can reach follows from the edges that hold at the moment
/// of asking; an edge is ended, never deleted. An edge holds from <see cref="From"/> on, and no longer at <see cref="To"/>.
/// </summary>
public abstract class Edge
{
    public int Id { get; private set; }

    public int StudentId { get; init; }

    public AppUser Student { get; init; } = null!;

    /// <summary>Who stands at the end where the student does not.</summary>
    internal abstract int OtherId { get; }

    public DateTimeOffset From { get; init; }

    public DateTimeOffset? To { get; set; }
}

/// <summary>A student is taught a subject by a teacher.</summary>
public class Enrollment : Edge
{
    public int SubjectId { get; init; }

    public Subject Subject { get; init; } = null!;

    public int TeacherId { get; init; }

    internal override int OtherId => TeacherId;

    public AppUser Teacher { get; init; } = null!;
}

/// <summary>A student has a tutor, for one subject or for all.</summary>
public class TutorAssignment : Edge
{
    public int? SubjectId { get; init; }

    public Subject? Subject { get; init; }

    public int TutorId { get; init; }

    internal override int OtherId => TutorId;

    public AppUser Tutor { get; init; } = null!;
}

/// <summary>A parent answers for a student. It opens doors only once verified, and none while restricted (by a court, say).</summary>
public class GuardianLink : Edge
{
    public int ParentId { get; init; }

    internal override int OtherId => ParentId;

    public AppUser Parent { get; init; } = null!;

    public GuardianRelationship Relationship { get; init; }

    public DateTimeOffset? VerifiedAt { get; set; }

    public bool IsRestricted { get; set; }
}

public enum GuardianRelationship
{
    Mother = 1,
    Father = 2,
    Guardian = 3,
}
