using Chat.Web.Outcomes;

namespace Chat.Web.School;

/// <summary>Why an edge or a subject is refused.</summary>
public static class SchoolRefusals
{
    public static readonly Refusal RoleMismatch = new(RefusalKind.Invalid, "role_mismatch");

    public static readonly Refusal EndsBeforeItStarts = new(RefusalKind.Invalid, "ends_before_it_starts");

    public static readonly Refusal SubjectNameInvalid = new(RefusalKind.Invalid, "subject_name_invalid") { Arguments = [Subject.MaxNameLength] };

    /// <summary>Somebody else has decided about the same edge since this person looked.</summary>
    public static readonly Refusal EdgeChanged = new(RefusalKind.Conflict, "edge_changed");
}
