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
/// Some students at a time, each in one command, so that a message sent meanwhile waits for a few of them. What is done is
/// found done: a run that broke off is simply started again.
/// </summary>
public sealed partial class YearEndService(
    IDbContextFactory<ChatDbContext> database, WriteLane lane, SchoolService school, AuditLog audit, Feed feed, SessionService sessions, IHostApplicationLifetime life, TimeProvider clock, ILogger<YearEndService> logger)
{
    /// <summary>How many students stand in the write lane at once.</summary>
    private const int AtOnce = 20;

    private readonly Lock _gate = new();
    private YearEndRun? _run;

    /// <summary>How far it is; none where nobody has begun since the house was opened.</summary>
    public Outcome<YearEndRun?> Look(Actor actor)
    {
        if (!actor.KeepsTheSchool())
        {
            return AccountRefusals.AdminsOnly;
        }

        lock (_gate)
        {
            return _run;
        }
    }

    /// <summary>Counts what a draft would change.</summary>
    public async Task<Outcome<YearEndPlan>> PlanAsync(Actor actor, YearEndDraft draft, CancellationToken cancellation = default)
    {
        if (!actor.KeepsTheSchool())
        {
            return AccountRefusals.AdminsOnly;
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
    public async Task<Outcome<Done>> StartAsync(Actor actor, YearEndDraft draft, int? typed, CancellationToken cancellation = default)
    {
        draft = NotBefore(draft);
        var planned = await PlanAsync(actor, draft, cancellation);
        if (planned.Value is not { } plan)
        {
            return planned.Refusal!;
        }

        if (plan.Total == 0)
        {
            return YearEndRefusals.NothingToDo;
        }

        if (typed != plan.Total)
        {
            return YearEndRefusals.NumberDiffers.With(plan.Total);
        }

        var students = await StudentsAsync(draft, cancellation);
        lock (_gate)
        {
            if (_run is { IsRunning: true })
            {
                return YearEndRefusals.UnderWay;
            }

            _run = new YearEndRun(students.Count, 0, 0, IsRunning: true, Stopped: null);
        }

        if (await audit.WriteDownAsync(lane, actor, new Deed("school.year_ended", "school") { After = InWords(draft, plan) }, cancellation) is { } unwritten)
        {
            Move(actor, run => run with { IsRunning = false, Stopped = unwritten });
            return unwritten;
        }

        _ = Task.Run(() => RunAsync(actor, draft, students, life.ApplicationStopping), CancellationToken.None);
        return new Done();
    }

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

    private async Task<List<int>> StudentsAsync(YearEndDraft draft, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        return await Ending(db.Enrollments, draft).Select(e => e.StudentId)
            .Union(Ending(db.TutorAssignments, draft).Select(e => e.StudentId))
            .Union(Renewing(db, draft).Select(e => e.StudentId))
            .Union(Doubted(db, draft).Select(e => e.StudentId))
            .OrderBy(id => id)
            .ToListAsync(cancellation);
    }

    private async Task RunAsync(Actor actor, YearEndDraft draft, List<int> students, CancellationToken stopping)
    {
        var stopped = Refusal.StorageUnavailable;
        try
        {
            stopped = await RunAllAsync(actor, draft, students, stopping);
        }
        catch (OperationCanceledException)
        {
            // The house closes. What was done is stored, and is found done.
        }
#pragma warning disable CA1031 // Nobody awaits this: what breaks here is said where the run is shown, and in the log.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            Log.Broke(logger, broken);
        }

        Move(actor, run => run with { IsRunning = false, Stopped = stopped });
    }

    private async Task<Refusal?> RunAllAsync(Actor actor, YearEndDraft draft, List<int> students, CancellationToken stopping)
    {
        foreach (var some in students.Chunk(AtOnce))
        {
            // It ends with the right to it.
            if (actor.Session is { } session && await sessions.FindAsync(session, stopping) is null)
            {
                return AccountRefusals.AdminsOnly;
            }

            var changed = await Task.WhenAll(some.Select(student => EndForAsync(actor, draft, student, stopping)));
            Move(actor, run => run with { Done = run.Done + some.Length, Changed = run.Changed + changed.Sum() });
        }

        return null;
    }

    /// <returns>How many edges were changed.</returns>
    private async Task<int> EndForAsync(Actor actor, YearEndDraft draft, int studentId, CancellationToken cancellation)
    {
        var (changed, concerned) = await lane.RunAsync(async db =>
        {
            var changes = await ChangesForAsync(db, draft, studentId, cancellation);
            foreach (var change in changes)
            {
                if ((await school.PlanInAsync(db, change, cancellation)).Value is { } plan)
                {
                    await school.CarryOutInAsync(db, actor, plan, cancellation);
                }
            }

            return (changes.Count, await school.FollowInAsync(db, studentId, clock.GetUtcNow(), cancellation));
        }, cancellation);

        feed.Publish(new ReachChanged(), concerned);
        return changed;
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

    private void Move(Actor actor, Func<YearEndRun, YearEndRun> move)
    {
        lock (_gate)
        {
            _run = move(_run!);
        }

        feed.Publish(new YearEndMoved(), actor.Id);
    }

    private static string InWords(YearEndDraft draft, YearEndPlan plan) => string.Create(
        CultureInfo.InvariantCulture,
        $"At={draft.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}; Enrollments={plan.Enrollments}; Tutors={plan.Assignments}; Renewed={plan.Renewals}; ToVerify={plan.Links}");

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The year's end broke off")]
        public static partial void Broke(ILogger logger, Exception broken);
    }
}
