using System.Globalization;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Live;
using Chat.Web.Outcomes;
using Chat.Web.School;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Admin;

/// <summary>
/// Ends a school's year: everything taught ends at a day, what goes on starts again, parents' links are looked at anew.
/// It is a job on students, each in one command. What is done is found done: a job that broke off is simply begun again.
/// </summary>
public sealed class YearEndService(
    IDbContextFactory<ChatDbContext> database, WriteLane lane, SchoolService school, JobService jobs, AuditLog audit, Denials denials, Feed feed, TimeProvider clock) : IDisposable
{
    /// <summary>Two who begin at once take turns: the second sees what the first has begun.</summary>
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>How far it is, whoever began it; none where nobody has since the house was opened.</summary>
    public Outcome<JobView?> Look(Actor actor) => actor.KeepsTheSchool() ? jobs.Latest(JobKind.YearEnd) : AccountRefusals.AdminsOnly;

    /// <summary>Counts what a draft would change.</summary>
    public async Task<Outcome<YearEndPlan>> PlanAsync(Actor actor, YearEndDraft draft, CancellationToken cancellation = default)
    {
        if (!actor.KeepsTheSchool())
        {
            return await denials.RefuseAsync(actor, "school", AccountRefusals.AdminsOnly, cancellation);
        }

        if (RefusalOf(draft) is { } unfit)
        {
            return unfit;
        }

        draft = NotBefore(draft);
        await using var db = await database.CreateDbContextAsync(cancellation);
        var (ending, tutoring) = (Ending(db.Enrollments, draft), Ending(db.TutorAssignments, draft));
        var counts = await ending.GroupBy(e => e.SubjectId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellation);
        var subjects = await db.Subjects.AsNoTracking().ToListAsync(cancellation);
        return new YearEndPlan(
            counts.Sum(c => c.Count),
            await tutoring.CountAsync(cancellation),
            await ending.Select(e => new { e.StudentId, e.TeacherId, e.SubjectId }).Distinct().CountAsync(cancellation)
                + await tutoring.Select(e => new { e.StudentId, e.TutorId, e.SubjectId }).Distinct().CountAsync(cancellation),
            await Renewing(db, draft).Select(e => new { e.StudentId, e.TeacherId, e.SubjectId }).Distinct().CountAsync(cancellation),
            await Doubted(db, draft).CountAsync(cancellation),
            [.. subjects.Select(s => new YearEndSubject(s.ToView(), counts.Find(c => c.Key == s.Id)?.Count ?? 0)).OrderBy(s => s.Subject.Name, StringComparer.CurrentCulture)]);
    }

    /// <summary>Begins, and goes on in the background.</summary>
    /// <param name="typed">How many edges whoever means it says there are to change.</param>
    /// <returns>The job's number.</returns>
    public async Task<Outcome<int>> StartAsync(Actor actor, YearEndDraft draft, int? typed, CancellationToken cancellation = default)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await BeginAsync(actor, NotBefore(draft), typed, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<Outcome<int>> BeginAsync(Actor actor, YearEndDraft draft, int? typed, CancellationToken cancellation)
    {
        var planned = await PlanAsync(actor, draft, cancellation);
        if (planned.Value is not { } plan)
        {
            return planned.Refusal!;
        }

        if (RefusalOf(plan, typed) is { } refusal)
        {
            return refusal;
        }

        var students = await StudentsAsync(draft, cancellation);
        return await audit.WriteDownAsync(lane, actor, new Deed("school.year_ended", "school") { After = InWords(draft, plan) }, cancellation) is { } unwritten
            ? unwritten
            : jobs.Start(actor, JobKind.YearEnd, Capabilities.None, students, (student, stopping) => EndForAsync(actor, draft, student, stopping));
    }

    private Refusal? RefusalOf(YearEndPlan plan, int? typed) =>
        jobs.Latest(JobKind.YearEnd) is { IsRunning: true } ? YearEndRefusals.UnderWay
        : plan.Total == 0 ? YearEndRefusals.NothingToDo
        : typed != plan.Total ? YearEndRefusals.NumberDiffers.With(plan.Total)
        : null;

    /// <summary>A day that has passed is today: nothing ends before it is ended.</summary>
    private YearEndDraft NotBefore(YearEndDraft draft) => clock.GetUtcNow() is var now && draft.At < now ? draft with { At = now } : draft;

    private static Refusal? RefusalOf(YearEndDraft draft) =>
        draft.Renewed.Count > 0 && (draft.RenewFrom is null || draft.RenewFrom < draft.At) ? SchoolRefusals.EndsBeforeItStarts : null;

    /// <summary>What would still hold when the year is over, and began before that.</summary>
    private static IQueryable<TEdge> Ending<TEdge>(IQueryable<TEdge> edges, YearEndDraft draft)
        where TEdge : Edge =>
        edges.Where(e => e.From < draft.At && (e.To == null || e.To > draft.At));

    /// <summary>
    /// What starts again: taught to the year's last moment, whether a run has ended it already or is still to, and not yet
    /// taught in the year that follows; by people who still study and teach here.
    /// </summary>
    private static IQueryable<Enrollment> Renewing(ChatDbContext db, YearEndDraft draft)
    {
        var (students, teachers) = (db.Users.WhoStudy().Where(u => u.Status == AccountStatus.Active).Select(u => u.Id), db.Users.WhoTeach().Where(u => u.Status == AccountStatus.Active).Select(u => u.Id));
        return db.Enrollments.Where(e =>
            draft.Renewed.Contains(e.SubjectId)
            && e.From < draft.At && (e.To == null || e.To >= draft.At)
            && students.Contains(e.StudentId) && teachers.Contains(e.TeacherId)
            && !db.Enrollments.Any(next => next.StudentId == e.StudentId && next.TeacherId == e.TeacherId && next.SubjectId == e.SubjectId && next.From >= draft.At));
    }

    private IQueryable<GuardianLink> Doubted(ChatDbContext db, YearEndDraft draft) =>
        db.GuardianLinks.HoldingAt(clock.GetUtcNow()).Where(l => draft.DoubtsBefore != null && l.VerifiedAt != null && l.VerifiedAt < draft.DoubtsBefore);

    private async Task<List<PersonName>> StudentsAsync(YearEndDraft draft, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var concerned = Ending(db.Enrollments, draft).Select(e => e.StudentId)
            .Union(Ending(db.TutorAssignments, draft).Select(e => e.StudentId))
            .Union(Renewing(db, draft).Select(e => e.StudentId))
            .Union(Doubted(db, draft).Select(e => e.StudentId));
        return await db.Users.Where(u => concerned.Contains(u.Id)).OrderBy(u => u.Id).Select(u => new PersonName(u.Id, u.FullName, u.Email!)).ToListAsync(cancellation);
    }

    private async Task<RowResult> EndForAsync(Actor actor, YearEndDraft draft, PersonName student, CancellationToken cancellation)
    {
        var (ended, concerned) = await lane.RunAsync(
            async db => (await CarryOutInAsync(db, actor, draft, student, cancellation), await school.FollowInAsync(db, student.Id, clock.GetUtcNow(), cancellation)), cancellation);
        feed.Publish(new ReachChanged(), concerned);
        return ended;
    }

    /// <summary>What cannot be changed stays as it is, and is listed with the reason; the rest of the student's year ends.</summary>
    private async Task<RowResult> CarryOutInAsync(ChatDbContext db, Actor actor, YearEndDraft draft, PersonName student, CancellationToken cancellation)
    {
        var changes = await ChangesForAsync(db, draft, student.Id, cancellation);
        Refusal? refusal = null;
        foreach (var change in changes)
        {
            var planned = await school.PlanInAsync(db, change, cancellation);
            refusal ??= planned.Refusal;
            if (planned.Value is { } plan)
            {
                await school.CarryOutInAsync(db, actor, plan, cancellation);
            }
        }

        return new RowResult(refusal is not null ? RowEnd.Failed : changes.Count > 0 ? RowEnd.Changed : RowEnd.Same, student) { Refusal = refusal };
    }

    private async Task<List<EdgeChange>> ChangesForAsync(ChatDbContext db, YearEndDraft draft, int studentId, CancellationToken cancellation)
    {
        var renewed = await Renewing(db, draft).Where(e => e.StudentId == studentId).Select(e => new { e.TeacherId, e.SubjectId }).Distinct().ToListAsync(cancellation);
        return
        [
            .. (await IdsAsync(Ending(db.Enrollments, draft))).Select(id => new EdgeDeed(EdgeKind.Enrollment, id, EdgeAct.End) { At = draft.At }),
            .. (await IdsAsync(Ending(db.TutorAssignments, draft))).Select(id => new EdgeDeed(EdgeKind.TutorAssignment, id, EdgeAct.End) { At = draft.At }),
            .. renewed.Select(e => new EdgeStart(EdgeKind.Enrollment, studentId, e.TeacherId, e.SubjectId, draft.RenewFrom, To: null)),
            .. (await IdsAsync(Doubted(db, draft))).Select(id => new EdgeDeed(EdgeKind.GuardianLink, id, EdgeAct.Doubt)),
        ];

        Task<List<int>> IdsAsync(IQueryable<Edge> edges) => edges.Where(e => e.StudentId == studentId).Select(e => e.Id).ToListAsync(cancellation);
    }

    private static string InWords(YearEndDraft draft, YearEndPlan plan) => string.Create(
        CultureInfo.InvariantCulture,
        $"At={draft.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}, Enrollments={plan.Enrollments}, Tutors={plan.Assignments}, Renewed={plan.Renewals}, ToVerify={plan.Links}");
}
