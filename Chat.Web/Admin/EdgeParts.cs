using Chat.Web.School;

namespace Chat.Web.Admin;

/// <summary>Where each kind of edge is kept.</summary>
/// <param name="Name">What the address calls it.</param>
/// <param name="Other">Who stands at the end where the student does not.</param>
public sealed record EdgePart(EdgeKind Kind, string Name, EdgeEnd Other)
{
    public string Address => $"/admin/school/{Name}";
}

public static class EdgeParts
{
    public static readonly IReadOnlyList<EdgePart> All =
    [
        new(EdgeKind.Enrollment, "enrollments", EdgeEnd.Teacher),
        new(EdgeKind.TutorAssignment, "tutors", EdgeEnd.Tutor),
        new(EdgeKind.GuardianLink, "guardians", EdgeEnd.Parent),
    ];

    public static EdgePart? Named(string? name) => All.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));

    public static EdgePart Of(EdgeKind kind) => All.Single(p => p.Kind == kind);
}
