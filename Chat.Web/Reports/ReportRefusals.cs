using Chat.Web.Outcomes;

namespace Chat.Web.Reports;

/// <summary>Why a report, or something about one, is refused.</summary>
public static class ReportRefusals
{
    public static readonly Refusal KindUnknown = new(RefusalKind.Invalid, "report_kind_unknown");

    public static readonly Refusal NoteEmpty = new(RefusalKind.Invalid, "note_empty");

    /// <summary>Somebody has closed it, or opened it again, a moment ago.</summary>
    public static readonly Refusal StateChanged = new(RefusalKind.Conflict, "report_state_changed");
}
