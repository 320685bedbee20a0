namespace Chat.Web.School;

public enum EdgeKind
{
    Enrollment = 1,
    TutorAssignment = 2,
    GuardianLink = 3,
}

/// <summary>What somebody wants of one edge: that it starts, or that something becomes of it.</summary>
public abstract record EdgeChange(EdgeKind Kind);

/// <summary>An edge that is to be.</summary>
/// <param name="OtherId">Who teaches, tutors or answers for the student.</param>
/// <param name="SubjectId">What is taught; none for a tutor of everything, and between a parent and a student.</param>
/// <param name="From">None for now.</param>
/// <param name="To">None where nobody knows yet.</param>
public sealed record EdgeStart(EdgeKind Kind, int StudentId, int OtherId, int? SubjectId, DateTimeOffset? From, DateTimeOffset? To) : EdgeChange(Kind)
{
    public GuardianRelationship Relationship { get; init; } = GuardianRelationship.Guardian;
}

public enum EdgeAct
{
    /// <summary>It ends, or its end is moved.</summary>
    End = 1,

    /// <summary>The school has seen that this parent answers for this student.</summary>
    Verify = 2,

    /// <summary>The school wants to see it again.</summary>
    Doubt = 3,

    /// <summary>A court or the school forbids that this parent sees the student.</summary>
    Restrict = 4,

    /// <summary>Nothing forbids it any more.</summary>
    Lift = 5,
}

/// <summary>What becomes of an edge that is there.</summary>
public sealed record EdgeDeed(EdgeKind Kind, int EdgeId, EdgeAct Act) : EdgeChange(Kind)
{
    /// <summary>When it ends; none for now. A moment that has passed is now: what was seen until then, was seen.</summary>
    public DateTimeOffset? At { get; init; }

    public string? Reason { get; init; }

    /// <summary>How the edge was when they decided; none where they would do it however it is.</summary>
    public EdgeSeen? Seen { get; init; }
}

/// <summary>An edge as somebody saw it who then decided something about it. If it is another by now, they must look again.</summary>
public sealed record EdgeSeen(DateTimeOffset? To, DateTimeOffset? VerifiedAt, bool IsRestricted)
{
    public static EdgeSeen Of(Edge edge) => edge is GuardianLink link ? new(link.To, link.VerifiedAt, link.IsRestricted) : new(edge.To, null, IsRestricted: false);
}

/// <summary>A change that can be carried out: found, and fit to be done.</summary>
/// <param name="What">What it does, as a stable word.</param>
/// <param name="TakesEffectAt">From when on it makes a difference.</param>
/// <param name="CarryOut">Does it to the edge.</param>
internal sealed record EdgePlan(Edge Edge, string What, DateTimeOffset TakesEffectAt, Action CarryOut)
{
    public string? Reason { get; init; }

    public bool IsNew { get; init; }
}
