using System.Globalization;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Chat.Web.School;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Admin;

/// <summary>What the school keeps, for those who keep it: subjects, and the edges of each kind, page by page.</summary>
public sealed class EdgeListService(IDbContextFactory<ChatDbContext> database, Denials denials, TimeProvider clock)
{
    /// <summary>As many as somebody looks through before they rather type another letter.</summary>
    public const int MostFound = 10;

    public async Task<Outcome<IReadOnlyList<SubjectRow>>> SubjectsAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.KeepsTheSchool())
        {
            return await denials.RefuseAsync(actor, "school", AccountRefusals.AdminsOnly, cancellation);
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        var now = clock.GetUtcNow();
        var subjects = await db.Subjects.AsNoTracking()
            .Select(s => new { Subject = s, Running = db.Enrollments.HoldingAt(now).Count(e => e.SubjectId == s.Id), Tutors = db.TutorAssignments.HoldingAt(now).Count(e => e.SubjectId == s.Id) })
            .ToListAsync(cancellation);
        return Outcome.Of<IReadOnlyList<SubjectRow>>(
            [.. subjects.Select(s => new SubjectRow(s.Subject.ToView(), s.Running, s.Tutors)).OrderBy(s => s.Subject.Name, StringComparer.CurrentCulture)]);
    }

    public async Task<Outcome<TablePage<EdgeRow>>> ListAsync(Actor actor, EdgeKind kind, EdgeFilter filter, TableQuery query, CancellationToken cancellation = default)
    {
        if (!actor.KeepsTheSchool())
        {
            return await denials.RefuseAsync(actor, "school", AccountRefusals.AdminsOnly, cancellation);
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        var now = clock.GetUtcNow();
        var wanted = Filter(db, Edges(db, kind), filter, now);
        // Numbers are put in order first, and only a page of them becomes rows: the people at both ends would be carried through the sort.
        var page = await Sort(wanted, query).Skip(query.Offset).Take(TableQuery.Size).Select(e => e.Id).ToListAsync(cancellation);
        var rows = await Edges(db, kind).Where(e => page.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancellation);
        return new TablePage<EdgeRow>([.. page.Where(rows.ContainsKey).Select(id => rows[id].ToRow(kind, now))], await wanted.CountAsync(cancellation));
    }

    public async Task<Outcome<EdgeRow>> FindAsync(Actor actor, EdgeKind kind, int id, CancellationToken cancellation = default)
    {
        if (!actor.KeepsTheSchool())
        {
            return await denials.RefuseAsync(actor, "school", AccountRefusals.AdminsOnly, cancellation);
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        return await Edges(db, kind).SingleOrDefaultAsync(e => e.Id == id, cancellation) is { } found ? found.ToRow(kind, clock.GetUtcNow()) : Refusal.NotFound;
    }

    /// <summary>Active people by part of their name, who may stand at one end of an edge.</summary>
    public async Task<Outcome<IReadOnlyList<FoundPerson>>> FindPeopleAsync(Actor actor, EdgeEnd end, string? typed, CancellationToken cancellation = default)
    {
        if (!actor.KeepsTheSchool() && !(end is EdgeEnd.Anybody && actor.MayOversee()))
        {
            return await denials.RefuseAsync(actor, "school", AccountRefusals.AdminsOnly, cancellation);
        }

        if (string.IsNullOrWhiteSpace(typed))
        {
            return Outcome.Of<IReadOnlyList<FoundPerson>>([]);
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        var standing = Standing(db.Users, end).Where(u => end == EdgeEnd.Anybody || u.Status == AccountStatus.Active || u.Status == AccountStatus.Invited);
        var people = Named(standing, typed);
        return Outcome.Of<IReadOnlyList<FoundPerson>>(await Show(people.OrderBy(u => u.FullName).ThenBy(u => u.Id).Take(MostFound)).ToListAsync(cancellation));
    }

    /// <summary>Somebody an address names.</summary>
    public async Task<Outcome<FoundPerson>> FindPersonAsync(Actor actor, int id, CancellationToken cancellation = default)
    {
        if (!actor.MayOversee())
        {
            return await denials.RefuseAsync(actor, "school", AccountRefusals.AdminsOnly, cancellation);
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        return await Show(db.Users.People().Where(u => u.Id == id)).SingleOrDefaultAsync(cancellation) is { } found ? found : Refusal.NotFound;
    }

    private static IQueryable<AppUser> Named(IQueryable<AppUser> people, string typed) => PeopleFilter.Read(typed, role: null, status: null, capability: null).Of(people);

    private static IQueryable<FoundPerson> Show(IQueryable<AppUser> people) => people.Select(u => new FoundPerson(new PersonView(u.Id, u.FullName, u.Role), u.Email));

    private static IQueryable<AppUser> Standing(IQueryable<AppUser> people, EdgeEnd end) => end switch
    {
        EdgeEnd.Student => people.WhoStudy(),
        EdgeEnd.Teacher => people.WhoTeach(),
        EdgeEnd.Tutor => people.WhoTutor(),
        EdgeEnd.Parent => people.WhoAnswerForStudents(),
        _ => people,
    };

    private static IQueryable<Found> Edges(ChatDbContext db, EdgeKind kind) => kind switch
    {
        EdgeKind.Enrollment => db.Enrollments.AsNoTracking().Select(e => new Found { Id = e.Id, Student = e.Student, Other = e.Teacher, Subject = e.Subject, From = e.From, To = e.To }),
        EdgeKind.TutorAssignment => db.TutorAssignments.AsNoTracking().Select(e => new Found { Id = e.Id, Student = e.Student, Other = e.Tutor, Subject = e.Subject, From = e.From, To = e.To }),
        _ => db.GuardianLinks.AsNoTracking().Select(e => new Found
        {
            Id = e.Id,
            Student = e.Student,
            Other = e.Parent,
            From = e.From,
            To = e.To,
            Relationship = e.Relationship,
            VerifiedAt = e.VerifiedAt,
            IsRestricted = e.IsRestricted,
        }),
    };

    private static IQueryable<Found> Filter(ChatDbContext db, IQueryable<Found> edges, EdgeFilter filter, DateTimeOffset now)
    {
        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            var people = Named(db.Users, filter.Text).Select(u => u.Id);
            edges = edges.Where(e => people.Contains(e.Student.Id) || people.Contains(e.Other.Id));
        }

        edges = filter.SubjectId is { } subject ? edges.Where(e => e.Subject!.Id == subject) : edges;
        edges = filter.State switch
        {
            EdgeState.Running => edges.Where(e => e.From <= now && (e.To == null || e.To > now)),
            EdgeState.Planned => edges.Where(e => e.From > now && (e.To == null || e.To > now)),
            EdgeState.Ended => edges.Where(e => e.To != null && e.To <= now),
            _ => edges,
        };
        return filter.Trust switch
        {
            LinkTrust.Verified => edges.Where(e => e.VerifiedAt != null && e.IsRestricted != true),
            LinkTrust.ToVerify => edges.Where(e => e.VerifiedAt == null),
            LinkTrust.Restricted => edges.Where(e => e.IsRestricted == true),
            _ => edges,
        };
    }

    private static IQueryable<Found> Sort(IQueryable<Found> edges, TableQuery query)
    {
        var isRussian = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName is "ru";
        return (query.Column, query.IsDescending) switch
        {
            ("student", false) => edges.OrderBy(e => e.Student.FullName).ThenBy(e => e.Id),
            ("student", true) => edges.OrderByDescending(e => e.Student.FullName).ThenBy(e => e.Id),
            ("other", false) => edges.OrderBy(e => e.Other.FullName).ThenBy(e => e.Id),
            ("other", true) => edges.OrderByDescending(e => e.Other.FullName).ThenBy(e => e.Id),
            ("subject", false) => edges.OrderBy(e => isRussian ? e.Subject!.NameRu : e.Subject!.NameEn).ThenBy(e => e.Id),
            ("subject", true) => edges.OrderByDescending(e => isRussian ? e.Subject!.NameRu : e.Subject!.NameEn).ThenBy(e => e.Id),
            ("from", false) => edges.OrderBy(e => e.From).ThenBy(e => e.Id),
            ("from", true) => edges.OrderByDescending(e => e.From).ThenBy(e => e.Id),
            ("to", false) => edges.OrderBy(e => e.To == null).ThenBy(e => e.To).ThenBy(e => e.Id),
            ("to", true) => edges.OrderByDescending(e => e.To == null).ThenByDescending(e => e.To).ThenBy(e => e.Id),
            _ => edges.OrderByDescending(e => e.Id),
        };
    }

    private sealed class Found
    {
        public int Id { get; init; }

        public required AppUser Student { get; init; }

        public required AppUser Other { get; init; }

        public Subject? Subject { get; init; }

        public DateTimeOffset From { get; init; }

        public DateTimeOffset? To { get; init; }

        public GuardianRelationship? Relationship { get; init; }

        public DateTimeOffset? VerifiedAt { get; init; }

        public bool? IsRestricted { get; init; }

        public EdgeRow ToRow(EdgeKind kind, DateTimeOffset now) => new(kind, Id, Student.ToView(), Other.ToView(), Subject?.ToView(), From, To)
        {
            State = To <= now ? EdgeState.Ended : From > now ? EdgeState.Planned : EdgeState.Running,
            Relationship = Relationship,
            VerifiedAt = VerifiedAt,
            IsRestricted = IsRestricted is true,
        };
    }
}

/// <summary>Who may stand at one end of an edge.</summary>
public enum EdgeEnd
{
    Anybody,
    Student,
    Teacher,
    Tutor,
    Parent,
}

public enum EdgeState
{
    Running = 1,
    Planned = 2,
    Ended = 3,
}

/// <summary>How far a parent's link is trusted.</summary>
public enum LinkTrust
{
    Verified = 1,
    ToVerify = 2,
    Restricted = 3,
}

/// <param name="Text">Part of the name of somebody at one of its ends.</param>
public sealed record EdgeFilter(string? Text = null, int? SubjectId = null, EdgeState? State = null, LinkTrust? Trust = null);

/// <param name="Running">How many are taught it now.</param>
/// <param name="Tutored">How many are tutored in it now.</param>
public sealed record SubjectRow(SubjectView Subject, int Running, int Tutored);

public sealed record FoundPerson(PersonView Person, string? Email);

/// <summary>An edge as a table shows it.</summary>
public sealed record EdgeRow(EdgeKind Kind, int Id, PersonView Student, PersonView Other, SubjectView? Subject, DateTimeOffset From, DateTimeOffset? To)
{
    public EdgeState State { get; init; }

    public GuardianRelationship? Relationship { get; init; }

    public DateTimeOffset? VerifiedAt { get; init; }

    public bool IsRestricted { get; init; }

    public EdgeSeen Seen => new(To, VerifiedAt, IsRestricted);
}
