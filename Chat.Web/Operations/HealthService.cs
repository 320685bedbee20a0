using System.Reflection;
using Chat.Web.Data;
using Chat.Web.Files;
using Chat.Web.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Chat.Web.Operations;

public enum Health
{
    Healthy,

    /// <summary>It works, and somebody should look at it.</summary>
    Degraded,

    Unhealthy,
}

/// <summary>How the house is, in words that give nothing away: no path, no address, no version of what it stands on.</summary>
public sealed record HealthReport(Health Status, string Version, long UptimeSeconds, HealthChecks Checks);

/// <param name="Database">It can be read.</param>
/// <param name="Migrations">It is as this version needs it.</param>
/// <param name="Storage">What is written is stored, files among it.</param>
/// <param name="Disk">There is room left.</param>
/// <param name="Bus">Servers hear each other; one server alone always does.</param>
public sealed record HealthChecks(Health Database, Health Migrations, Health Storage, Health Disk, Health Bus);

/// <summary>Looks after the house: what works, what is short, and whether it is closing.</summary>
public sealed class HealthService(
    IDbContextFactory<ChatDbContext> database, WriteLane lane, DataDirectory directory, IOptions<HealthOptions> options, IHostApplicationLifetime lifetime, GentleLifetime closing, TimeProvider clock)
{
    internal static readonly string Version = typeof(HealthService).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();

    /// <summary>False from the moment the house begins to close, so that nobody new is sent here.</summary>
    public bool IsReady => lifetime.ApplicationStarted.IsCancellationRequested && !closing.IsClosing;

    public async Task<HealthReport> LookAsync(CancellationToken cancellation)
    {
        var (read, migrated) = await LookAtDatabaseAsync(cancellation);
        var checks = new HealthChecks(read, migrated, await LookAtStorageAsync(cancellation), LookAtDisk(), Health.Healthy);
        var worst = new[] { checks.Database, checks.Migrations, checks.Storage, checks.Disk, checks.Bus }.Max();
        return new HealthReport(worst, Version, (long)(clock.GetUtcNow() - _startedAt).TotalSeconds, checks);
    }

    private async Task<(Health Read, Health Migrated)> LookAtDatabaseAsync(CancellationToken cancellation)
    {
        try
        {
            await using var db = await database.CreateDbContextAsync(cancellation);
            var pending = await db.Database.GetPendingMigrationsAsync(cancellation);
            return (Health.Healthy, pending.Any() ? Health.Unhealthy : Health.Healthy);
        }
#pragma warning disable CA1031 // Whatever it is that keeps the database from being read, this is the place that says so.
        catch (Exception) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return (Health.Unhealthy, Health.Unhealthy);
        }
    }

    /// <summary>A command that writes nothing goes the whole way a write goes, and waits where a write would wait.</summary>
    private async Task<Health> LookAtStorageAsync(CancellationToken cancellation)
    {
        try
        {
            var began = clock.GetTimestamp();
            await lane.RunAsync(_ => Task.FromResult(0), cancellation).WaitAsync(options.Value.MostPatience, clock, cancellation);
            return !TakesFiles() ? Health.Unhealthy : clock.GetElapsedTime(began) > options.Value.SlowLane ? Health.Degraded : Health.Healthy;
        }
        catch (Exception unavailable) when (unavailable is StorageUnavailableException or TimeoutException)
        {
            return Health.Unhealthy;
        }
    }

    /// <summary>An empty file that is gone as soon as it was there.</summary>
    private bool TakesFiles()
    {
        try
        {
            Directory.CreateDirectory(directory.FilesDirectory);
            using var probe = new FileStream(Path.Combine(directory.FilesDirectory, $"{Guid.NewGuid():N}{FileStore.Unfinished}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private Health LookAtDisk()
    {
        var free = new DriveInfo(directory.Root).AvailableFreeSpace;
        return free < options.Value.LeastFreeBytes ? Health.Unhealthy
            : free < 4 * options.Value.LeastFreeBytes ? Health.Degraded
            : Health.Healthy;
    }
}
