using System.Globalization;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Admin;

/// <summary>Looks people up, for those who keep the school.</summary>
public sealed class PeopleService(IDbContextFactory<ChatDbContext> database, WriteLane lane, AccountService accounts, AuditLog audit, Denials denials, TimeProvider clock)
{
    private const int ExportedAtOnce = 1_000;

    private const int MaxEdges = 200;

    private static readonly Expression<Func<AppUser, PersonRow>> Row =
        u => new PersonRow(u.Id, u.FullName, u.Email!, u.Role, u.Status, u.Capabilities, u.Language, u.CreatedAt, u.LastSeenAt);

    public async Task<Outcome<TablePage<PersonRow>>> ListAsync(Actor actor, PeopleFilter filter, TableQuery table, CancellationToken cancellation = default)
    {
        if (!actor.KeepsTheSchool())
        {
            return await denials.RefuseAsync(actor, "people", AccountRefusals.AdminsOnly, cancellation);
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        var people = filter.Of(db.Users.AsNoTracking());
        var total = await people.CountAsync(cancellation);
        var rows = await Sorted(people, table).Skip(table.Offset).Take(TableQuery.Size).Select(Row).ToListAsync(cancellation);
        return new TablePage<PersonRow>(rows, total);
    }

    public async Task<Outcome<PersonDetails>> FindAsync(Actor actor, int id, CancellationToken cancellation = default)
    {
        if (!actor.KeepsTheSchool())
        {
            return await denials.RefuseAsync(actor, "people", AccountRefusals.AdminsOnly, cancellation);
        }

        var now = clock.GetUtcNow();
        await using var db = await database.CreateDbContextAsync(cancellation);
        var person = await db.Users.People().AsNoTracking().Where(u => u.Id == id).Select(Row).SingleOrDefaultAsync(cancellation);
        if (person is null)
        {
            return Refusal.NotFound;
        }

        var more = await db.Users.Where(u => u.Id == id).Select(u => new { u.UserName, u.TimeZone, u.LockoutEnd }).SingleAsync(cancellation);
        var link = await db.Invitations.Where(i => i.UserId == id && i.UsedAt == null && i.ExpiresAt > now).Select(i => (DateTimeOffset?)i.ExpiresAt).FirstOrDefaultAsync(cancellation);
        var sessions = await accounts.ListSessionsAsync(actor, id, cancellation);
        return new PersonDetails(
            person,
            string.Equals(more.UserName, person.Email, StringComparison.OrdinalIgnoreCase) ? null : more.UserName,
            more.TimeZone,
            more.LockoutEnd > now ? more.LockoutEnd : null,
            link,
            await EdgesOfAsync(db, id, cancellation),
            sessions.Value!);
    }

    /// <summary>Everybody the filter leaves, in the order their accounts were made. They are read a thousand at a time: nobody's slow line keeps the database open.</summary>
    public async Task<Outcome<IAsyncEnumerable<PersonRow>>> ExportAsync(Actor actor, PeopleFilter filter, CancellationToken cancellation = default)
    {
        if (!actor.KeepsTheSchool())
        {
            return await denials.RefuseAsync(actor, "people", AccountRefusals.AdminsOnly, cancellation);
        }

        int count;
        await using (var db = await database.CreateDbContextAsync(cancellation))
        {
            count = await filter.Of(db.Users).CountAsync(cancellation);
        }

        var written = await audit.WriteDownAsync(
            lane, actor, new Deed("people.exported", "people") { Reason = $"{filter}", After = count.ToString(CultureInfo.InvariantCulture) }, cancellation);
        return written is { } refusal ? refusal : Outcome.Of(ReadAllAsync(filter, cancellation));
    }

    /// <summary>Whom a deed on all that match is about: who they are now, whoever comes later.</summary>
    internal async Task<IReadOnlyList<PersonName>> NamesAsync(IReadOnlyCollection<int>? chosen, PeopleFilter filter, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var people = chosen is null ? filter.Of(db.Users) : db.Users.People().Where(u => chosen.Contains(u.Id));
        return await people.OrderBy(u => u.Id).Select(u => new PersonName(u.Id, u.FullName, u.Email!)).ToListAsync(cancellation);
    }

    private async IAsyncEnumerable<PersonRow> ReadAllAsync(PeopleFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var last = 0; ;)
        {
            List<PersonRow> rows;
            await using (var db = await database.CreateDbContextAsync(cancellation))
            {
                rows = await filter.Of(db.Users.AsNoTracking()).Where(u => u.Id > last).OrderBy(u => u.Id).Take(ExportedAtOnce).Select(Row).ToListAsync(cancellation);
            }

            foreach (var row in rows)
            {
                yield return row;
            }

            if (rows.Count < ExportedAtOnce)
            {
                yield break;
            }

            last = rows[^1].Id;
        }
    }

    // Each order ends in one that no two share, in the same direction, so that an index has it as it stands and no row is shown twice.
    private static IQueryable<AppUser> Sorted(IQueryable<AppUser> people, TableQuery table) => (table.Column, table.IsDescending) switch
    {
        ("email", false) => people.OrderBy(u => u.NormalizedEmail).ThenBy(u => u.Id),
        ("email", true) => people.OrderByDescending(u => u.NormalizedEmail).ThenByDescending(u => u.Id),
        ("role", false) => people.OrderBy(u => u.Role).ThenBy(u => u.SearchName).ThenBy(u => u.Id),
        ("role", true) => people.OrderByDescending(u => u.Role).ThenByDescending(u => u.SearchName).ThenByDescending(u => u.Id),
        ("status", false) => people.OrderBy(u => u.Status).ThenBy(u => u.SearchName).ThenBy(u => u.Id),
        ("status", true) => people.OrderByDescending(u => u.Status).ThenByDescending(u => u.SearchName).ThenByDescending(u => u.Id),
        ("created", false) => people.OrderBy(u => u.CreatedAt).ThenBy(u => u.Id),
        ("created", true) => people.OrderByDescending(u => u.CreatedAt).ThenByDescending(u => u.Id),
        ("seen", false) => people.OrderBy(u => u.LastSeenAt).ThenBy(u => u.Id),
        ("seen", true) => people.OrderByDescending(u => u.LastSeenAt).ThenByDescending(u => u.Id),
        (_, true) => people.OrderByDescending(u => u.SearchName).ThenByDescending(u => u.Id),
        _ => people.OrderBy(u => u.SearchName).ThenBy(u => u.Id),
    };

    private static async Task<IReadOnlyList<PersonEdge>> EdgesOfAsync(ChatDbContext db, int id, CancellationToken cancellation)
    {
        var enrollments = await db.Enrollments.AsNoTracking().Include(e => e.Student).Include(e => e.Teacher).Include(e => e.Subject)
            .Where(e => e.StudentId == id || e.TeacherId == id).OrderByDescending(e => e.Id).Take(MaxEdges).ToListAsync(cancellation);
        var tutors = await db.TutorAssignments.AsNoTracking().Include(e => e.Student).Include(e => e.Tutor).Include(e => e.Subject)
            .Where(e => e.StudentId == id || e.TutorId == id).OrderByDescending(e => e.Id).Take(MaxEdges).ToListAsync(cancellation);
        var links = await db.GuardianLinks.AsNoTracking().Include(e => e.Student).Include(e => e.Parent)
            .Where(e => e.StudentId == id || e.ParentId == id).OrderByDescending(e => e.Id).Take(MaxEdges).ToListAsync(cancellation);

        return
        [
            .. enrollments.Select(e => e.StudentId == id
                ? new PersonEdge(PersonEdgeKind.TaughtBy, e.Teacher.ToView(), e.Subject.ToView(), e.From, e.To, IsOpen: true)
                : new PersonEdge(PersonEdgeKind.Teaches, e.Student.ToView(), e.Subject.ToView(), e.From, e.To, IsOpen: true)),
            .. tutors.Select(e => e.StudentId == id
                ? new PersonEdge(PersonEdgeKind.TutoredBy, e.Tutor.ToView(), e.Subject?.ToView(), e.From, e.To, IsOpen: true)
                : new PersonEdge(PersonEdgeKind.Tutors, e.Student.ToView(), e.Subject?.ToView(), e.From, e.To, IsOpen: true)),
            .. links.Select(e => e.StudentId == id
                ? new PersonEdge(PersonEdgeKind.GuardedBy, e.Parent.ToView(), Subject: null, e.From, e.To, e.VerifiedAt is not null && !e.IsRestricted)
                : new PersonEdge(PersonEdgeKind.Guards, e.Student.ToView(), Subject: null, e.From, e.To, e.VerifiedAt is not null && !e.IsRestricted)),
        ];
    }
}

/// <summary>Enough of a person to say whom a deed was about.</summary>
public sealed record PersonName(int Id, string FullName, string Email);
