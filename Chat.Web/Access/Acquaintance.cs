using Chat.Web.Accounts;
using Chat.Web.Data;
using Chat.Web.School;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Access;

public enum TieKind
{
    TeachesYou,
    TutorsYou,
    YouTeach,
    YouTutor,
    TeacherOfYourStudent,
    TutorOfYourStudent,
    ParentOfYourStudent,
    TeachesYourChild,
    TutorsYourChild,
    Colleague,
    Parent,
}

/// <summary>Why one person may write to another first, with whatever the reason rests on: a student, a subject, an end.</summary>
public sealed record Tie(TieKind Kind, PersonView Person, PersonView? Student, SubjectView? Subject, DateTimeOffset? Until)
{
    /// <summary>What home and school say to each other about a child stays apart from everything else they may talk of.</summary>
    public bool IsHomeSchool => Kind is TieKind.ParentOfYourStudent or TieKind.TeachesYourChild or TieKind.TutorsYourChild;
}

/// <summary>
/// Who may write to whom first: those who teach, tutor, raise or run a school together, for as long as they do. Never
/// themselves, never an account that is not active, and never student to student.
/// </summary>
public static class Acquaintance
{
    public static Task<List<Tie>> TiesOfAsync(this ChatDbContext db, Actor actor, DateTimeOffset now, CancellationToken cancellation) =>
        db.TiesOfAsync(actor, among: null, now, cancellation);

    /// <param name="among">Only ties to these; none for ties to anybody. In a big school those who work there are many.</param>
    public static async Task<List<Tie>> TiesOfAsync(
        this ChatDbContext db, Actor actor, IReadOnlyCollection<int>? among, DateTimeOffset now, CancellationToken cancellation)
    {
        var enrollments = db.Enrollments.HoldingAt(now);
        var assignments = db.TutorAssignments.HoldingAt(now);
        var links = db.GuardianLinks.OpenAt(now);
        var taught = enrollments.Where(e => e.TeacherId == actor.Id).Select(e => e.StudentId);
        var tutored = assignments.Where(e => e.TutorId == actor.Id).Select(e => e.StudentId);
        var raised = links.Where(l => l.ParentId == actor.Id).Select(l => l.StudentId);

        IQueryable<Found>[] found = actor.Role switch
        {
            Role.Student =>
            [
                Teachers(TieKind.TeachesYou, enrollments.Where(e => e.StudentId == actor.Id)),
                Tutors(TieKind.TutorsYou, assignments.Where(e => e.StudentId == actor.Id)),
            ],
            Role.Teacher =>
            [
                Students(TieKind.YouTeach, enrollments.Where(e => e.TeacherId == actor.Id)),
                Tutors(TieKind.TutorOfYourStudent, assignments.Where(e => taught.Contains(e.StudentId))),
                Parents(TieKind.ParentOfYourStudent, links.Where(l => taught.Contains(l.StudentId))),
                People(TieKind.Colleague, db.Users.Where(u => u.Role == Role.Teacher || u.Role == Role.Tutor || u.Role == Role.Admin)),
            ],
            Role.Tutor =>
            [
                Students(TieKind.YouTutor, assignments.Where(e => e.TutorId == actor.Id)),
                Teachers(TieKind.TeacherOfYourStudent, enrollments.Where(e => tutored.Contains(e.StudentId))),
                Parents(TieKind.ParentOfYourStudent, links.Where(l => tutored.Contains(l.StudentId))),
                People(TieKind.Colleague, db.Users.Where(u => u.Role == Role.Teacher || u.Role == Role.Tutor || u.Role == Role.Admin)),
            ],
            Role.Parent =>
            [
                Teachers(TieKind.TeachesYourChild, enrollments.Where(e => raised.Contains(e.StudentId))),
                Tutors(TieKind.TutorsYourChild, assignments.Where(e => raised.Contains(e.StudentId))),
            ],
            _ =>
            [
                People(TieKind.Colleague, db.Users.Where(u => u.Role == Role.Teacher || u.Role == Role.Tutor || u.Role == Role.Admin)),
                People(TieKind.Parent, db.Users.Where(u => u.Role == Role.Parent)),
            ],
        };

        var ties = new List<Tie>();
        foreach (var query in found)
        {
            var active = query.AsNoTracking().Where(f => f.Person.Status == AccountStatus.Active && f.Person.Id != actor.Id);
            ties.AddRange((await (among is null ? active : active.Where(f => among.Contains(f.Person.Id))).ToListAsync(cancellation)).Select(f => f.ToTie()));
        }

        return ties;
    }

    private static IQueryable<Found> Teachers(TieKind kind, IQueryable<Enrollment> enrollments) => enrollments.Select(e =>
        new Found { Kind = kind, Person = e.Teacher, Student = e.Student, Subject = e.Subject, Until = e.To });

    private static IQueryable<Found> Tutors(TieKind kind, IQueryable<TutorAssignment> assignments) => assignments.Select(e =>
        new Found { Kind = kind, Person = e.Tutor, Student = e.Student, Subject = e.Subject, Until = e.To });

    private static IQueryable<Found> Parents(TieKind kind, IQueryable<GuardianLink> links) => links.Select(e =>
        new Found { Kind = kind, Person = e.Parent, Student = e.Student, Until = e.To });

    private static IQueryable<Found> Students(TieKind kind, IQueryable<Enrollment> enrollments) => enrollments.Select(e =>
        new Found { Kind = kind, Person = e.Student, Subject = e.Subject, Until = e.To });

    private static IQueryable<Found> Students(TieKind kind, IQueryable<TutorAssignment> assignments) => assignments.Select(e =>
        new Found { Kind = kind, Person = e.Student, Subject = e.Subject, Until = e.To });

    private static IQueryable<Found> People(TieKind kind, IQueryable<AppUser> users) => users.Select(u => new Found { Kind = kind, Person = u });

    private sealed class Found
    {
        public TieKind Kind { get; init; }

        public required AppUser Person { get; init; }

        public AppUser? Student { get; init; }

        public Subject? Subject { get; init; }

        public DateTimeOffset? Until { get; init; }

        public Tie ToTie() => new(Kind, Person.ToView(), Student?.ToView(), Subject?.ToView(), Until);
    }
}
