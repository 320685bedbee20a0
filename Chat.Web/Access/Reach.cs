using Chat.Web.Accounts;
using Chat.Web.Conversations;
using Chat.Web.Data;
using Chat.Web.Reports;
using Chat.Web.School;

namespace Chat.Web.Access;

/// <summary>
/// Who can see what, computed from the dated edges each time it is asked and stored nowhere. The one rule is told in its
/// two directions, from the person and from the thing: <see cref="ConversationsReachedBy"/> and <see cref="ReadersOf"/>.
/// ReachTests holds the two equal for the whole cast.
/// </summary>
public static class Reach
{
    /// <summary>The conversations whose messages this person may read. To them no other conversation exists.</summary>
    public static IQueryable<Conversation> ConversationsReachedBy(this ChatDbContext db, Actor actor, DateTimeOffset now)
    {
        // Asked as "its id is among …", which SQLite answers from the person's own index entries; an EXISTS would scan.
        var own = db.Participants.Where(p => p.UserId == actor.Id && p.Role == actor.Role).Select(p => p.ConversationId);

        if (actor.Has(Capabilities.SafeguardingLead))
        {
            return db.Conversations.Where(c => c.Kind != ConversationKind.Bot || own.Contains(c.Id));
        }

        switch (actor.Role)
        {
            case Role.Admin:
                return db.Conversations.Where(c => c.Kind == ConversationKind.ForumSubject || c.Kind == ConversationKind.ForumTutor || own.Contains(c.Id));

            case Role.Parent:
                var children = db.GuardianLinks.OpenAt(now).Where(l => l.ParentId == actor.Id).Select(l => (int?)l.StudentId);
                return db.Conversations.Where(c =>
                    own.Contains(c.Id)
                    || ((c.Kind == ConversationKind.ForumSubject || c.Kind == ConversationKind.ForumTutor) && children.Contains(c.StudentId)));

            default:
                return db.Conversations.Where(c => own.Contains(c.Id));
        }
    }

    /// <summary>The ids of everyone who may read this conversation: the audience of whatever happens in it.</summary>
    public static IQueryable<int> ReadersOf(this ChatDbContext db, int conversationId, DateTimeOffset now)
    {
        // A union of short lists, each found by an index: one condition over all users would read every user for every message.
        var conversation = db.Conversations.Where(c => c.Id == conversationId);
        var forum = conversation.Where(c => c.Kind == ConversationKind.ForumSubject || c.Kind == ConversationKind.ForumTutor);
        var active = db.Users.Where(u => u.Status == AccountStatus.Active);

        var members = db.Participants.Where(p => p.ConversationId == conversationId)
            .Join(active, p => new { Id = p.UserId, p.Role }, u => new { u.Id, u.Role }, (_, u) => u.Id);
        var guardians = forum.Join(db.GuardianLinks.OpenAt(now), c => c.StudentId, l => (int?)l.StudentId, (_, l) => l.ParentId)
            .Join(active.Where(u => u.Role == Role.Parent), id => id, u => u.Id, (_, u) => u.Id);
        var admins = active.Where(u => u.Role == Role.Admin && forum.Any()).Select(u => u.Id);
        var leads = active
            .Where(u => u.Capabilities > Capabilities.None && (u.Capabilities & Capabilities.SafeguardingLead) != Capabilities.None && conversation.Any(c => c.Kind != ConversationKind.Bot))
            .Select(u => u.Id);

        return members.Union(guardians).Union(admins).Union(leads);
    }

    /// <summary>The conversations whose existence the office knows of, whether or not it reads them: all but those with the bot.</summary>
    public static IQueryable<Conversation> ConversationsKnownToTheOffice(this ChatDbContext db) => db.Conversations.Where(c => c.Kind != ConversationKind.Bot);

    /// <summary>Those of them it reads, this person being the office. Nothing of a talk with the bot is read by office, not even by whoever has it.</summary>
    public static IQueryable<Conversation> ConversationsReadByOffice(this ChatDbContext db, Actor actor, DateTimeOffset now) =>
        db.ConversationsReachedBy(actor, now).Where(c => c.Kind != ConversationKind.Bot);

    /// <summary>
    /// The ids of those who may be told whether this person is here: the other one of each of their conversations of two, as
    /// long as it is not archived, unless that one hides themselves. Parents and overseers who read along are told nothing.
    /// </summary>
    public static IQueryable<int> WatchersOf(this ChatDbContext db, int userId, DateTimeOffset now)
    {
        var places = db.Participants.Where(p => p.Role == p.User.Role && p.User.Status == AccountStatus.Active);
        var own = places.Where(p => p.UserId == userId).Select(p => p.ConversationId);

        return db.Conversations
            .Where(c => own.Contains(c.Id) && c.Kind != ConversationKind.Bot && c.Participants.Count == 2 && (c.ActiveUntil == null || c.ActiveUntil > now))
            .Join(places.Where(p => p.UserId != userId && !p.User.HidesPresence), c => c.Id, p => p.ConversationId, (_, p) => p.UserId)
            .Distinct();
    }

    /// <summary>The reports this person looks into: all there are, for those who handle them, but for those about themselves.</summary>
    public static IQueryable<Report> ReportsReachedBy(this ChatDbContext db, Actor actor) =>
        actor.HandlesReports() ? db.Reports.Where(r => r.AboutId != actor.Id) : db.Reports.Where(_ => false);

    /// <summary>The reports that are about this person: wherever reports show, these do not show to them.</summary>
    public static IQueryable<Report> ReportsKeptFrom(this ChatDbContext db, Actor actor) => db.Reports.Where(r => r.AboutId == actor.Id);

    /// <summary>The ids of those who may look into a report: the same rule, told from the report.</summary>
    public static IQueryable<int> HandlersOf(this ChatDbContext db, int reportId) =>
        db.Reports.Where(r => r.Id == reportId).SelectMany(r => db.Users.Where(u =>
            u.Status == AccountStatus.Active && u.Id != r.AboutId
            && (u.Role == Role.Admin || (u.Capabilities & (Capabilities.Moderator | Capabilities.SafeguardingLead)) != Capabilities.None))).Select(u => u.Id);

    /// <summary>The edges of one kind that hold at a moment.</summary>
    public static IQueryable<TEdge> HoldingAt<TEdge>(this IQueryable<TEdge> edges, DateTimeOffset now)
        where TEdge : Edge =>
        edges.Where(e => e.From <= now && (e.To == null || e.To > now));

    /// <summary>The guardian links that open doors: they hold, somebody has verified them, and nothing restricts them.</summary>
    public static IQueryable<GuardianLink> OpenAt(this IQueryable<GuardianLink> links, DateTimeOffset now) =>
        links.HoldingAt(now).Where(l => l.VerifiedAt != null && !l.IsRestricted);
}
