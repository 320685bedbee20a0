using System.Globalization;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Live;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.School;

/// <summary>What a room does, inside the same transaction, when the edges around a student have become others. Rooms above this one register theirs.</summary>
public delegate Task EdgesChanged(ChatDbContext db, int studentId, CancellationToken cancellation);

/// <summary>The edges a school keeps: who is taught what by whom, who tutors whom, who answers for whom.</summary>
public sealed class SchoolService(WriteLane lane, Feed feed, AuditLog audit, Denials denials, IEnumerable<EdgesChanged> listeners, TimeProvider clock)
{
    public Task<Outcome<int>> AddSubjectAsync(Actor actor, string nameRu, string nameEn, CancellationToken cancellation = default) =>
        KeepAsync<int>(actor, async db =>
        {
            if (IsBadName(nameRu) || IsBadName(nameEn))
            {
                return SchoolRefusals.SubjectNameInvalid;
            }

            var subject = new Subject { NameRu = nameRu.Trim(), NameEn = nameEn.Trim() };
            db.Subjects.Add(subject);
            await db.SaveChangesAsync(cancellation);
            await audit.AppendAsync(db, actor, new Deed("subject.added", $"subject:{subject.Id}") { After = subject.NameEn }, cancellation);
            return subject.Id;
        }, cancellation);

    public Task<Outcome<int>> EnrollAsync(
        Actor actor, int studentId, int subjectId, int teacherId, DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellation = default) =>
        StartAsync(
            actor, teacherId, Rights.Teaches, subjectId,
            () => new Enrollment { StudentId = studentId, SubjectId = subjectId, TeacherId = teacherId, From = from ?? clock.GetUtcNow(), To = to },
            cancellation);

    /// <param name="subjectId">None where the tutor looks after all of them.</param>
    public Task<Outcome<int>> AssignTutorAsync(
        Actor actor, int studentId, int tutorId, int? subjectId = null, DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellation = default) =>
        StartAsync(
            actor, tutorId, Rights.Tutors, subjectId,
            () => new TutorAssignment { StudentId = studentId, TutorId = tutorId, SubjectId = subjectId, From = from ?? clock.GetUtcNow(), To = to },
            cancellation);

    /// <summary>Links a parent to a student. The admin who makes the link vouches for it.</summary>
    public Task<Outcome<int>> LinkGuardianAsync(
        Actor actor, int studentId, int parentId, GuardianRelationship relationship, DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellation = default) =>
        StartAsync(
            actor, parentId, Rights.AnswersForStudents, subjectId: null,
            () => new GuardianLink
            {
                StudentId = studentId,
                ParentId = parentId,
                Relationship = relationship,
                VerifiedAt = clock.GetUtcNow(),
                From = from ?? clock.GetUtcNow(),
                To = to,
            },
            cancellation);

    /// <param name="restricted">True where a court or the school forbids that this parent sees the student.</param>
    public Task<Outcome<Done>> RestrictGuardianAsync(Actor actor, int linkId, bool restricted, CancellationToken cancellation = default) =>
        ChangeAsync<GuardianLink>(actor, linkId, "restriction_changed", link => link.IsRestricted = restricted, link => link.IsRestricted ? "Restricted" : "Unrestricted", cancellation);

    public Task<Outcome<Done>> EndEnrollmentAsync(Actor actor, int enrollmentId, CancellationToken cancellation = default) =>
        EndAsync<Enrollment>(actor, enrollmentId, cancellation);

    public Task<Outcome<Done>> EndTutorAssignmentAsync(Actor actor, int assignmentId, CancellationToken cancellation = default) =>
        EndAsync<TutorAssignment>(actor, assignmentId, cancellation);

    public Task<Outcome<Done>> EndGuardianLinkAsync(Actor actor, int linkId, CancellationToken cancellation = default) =>
        EndAsync<GuardianLink>(actor, linkId, cancellation);

    /// <summary>Lets every room follow the edges around some students, as a clock does when a planned edge starts or ends.</summary>
    internal async Task FollowAsync(IReadOnlyCollection<int> studentIds, CancellationToken cancellation)
    {
        foreach (var studentId in studentIds)
        {
            var concerned = await lane.RunAsync(db => FollowInAsync(db, studentId, cancellation), cancellation);
            feed.Publish(new ReachChanged(), concerned);
        }
    }

    private async Task<Outcome<int>> StartAsync<TEdge>(
        Actor actor, int otherId, Func<AppUser, bool> fits, int? subjectId, Func<TEdge> make, CancellationToken cancellation)
        where TEdge : Edge
    {
        IReadOnlyCollection<int> concerned = [];
        var started = await KeepAsync<int>(actor, async db =>
        {
            var edge = make();
            if (await FindMisfitAsync(db, edge, otherId, fits, subjectId, cancellation) is { } misfit)
            {
                return misfit;
            }

            db.Set<TEdge>().Add(edge);
            await db.SaveChangesAsync(cancellation);
            await audit.AppendAsync(db, actor, new Deed($"{NameOf<TEdge>()}.started", $"{NameOf<TEdge>()}:{edge.Id}") { After = SpanOf(edge) }, cancellation);
            concerned = await FollowInAsync(db, edge.StudentId, cancellation);
            return edge.Id;
        }, cancellation);

        feed.Publish(new ReachChanged(), concerned);
        return started;
    }

    private static async Task<Refusal?> FindMisfitAsync(
        ChatDbContext db, Edge edge, int otherId, Func<AppUser, bool> fits, int? subjectId, CancellationToken cancellation)
    {
        var student = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == edge.StudentId, cancellation);
        var other = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == otherId, cancellation);

        return student is null || other is null ? Refusal.NotFound
            : subjectId is not null && !await db.Subjects.AnyAsync(s => s.Id == subjectId, cancellation) ? Refusal.NotFound
            : !Rights.Studies(student) || !fits(other) ? SchoolRefusals.RoleMismatch
            : edge.To <= edge.From ? SchoolRefusals.EndsBeforeItStarts
            : null;
    }

    private Task<Outcome<Done>> EndAsync<TEdge>(Actor actor, int edgeId, CancellationToken cancellation)
        where TEdge : Edge
    {
        var now = clock.GetUtcNow();
        return ChangeAsync<TEdge>(actor, edgeId, "ended", edge => edge.To = edge.To < now ? edge.To : now, SpanOf, cancellation);
    }

    /// <param name="tell">What is changed, in stable words, for the log.</param>
    private async Task<Outcome<Done>> ChangeAsync<TEdge>(Actor actor, int edgeId, string what, Action<TEdge> change, Func<TEdge, string> tell, CancellationToken cancellation)
        where TEdge : Edge
    {
        IReadOnlyCollection<int> concerned = [];
        var changed = await KeepAsync<Done>(actor, async db =>
        {
            if (await db.Set<TEdge>().SingleOrDefaultAsync(e => e.Id == edgeId, cancellation) is not { } edge)
            {
                return Refusal.NotFound;
            }

            var before = tell(edge);
            change(edge);
            await db.SaveChangesAsync(cancellation);
            await audit.AppendAsync(db, actor, new Deed($"{NameOf<TEdge>()}.{what}", $"{NameOf<TEdge>()}:{edgeId}") { Before = before, After = tell(edge) }, cancellation);
            concerned = await FollowInAsync(db, edge.StudentId, cancellation);
            return new Done();
        }, cancellation);

        feed.Publish(new ReachChanged(), concerned);
        return changed;
    }

    private async Task<Outcome<T>> KeepAsync<T>(Actor actor, Func<ChatDbContext, Task<Outcome<T>>> command, CancellationToken cancellation) =>
        actor.KeepsTheSchool() ? await lane.TryAsync(command, cancellation) : await denials.RefuseAsync(actor, "school", AccountRefusals.AdminsOnly, cancellation);

    private async Task<IReadOnlyCollection<int>> FollowInAsync(ChatDbContext db, int studentId, CancellationToken cancellation)
    {
        foreach (var follow in listeners)
        {
            await follow(db, studentId, cancellation);
        }

        // Those who had an edge to the student as well as those who have: whoever lost something must look again too.
        var enrollments = db.Enrollments.Where(e => e.StudentId == studentId).Select(e => e.TeacherId);
        var assignments = db.TutorAssignments.Where(e => e.StudentId == studentId).Select(e => e.TutorId);
        var links = db.GuardianLinks.Where(e => e.StudentId == studentId).Select(e => e.ParentId);
        var admins = db.Users.Admins().Select(u => u.Id);
        return [studentId, .. await enrollments.Union(assignments).Union(links).Union(admins).ToListAsync(cancellation)];
    }

    /// <summary>From when to when, as ISO 8601 writes it; two dots for an end that nobody has set.</summary>
    private static string SpanOf(Edge edge) => $"{Moment(edge.From)}/{(edge.To is { } to ? Moment(to) : "..")}";

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static bool IsBadName(string? name) => string.IsNullOrWhiteSpace(name) || name.Trim().Length > Subject.MaxNameLength;

    private static string NameOf<TEdge>() => typeof(TEdge).Name switch
    {
        nameof(Enrollment) => "enrollment",
        nameof(TutorAssignment) => "tutor_assignment",
        _ => "guardian_link",
    };
}
