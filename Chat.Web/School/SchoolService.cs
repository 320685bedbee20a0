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
/// <param name="now">The moment that counts as now.</param>
public delegate Task EdgesChanged(ChatDbContext db, int studentId, DateTimeOffset now, CancellationToken cancellation);

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

    public Task<Outcome<Done>> RenameSubjectAsync(Actor actor, int subjectId, string nameRu, string nameEn, CancellationToken cancellation = default) =>
        KeepAsync<Done>(actor, async db =>
        {
            if (await db.Subjects.SingleOrDefaultAsync(s => s.Id == subjectId, cancellation) is not { } subject)
            {
                return Refusal.NotFound;
            }

            if (IsBadName(nameRu) || IsBadName(nameEn))
            {
                return SchoolRefusals.SubjectNameInvalid;
            }

            var before = NamesOf(subject);
            (subject.NameRu, subject.NameEn) = (nameRu.Trim(), nameEn.Trim());
            await db.SaveChangesAsync(cancellation);
            await audit.AppendAsync(db, actor, new Deed("subject.renamed", $"subject:{subjectId}") { Before = before, After = NamesOf(subject) }, cancellation);
            return new Done();
        }, cancellation);

    public Task<Outcome<int>> EnrollAsync(
        Actor actor, int studentId, int subjectId, int teacherId, DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellation = default) =>
        ChangeAsync(actor, new EdgeStart(EdgeKind.Enrollment, studentId, teacherId, subjectId, from, to), cancellation);

    /// <param name="subjectId">None where the tutor looks after all of them.</param>
    public Task<Outcome<int>> AssignTutorAsync(
        Actor actor, int studentId, int tutorId, int? subjectId = null, DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellation = default) =>
        ChangeAsync(actor, new EdgeStart(EdgeKind.TutorAssignment, studentId, tutorId, subjectId, from, to), cancellation);

    /// <summary>Links a parent to a student. The admin who makes the link vouches for it.</summary>
    public Task<Outcome<int>> LinkGuardianAsync(
        Actor actor, int studentId, int parentId, GuardianRelationship relationship, DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellation = default) =>
        ChangeAsync(actor, new EdgeStart(EdgeKind.GuardianLink, studentId, parentId, SubjectId: null, from, to) { Relationship = relationship }, cancellation);

    /// <param name="restricted">True where a court or the school forbids that this parent sees the student.</param>
    public Task<Outcome<Done>> RestrictGuardianAsync(Actor actor, int linkId, bool restricted, CancellationToken cancellation = default) =>
        DoAsync(actor, new EdgeDeed(EdgeKind.GuardianLink, linkId, restricted ? EdgeAct.Restrict : EdgeAct.Lift), cancellation);

    public Task<Outcome<Done>> EndEnrollmentAsync(Actor actor, int enrollmentId, CancellationToken cancellation = default) =>
        DoAsync(actor, new EdgeDeed(EdgeKind.Enrollment, enrollmentId, EdgeAct.End), cancellation);

    public Task<Outcome<Done>> EndTutorAssignmentAsync(Actor actor, int assignmentId, CancellationToken cancellation = default) =>
        DoAsync(actor, new EdgeDeed(EdgeKind.TutorAssignment, assignmentId, EdgeAct.End), cancellation);

    public Task<Outcome<Done>> EndGuardianLinkAsync(Actor actor, int linkId, CancellationToken cancellation = default) =>
        DoAsync(actor, new EdgeDeed(EdgeKind.GuardianLink, linkId, EdgeAct.End), cancellation);

    /// <summary>Makes one change, whatever it is.</summary>
    /// <returns>The edge's number.</returns>
    public async Task<Outcome<int>> ChangeAsync(Actor actor, EdgeChange change, CancellationToken cancellation = default)
    {
        IReadOnlyCollection<int> concerned = [];
        var changed = await KeepAsync<int>(actor, async db =>
        {
            var planned = await PlanInAsync(db, change, cancellation);
            if (planned.Value is not { } plan)
            {
                return planned.Refusal!;
            }

            await CarryOutInAsync(db, actor, plan, cancellation);
            concerned = await FollowInAsync(db, plan.Edge.StudentId, clock.GetUtcNow(), cancellation);
            return plan.Edge.Id;
        }, cancellation);

        if (changed.Refusal is null)
        {
            feed.Publish(new ReachChanged(), concerned);
        }

        return changed;
    }

    /// <summary>Lets every room follow the edges around some students, as a clock does when a planned edge starts or ends.</summary>
    internal async Task FollowAsync(IReadOnlyCollection<int> studentIds, CancellationToken cancellation)
    {
        foreach (var studentId in studentIds)
        {
            var concerned = await lane.RunAsync(db => FollowInAsync(db, studentId, clock.GetUtcNow(), cancellation), cancellation);
            feed.Publish(new ReachChanged(), concerned);
        }
    }

    /// <summary>Finds what a change is about and whether it can be. Nothing is changed by it.</summary>
    internal Task<Outcome<EdgePlan>> PlanInAsync(ChatDbContext db, EdgeChange change, CancellationToken cancellation) => change switch
    {
        EdgeStart start => PlanStartAsync(db, start, cancellation),
        EdgeDeed { Kind: EdgeKind.Enrollment } deed => PlanDeedAsync<Enrollment>(db, deed, cancellation),
        EdgeDeed { Kind: EdgeKind.TutorAssignment } deed => PlanDeedAsync<TutorAssignment>(db, deed, cancellation),
        EdgeDeed { Kind: EdgeKind.GuardianLink } deed => PlanDeedAsync<GuardianLink>(db, deed, cancellation),
        _ => Task.FromResult<Outcome<EdgePlan>>(Refusal.NotFound),
    };

    /// <summary>Does it and writes it down. What follows from it, <see cref="FollowInAsync"/> does.</summary>
    internal async Task CarryOutInAsync(ChatDbContext db, Actor actor, EdgePlan plan, CancellationToken cancellation)
    {
        var before = plan.IsNew ? null : Tell(plan);
        plan.CarryOut();
        await db.SaveChangesAsync(cancellation);
        var deed = new Deed($"{NameOf(plan.Edge)}.{plan.What}", $"{NameOf(plan.Edge)}:{plan.Edge.Id}") { Reason = plan.Reason, Before = before, After = Tell(plan) };
        await audit.AppendAsync(db, actor, deed, cancellation);
    }

    /// <returns>Everybody who has, or had, to do with the student, and the admins: whoever lost something must look again too.</returns>
    internal async Task<IReadOnlyCollection<int>> FollowInAsync(ChatDbContext db, int studentId, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var follow in listeners)
        {
            await follow(db, studentId, now, cancellation);
        }

        return [.. await PeopleAround(db, studentId).Union(db.Users.Admins().Select(u => u.Id)).ToListAsync(cancellation)];
    }

    /// <summary>The student, and those who have an edge to them or had one.</summary>
    internal static IQueryable<int> PeopleAround(ChatDbContext db, int studentId) =>
        db.Users.Where(u => u.Id == studentId).Select(u => u.Id)
            .Union(db.Enrollments.Where(e => e.StudentId == studentId).Select(e => e.TeacherId))
            .Union(db.TutorAssignments.Where(e => e.StudentId == studentId).Select(e => e.TutorId))
            .Union(db.GuardianLinks.Where(e => e.StudentId == studentId).Select(e => e.ParentId));

    private async Task<Outcome<EdgePlan>> PlanStartAsync(ChatDbContext db, EdgeStart start, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var edge = MakeEdge(start, now);
        if (await FindMisfitAsync(db, start, edge, cancellation) is { } misfit)
        {
            return misfit;
        }

        return new EdgePlan(edge, "started", Later(edge.From, now), () => db.Add(edge)) { IsNew = true };
    }

    private static Edge MakeEdge(EdgeStart start, DateTimeOffset now) => start.Kind switch
    {
        EdgeKind.Enrollment => new Enrollment { StudentId = start.StudentId, SubjectId = start.SubjectId ?? 0, TeacherId = start.OtherId, From = start.From ?? now, To = start.To },
        EdgeKind.TutorAssignment => new TutorAssignment { StudentId = start.StudentId, TutorId = start.OtherId, SubjectId = start.SubjectId, From = start.From ?? now, To = start.To },
        _ => new GuardianLink
        {
            StudentId = start.StudentId,
            ParentId = start.OtherId,
            Relationship = start.Relationship,
            VerifiedAt = now,
            From = start.From ?? now,
            To = start.To,
        },
    };

    private static async Task<Refusal?> FindMisfitAsync(ChatDbContext db, EdgeStart start, Edge edge, CancellationToken cancellation)
    {
        var student = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == start.StudentId, cancellation);
        var other = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == start.OtherId, cancellation);
        var subject = start.SubjectId ?? (edge as Enrollment)?.SubjectId;

        return student is null || other is null ? Refusal.NotFound
            : subject is not null && !await db.Subjects.AnyAsync(s => s.Id == subject, cancellation) ? Refusal.NotFound
            : !Rights.Studies(student) || !Fits(start.Kind, other) ? SchoolRefusals.RoleMismatch
            : edge.To <= edge.From ? SchoolRefusals.EndsBeforeItStarts
            : null;
    }

    private static bool Fits(EdgeKind kind, AppUser other) => kind switch
    {
        EdgeKind.Enrollment => Rights.Teaches(other),
        EdgeKind.TutorAssignment => Rights.Tutors(other),
        _ => Rights.AnswersForStudents(other),
    };

    private async Task<Outcome<EdgePlan>> PlanDeedAsync<TEdge>(ChatDbContext db, EdgeDeed deed, CancellationToken cancellation)
        where TEdge : Edge
    {
        // Written before it is read: of two who decide about the same edge at once, the second sees what the first left.
        await db.Set<TEdge>().Where(e => e.Id == deed.EdgeId).ExecuteUpdateAsync(set => set.SetProperty(e => e.To, e => e.To), cancellation);
        if (await db.Set<TEdge>().SingleOrDefaultAsync(e => e.Id == deed.EdgeId, cancellation) is not { } edge)
        {
            return Refusal.NotFound;
        }

        if (deed.Seen is { } seen && seen != EdgeSeen.Of(edge))
        {
            return SchoolRefusals.EdgeChanged;
        }

        var now = clock.GetUtcNow();
        return deed.Act is EdgeAct.End ? PlanEnd(edge, deed, now)
            : edge is GuardianLink link ? PlanLink(link, deed, now)
            : Refusal.NotFound;
    }

    private static Outcome<EdgePlan> PlanEnd(Edge edge, EdgeDeed deed, DateTimeOffset now)
    {
        var end = deed.At is { } at && at > now ? at : now;
        if (end > now && end <= edge.From)
        {
            return SchoolRefusals.EndsBeforeItStarts;
        }

        // What has ended stays as it was: nobody gives back by another end what ended then.
        return new EdgePlan(edge, "ended", end, () => edge.To = edge.To <= now ? edge.To : end) { Reason = deed.Reason };
    }

    private static Outcome<EdgePlan> PlanLink(GuardianLink link, EdgeDeed deed, DateTimeOffset now)
    {
        var (what, act) = deed.Act switch
        {
            EdgeAct.Verify => ("verified", (Action)(() => link.VerifiedAt ??= now)),
            EdgeAct.Doubt => ("to_verify", () => link.VerifiedAt = null),
            EdgeAct.Restrict => ("restriction_changed", () => link.IsRestricted = true),
            _ => ("restriction_changed", () => link.IsRestricted = false),
        };
        return new EdgePlan(link, what, Later(link.From, now), act) { Reason = deed.Reason };
    }

    private async Task<Outcome<Done>> DoAsync(Actor actor, EdgeDeed deed, CancellationToken cancellation) =>
        (await ChangeAsync(actor, deed, cancellation)).Refusal is { } refusal ? refusal : new Done();

    private async Task<Outcome<T>> KeepAsync<T>(Actor actor, Func<ChatDbContext, Task<Outcome<T>>> command, CancellationToken cancellation) =>
        actor.KeepsTheSchool() ? await lane.TryAsync(command, cancellation) : await denials.RefuseAsync(actor, "school", AccountRefusals.AdminsOnly, cancellation);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static bool IsBadName(string? name) => string.IsNullOrWhiteSpace(name) || name.Trim().Length > Subject.MaxNameLength;

    private static string NamesOf(Subject subject) => $"{subject.NameRu} / {subject.NameEn}";

    /// <summary>The edge in stable words, as far as this change is about it.</summary>
    private static string Tell(EdgePlan plan) => plan switch
    {
        { What: "restriction_changed", Edge: GuardianLink link } => link.IsRestricted ? "Restricted" : "Unrestricted",
        { What: "verified" or "to_verify", Edge: GuardianLink link } => link.VerifiedAt is null ? "Unverified" : "Verified",
        _ => SpanOf(plan.Edge),
    };

    /// <summary>From when to when, as ISO 8601 writes it; two dots for an end that nobody has set.</summary>
    private static string SpanOf(Edge edge) => $"{Moment(edge.From)}/{(edge.To is { } to ? Moment(to) : "..")}";

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string NameOf(Edge edge) => edge switch
    {
        Enrollment => "enrollment",
        TutorAssignment => "tutor_assignment",
        _ => "guardian_link",
    };
}
