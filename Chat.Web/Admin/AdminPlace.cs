using Chat.Web.Access;

namespace Chat.Web.Admin;

/// <summary>One place of the administration: where it is, what it is called, and for whom it opens.</summary>
/// <param name="Text">The key of its name.</param>
public sealed record AdminPlace(string Address, string Text, Func<Actor, bool> IsFor)
{
    /// <summary>All of them, as the navigation lists them.</summary>
    public static readonly IReadOnlyList<AdminPlace> All =
    [
        new("/admin", "Dashboard", Rights.KeepsTheSchool),
        new("/admin/people", "People", Rights.KeepsTheSchool),
        new("/admin/school", "School", Rights.KeepsTheSchool),
        new("/admin/conversations", "Conversations", Rights.MayOversee),
        new("/admin/reports", "Reports", Rights.HandlesReports),
        new("/admin/knowledge", "Knowledge", Rights.WritesKnowledge),
        new("/admin/prompts", "Prompts", Rights.WritesKnowledge),
        new("/admin/why", "Why", Rights.MayOversee),
        new("/admin/audit", "Audit", Rights.KeepsTheSchool),
        new("/admin/backups", "Backups", Rights.KeepsTheSchool),
        new("/admin/settings", "Settings", Rights.KeepsTheSchool),
    ];

    /// <summary>Where the administration begins for this person; none for whom none of it opens.</summary>
    public static AdminPlace? FirstFor(Actor actor) => All.FirstOrDefault(p => p.IsFor(actor));
}
