namespace Chat.Web.Audit;

/// <summary>Everything the house writes down, by its code, in the order a person looks for it. A test holds it against the source.</summary>
public static class AuditActions
{
    public static readonly IReadOnlyList<string> All =
    [
        "session.started", "session.ended", "session.others_ended", "sign_in.failed", "sign_in.guessing", "token.reused", Denials.Action,
        "school.set_up", "user.registered", "invitation.issued", "user.role_changed", "user.capabilities_changed", "user.suspended", "user.restored", "user.password_changed",
        "user.created", "user.edited", "user.left", "user.unlocked", "user.sessions_ended", "user.password_set", "user.password_link_issued",
        "people.exported", "people.imported", "people.changed_in_bulk",
        "subject.added", "subject.renamed", "enrollment.started", "enrollment.ended", "tutor_assignment.started", "tutor_assignment.ended",
        "guardian_link.started", "guardian_link.ended", "guardian_link.restriction_changed", "guardian_link.verified", "guardian_link.to_verify", "school.year_ended", "why.asked",
        "conversation.opened", "conversation.locked", "conversation.unlocked", "conversation.archived", "conversation.reopened", "conversation.exported", "participant.silenced", "participant.heard",
        "message.pinned", "message.unpinned", "message.removed", "message.history_read", "messages.searched", "attachment.opened",
        "report.filed", "report.opened", "report.taken", "report.noted", "report.done", "report.dismissed", "report.reopened",
        "article.written", "article.edited", "article.approved", "article.withdrawn", "prompts.changed",
        "audit.exported", "audit.verified", "backup.made", "backup.checked", "backup.failed",
        "setting.changed", "retention.applied", "demo.removed",
        "admin.created", "user.password_reset", "token.created",
    ];
}
