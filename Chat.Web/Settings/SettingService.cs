using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Settings;

/// <summary>A setting as whoever keeps the school sees it: in words for people, not in the configuration's.</summary>
/// <param name="Value">What holds.</param>
/// <param name="Configured">What would hold if the school had decided nothing.</param>
/// <param name="IsOurs">Whether the school has decided it.</param>
public sealed record SettingView(KnownSetting Known, string Value, string Configured, bool IsOurs, DateTimeOffset? ChangedAt, string? ChangedBy);

/// <summary>Decides what a school may decide for itself. It holds from the moment it is stored, without a restart.</summary>
public sealed partial class SettingService(
    IDbContextFactory<ChatDbContext> database, WriteLane lane, StoredSettings stored, IConfiguration configuration, AuditLog audit, Denials denials, TimeProvider clock, ILogger<SettingService> logger)
    : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async Task<Outcome<IReadOnlyList<SettingView>>> ListAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.KeepsTheSchool())
        {
            return await denials.RefuseAsync(actor, "settings", AccountRefusals.AdminsOnly, cancellation);
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        var rows = await db.Settings.AsNoTracking().Include(s => s.ChangedBy).ToDictionaryAsync(s => s.Key, StringComparer.Ordinal, cancellation);
        return Outcome.Of<IReadOnlyList<SettingView>>([.. KnownSetting.All.Select(known => ViewOf(known, rows.GetValueOrDefault(known.Key)))]);
    }

    /// <param name="said">In the setting's unit: minutes, a number, the name of a choice.</param>
    public async Task<Outcome<Done>> ChangeAsync(Actor actor, string key, string? said, CancellationToken cancellation = default)
    {
        var known = KnownSetting.Find(key);
        if (await FindObstacleAsync(actor, known, key, cancellation) is { } obstacle)
        {
            return obstacle;
        }

        var value = known!.Check(said);
        return value.Refusal is { } unfit ? unfit : await DecideAsync(actor, known, value.Value, cancellation);
    }

    /// <summary>Lets what the configuration says hold again.</summary>
    public async Task<Outcome<Done>> ResetAsync(Actor actor, string key, CancellationToken cancellation = default)
    {
        var known = KnownSetting.Find(key);
        return await FindObstacleAsync(actor, known, key, cancellation) is { } obstacle ? obstacle : await DecideAsync(actor, known!, value: null, cancellation);
    }

    /// <summary>Reads what is stored, so that it holds. Two who decide at once read one after the other: the later reading is the newer one.</summary>
    internal async Task ReadAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await using var db = await database.CreateDbContextAsync(cancellation);
            var rows = await db.Settings.AsNoTracking().ToListAsync(cancellation);
            stored.Show(rows.Where(IsFit).ToDictionary(r => r.Key, r => r.Value, StringComparer.Ordinal));
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<Refusal?> FindObstacleAsync(Actor actor, KnownSetting? known, string key, CancellationToken cancellation) =>
        !actor.KeepsTheSchool() ? await denials.RefuseAsync(actor, known is null ? "settings" : $"setting:{key}", AccountRefusals.AdminsOnly, cancellation)
        : known is null ? Refusal.NotFound
        : null;

    /// <param name="value">As the configuration would write it; none for what it says itself.</param>
    private async Task<Outcome<Done>> DecideAsync(Actor actor, KnownSetting known, string? value, CancellationToken cancellation)
    {
        var decided = await lane.TryAsync<Done>(async db =>
        {
            await audit.WaitForTurnAsync(db, cancellation);
            var row = await db.Settings.SingleOrDefaultAsync(s => s.Key == known.Key, cancellation);
            if (string.Equals(row?.Value, value, StringComparison.Ordinal))
            {
                return new Done();
            }

            var deed = new Deed("setting.changed", $"setting:{known.Key}") { Before = Tell(known, row?.Value), After = Tell(known, value) };
            Write(db, known, row, value, actor);
            await db.SaveChangesAsync(cancellation);
            await audit.AppendAsync(db, actor, deed, cancellation);
            return new Done();
        }, cancellation);

        if (decided.Refusal is null)
        {
            // It is stored: that it holds does not depend on whether anybody still waits for the answer.
            await ReadAsync(CancellationToken.None);
        }

        return decided;
    }

    private void Write(ChatDbContext db, KnownSetting known, Setting? row, string? value, Actor actor)
    {
        if (value is null)
        {
            db.Settings.Remove(row!);
        }
        else if (row is null)
        {
            db.Settings.Add(new Setting { Key = known.Key, Value = value, ChangedAt = clock.GetUtcNow(), ChangedById = actor.Id });
        }
        else
        {
            (row.Value, row.ChangedAt, row.ChangedById) = (value, clock.GetUtcNow(), actor.Id);
        }
    }

    private string Tell(KnownSetting known, string? value) => value is null ? Configured(known) : known.Say(value) ?? value;

    private SettingView ViewOf(KnownSetting known, Setting? row) =>
        new(known, known.Say(configuration[known.Key]) ?? Configured(known), Configured(known), row is not null && IsFit(row), row?.ChangedAt, row?.ChangedBy?.FullName);

    /// <summary>What the other sources of configuration say, or the code where none says anything.</summary>
    private string Configured(KnownSetting known)
    {
        var others = ((IConfigurationRoot)configuration).Providers.Reverse().Where(p => p != stored);
        var written = others.Select(p => p.TryGet(known.Key, out var value) ? value : null).FirstOrDefault(v => v is not null);
        return known.Say(written) ?? known.Say(known.InCode)!;
    }

    /// <summary>A row that another version wrote may not fit this one. It is left alone and does not hold.</summary>
    private bool IsFit(Setting row)
    {
        var known = KnownSetting.Find(row.Key);
        if (known is not null && known.Check(known.Say(row.Value)).Refusal is null)
        {
            return true;
        }

        Log.Unfit(logger, row.Key);
        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The stored setting {Key} is unknown or does not fit; what the configuration says holds instead")]
        public static partial void Unfit(ILogger logger, string key);
    }
}
