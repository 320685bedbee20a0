using System.Globalization;
using System.Runtime.CompilerServices;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Admin;

/// <summary>Reads the audit log for those who keep the school, newest first, and shows whether it is what was written.</summary>
public sealed class AuditService(IDbContextFactory<ChatDbContext> database, WriteLane lane, AuditLog audit, AuditTargets targets, Denials denials)
{
    private const int BatchSize = 500;

    public async Task<Outcome<TablePage<AuditRow>>> ListAsync(Actor actor, AuditQuery query, TableQuery page, CancellationToken cancellation = default)
    {
        if (await FindObstacleAsync(actor, cancellation) is { } refusal)
        {
            return refusal;
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        var entries = await MatchingAsync(db, actor, query, cancellation);
        var total = await entries.CountAsync(cancellation);
        var shown = await entries.OrderByDescending(e => e.Id).Skip(page.Offset).Take(TableQuery.Size).ToListAsync(cancellation);
        return new TablePage<AuditRow>(await NameAsync(db, actor, shown, cancellation), total);
    }

    /// <summary>Everything a filter finds. That it is taken out of the house is written down first, and is the first row of it.</summary>
    public async Task<Outcome<IAsyncEnumerable<AuditRow>>> ExportAsync(Actor actor, AuditQuery query, CancellationToken cancellation = default)
    {
        if (await FindObstacleAsync(actor, cancellation) is { } refusal)
        {
            return refusal;
        }

        return await audit.WriteDownAsync(lane, actor, new Deed("audit.exported", "audit") { After = Shorten(query.ToString()) }, cancellation) is { } unavailable
            ? unavailable
            : Outcome.Of(AllAsync(actor, query, cancellation));
    }

    /// <summary>Walks the whole chain. That somebody did, and what they were told, is written down.</summary>
    /// <param name="progress">Told how many entries have been looked at, of how many.</param>
    public async Task<Outcome<AuditVerdict>> VerifyAsync(Actor actor, Action<long, long>? progress = null, CancellationToken cancellation = default)
    {
        if (await FindObstacleAsync(actor, cancellation) is { } refusal)
        {
            return refusal;
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        var total = await db.AuditEntries.LongCountAsync(cancellation);
        var brokenId = await AuditLog.FirstBrokenAsync(db, cancellation, done => progress?.Invoke(done, total));
        var broken = await (await ShownAsync(db, actor, cancellation)).Where(e => e.Id == brokenId).ToListAsync(cancellation);
        var verdict = new AuditVerdict(total, brokenId, (await NameAsync(db, actor, broken, cancellation)).SingleOrDefault());

        var told = brokenId is { } id ? string.Create(CultureInfo.InvariantCulture, $"BrokenAt={id}") : string.Create(CultureInfo.InvariantCulture, $"InOrder={total}");
        await audit.WriteDownAsync(lane, actor, new Deed("audit.verified", "audit") { After = told }, cancellation);
        return verdict;
    }

    private async Task<Refusal?> FindObstacleAsync(Actor actor, CancellationToken cancellation) =>
        actor.KeepsTheSchool() ? null : await denials.RefuseAsync(actor, "audit", AccountRefusals.AdminsOnly, cancellation);

    /// <summary>In short reads, each from where the last one ended: an export of years keeps nothing waiting.</summary>
    private async IAsyncEnumerable<AuditRow> AllAsync(Actor actor, AuditQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var before = long.MaxValue;
        while (true)
        {
            await using var db = await database.CreateDbContextAsync(cancellation);
            var batch = await (await MatchingAsync(db, actor, query, cancellation)).Where(e => e.Id < before).OrderByDescending(e => e.Id).Take(BatchSize).ToListAsync(cancellation);
            foreach (var row in await NameAsync(db, actor, batch, cancellation))
            {
                yield return row;
            }

            if (batch.Count < BatchSize)
            {
                yield break;
            }

            before = batch[^1].Id;
        }
    }

    /// <summary>What is reported about somebody is kept from them here as well, an admin though they are: not even that there is anything.</summary>
    private static async Task<IQueryable<AuditEntry>> ShownAsync(ChatDbContext db, Actor reader, CancellationToken cancellation)
    {
        // Asked beforehand: nearly always it is nothing, and then no entry has to be looked at for it.
        var kept = await db.ReportsKeptFrom(reader).Select(r => "report:" + r.Id).ToListAsync(cancellation);
        var entries = db.AuditEntries.AsNoTracking();
        return kept.Count == 0 ? entries : entries.Where(e => !kept.Contains(e.Target));
    }

    private static async Task<IQueryable<AuditEntry>> MatchingAsync(ChatDbContext db, Actor reader, AuditQuery query, CancellationToken cancellation)
    {
        var entries = await ShownAsync(db, reader, cancellation);
        if (!string.IsNullOrWhiteSpace(query.Who))
        {
            var (name, email) = (query.Who.Trim(), IdentityUsers.Normalize(query.Who));
            var people = db.Users.Where(u => u.FullName.Contains(name) || u.NormalizedEmail!.Contains(email) || u.NormalizedUserName!.Contains(email)).Select(u => (int?)u.Id);
            entries = entries.Where(e => people.Contains(e.ActorId));
        }

        if (!string.IsNullOrEmpty(query.Action))
        {
            entries = entries.Where(e => e.Action == query.Action);
        }

        if (!string.IsNullOrWhiteSpace(query.Target))
        {
            var target = query.Target.Trim();
            entries = entries.Where(e => e.Target == target || e.Target.StartsWith(target + "/"));
        }

        if (query.Since is { } since)
        {
            entries = entries.Where(e => e.At >= since);
        }

        return query.Until is { } until ? entries.Where(e => e.At < until) : entries;
    }

    private async Task<IReadOnlyList<AuditRow>> NameAsync(ChatDbContext db, Actor reader, List<AuditEntry> entries, CancellationToken cancellation)
    {
        var ids = entries.Select(e => e.ActorId).OfType<int>().Distinct().ToList();
        var people = await db.Users.AsNoTracking().Where(u => ids.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.ToView(), cancellation);
        var names = await targets.NamesOfAsync(db, reader, entries.Select(e => e.Target), cancellation);
        return entries.ConvertAll(e => new AuditRow(
            e.Id, e.At, e.ActorId is { } id ? people.GetValueOrDefault(id) ?? Gone(id) : null, e.Action, e.Target, names.GetValueOrDefault(e.Target), e.Reason, e.Before, e.After, e.Address));
    }

    /// <summary>Somebody whose account was removed, as the demo school's are: still somebody, and not the house itself.</summary>
    private static PersonView Gone(int id) => new(id, string.Create(CultureInfo.InvariantCulture, $"№ {id}"), default);

    private static string? Shorten(string text) => text.Length is 0 ? null : text.Length <= 500 ? text : text[..500];
}
