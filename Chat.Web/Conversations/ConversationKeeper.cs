using Chat.Web.Access;
using Chat.Web.Data;
using Chat.Web.School;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Conversations;

/// <summary>
/// Keeps the conversations about a student in step with the edges around them: an edge that starts opens its
/// conversation, one that ends archives it, one that starts again opens the same one again. Run inside the transaction
/// that changes an edge, as often as one likes: the outcome is the same.
/// </summary>
public sealed class ConversationKeeper(TimeProvider clock)
{
    /// <param name="now">The moment that counts as now; another than the clock's where somebody asks what will be.</param>
    public async Task FollowEdgesAsync(ChatDbContext db, int studentId, DateTimeOffset now, CancellationToken cancellation)
    {
        var existing = await db.Conversations.Where(c => c.StudentId == studentId).Include(c => c.Participants).ToListAsync(cancellation);

        foreach (var spell in await ForumSpellsAsync(db, studentId, now, cancellation))
        {
            if (existing.Find(c => string.Equals(c.Key, spell.Key, StringComparison.Ordinal)) is { } conversation)
            {
                conversation.ActiveUntil = NoLaterThan(conversation.ClosedAt, spell.Until);
            }
            else if (spell.Until is null || spell.Until > now)
            {
                db.Conversations.Add(Open(studentId, spell, now));
            }
        }

        foreach (var conversation in existing.Where(c => c.Kind is ConversationKind.HomeSchool))
        {
            conversation.ActiveUntil = NoLaterThan(conversation.ClosedAt, await HomeSchoolUntilAsync(db, conversation, now, cancellation));
        }

        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Archives a conversation for good, or until the office opens it again: then it lasts as long as its edges do.</summary>
    public async Task CloseAsync(ChatDbContext db, int conversationId, DateTimeOffset? closedAt, CancellationToken cancellation)
    {
        var conversation = await db.Conversations.SingleAsync(c => c.Id == conversationId, cancellation);
        conversation.ClosedAt = closedAt;
        conversation.ActiveUntil = closedAt is null && conversation.StudentId is null ? null : NoLaterThan(closedAt, conversation.ActiveUntil);
        await db.SaveChangesAsync(cancellation);
        if (conversation.StudentId is { } studentId)
        {
            await FollowEdgesAsync(db, studentId, clock.GetUtcNow(), cancellation);
        }
    }

    private static DateTimeOffset? NoLaterThan(DateTimeOffset? closedAt, DateTimeOffset? until) => closedAt is null || until < closedAt ? until : closedAt;

    /// <summary>One pair of people over all their edges for one subject, begun by now.</summary>
    private sealed record Spell(ConversationKind Kind, string Key, int StaffId, int? SubjectId, DateTimeOffset? Until);

    private static async Task<List<Spell>> ForumSpellsAsync(ChatDbContext db, int studentId, DateTimeOffset now, CancellationToken cancellation)
    {
        var enrollments = await db.Enrollments.AsNoTracking().Where(e => e.StudentId == studentId && e.From <= now).ToListAsync(cancellation);
        var assignments = await db.TutorAssignments.AsNoTracking().Where(e => e.StudentId == studentId && e.From <= now).ToListAsync(cancellation);

        return
        [
            .. enrollments.GroupBy(e => (e.TeacherId, e.SubjectId)).Select(g => new Spell(
                ConversationKind.ForumSubject, ConversationKey.ForSubject(studentId, g.Key.TeacherId, g.Key.SubjectId), g.Key.TeacherId, g.Key.SubjectId, LastEnd(g))),
            .. assignments.GroupBy(e => (e.TutorId, e.SubjectId)).Select(g => new Spell(
                ConversationKind.ForumTutor, ConversationKey.ForTutor(studentId, g.Key.TutorId, g.Key.SubjectId), g.Key.TutorId, g.Key.SubjectId, LastEnd(g))),
        ];
    }

    private static DateTimeOffset? LastEnd(IEnumerable<Edge> edges) => edges.Any(e => e.To is null) ? null : edges.Max(e => e.To);

    private static Conversation Open(int studentId, Spell spell, DateTimeOffset now) => new()
    {
        Kind = spell.Kind,
        Key = spell.Key,
        SubjectId = spell.SubjectId,
        StudentId = studentId,
        CreatedAt = now,
        LastActivityAt = now,
        ActiveUntil = spell.Until,
        Participants =
        [
            new Participant { UserId = studentId, Role = Rights.RoleOfStudents },
            new Participant { UserId = spell.StaffId, Role = Rights.RoleOfStaffIn(spell.Kind) },
        ],
    };

    /// <summary>A parent and a teacher talk about a child for as long as both have to do with that child.</summary>
    private static async Task<DateTimeOffset?> HomeSchoolUntilAsync(ChatDbContext db, Conversation conversation, DateTimeOffset now, CancellationToken cancellation)
    {
        var people = conversation.Participants.ConvertAll(p => p.UserId);
        var links = await db.GuardianLinks.OpenAt(now).Where(l => l.StudentId == conversation.StudentId && people.Contains(l.ParentId)).Select(l => l.To).ToListAsync(cancellation);
        var enrollments = await db.Enrollments.HoldingAt(now).Where(e => e.StudentId == conversation.StudentId && people.Contains(e.TeacherId)).Select(e => e.To).ToListAsync(cancellation);
        var assignments = await db.TutorAssignments.HoldingAt(now).Where(e => e.StudentId == conversation.StudentId && people.Contains(e.TutorId)).Select(e => e.To).ToListAsync(cancellation);
        List<DateTimeOffset?> staff = [.. enrollments, .. assignments];

        if (links.Count == 0 || staff.Count == 0)
        {
            return conversation.ActiveUntil < now ? conversation.ActiveUntil : now;
        }

        return new[] { Latest(links), Latest(staff) }.Min();

        static DateTimeOffset? Latest(List<DateTimeOffset?> ends) => ends.Contains(null) ? null : ends.Max();
    }
}

/// <summary>What makes a conversation that one and no other.</summary>
public static class ConversationKey
{
    public static string ForSubject(int studentId, int teacherId, int subjectId) => $"subject:{subjectId}:{studentId}:{teacherId}";

    public static string ForTutor(int studentId, int tutorId, int? subjectId) => $"tutor:{subjectId ?? 0}:{studentId}:{tutorId}";

    public static string ForDirect(int oneId, int otherId) => $"direct:{Math.Min(oneId, otherId)}:{Math.Max(oneId, otherId)}";

    public static string ForBot(Guid publicId) => $"bot:{publicId}";

    public static string ForHomeSchool(int studentId, int oneId, int otherId) => $"home:{studentId}:{Math.Min(oneId, otherId)}:{Math.Max(oneId, otherId)}";
}
