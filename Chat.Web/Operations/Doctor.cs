using System.Globalization;
using Chat.Web.Access;
using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Files;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Chat.Web.Operations;

/// <param name="Code">Stable; the sentence for it stands in <c>CommandTexts</c>.</param>
public sealed record Finding(string Code, bool IsWell, string About = "");

/// <summary>Goes through all that can be wrong with a house, open or closed, and changes nothing.</summary>
public sealed class Doctor(
    IDbContextFactory<ChatDbContext> database, DataDirectory data, BackupShelf shelf, IOptions<DatabaseOptions> databaseOptions, IOptions<HealthOptions> health, FileStore files, TimeProvider clock)
{
    private static readonly TimeSpan BackupIsOld = TimeSpan.FromDays(2);

    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellation)
    {
        var findings = new List<Finding> { LookAtDisk() };
        await using var db = await database.CreateDbContextAsync(cancellation);
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellation)).ToList();
        findings.Add(new Finding(pending.Count == 0 ? "schema" : "schema_old", pending.Count == 0));
        if (pending.Count > 0)
        {
            return findings;
        }

        if (databaseOptions.Value.Provider is DatabaseProvider.Sqlite)
        {
            var said = await db.Database.SqlQueryRaw<string>("SELECT quick_check AS Value FROM pragma_quick_check(1)").FirstAsync(cancellation);
            findings.Add(said is "ok" ? new Finding("database", IsWell: true) : new Finding("database_damaged", IsWell: false, said));
            findings.Add(await LookAtBackupsAsync(cancellation));
        }

        var admins = await db.Users.Admins().CountAsync(cancellation);
        findings.Add(new Finding(admins > 0 ? "admins" : "no_admins", admins > 0, admins.ToString(CultureInfo.CurrentCulture)));
        var broken = await AuditLog.FirstBrokenAsync(db, cancellation);
        findings.Add(new Finding(broken is null ? "audit" : "audit_broken", broken is null, $"{broken}"));
        findings.Add(await LookAtFilesAsync(db, cancellation));
        return findings;
    }

    private Finding LookAtDisk()
    {
        var free = new DriveInfo(data.Root).AvailableFreeSpace;
        return new Finding(free >= health.Value.LeastFreeBytes ? "disk" : "disk_full", free >= health.Value.LeastFreeBytes, (free / (1024 * 1024)).ToString("N0", CultureInfo.CurrentCulture));
    }

    private async Task<Finding> LookAtFilesAsync(ChatDbContext db, CancellationToken cancellation)
    {
        var missing = 0;
        await foreach (var id in db.Attachments.Select(a => a.Id).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            missing += File.Exists(files.PathOf(id)) ? 0 : 1;
        }

        return new Finding(missing == 0 ? "files" : "files_missing", missing == 0, missing.ToString(CultureInfo.CurrentCulture));
    }

    private async Task<Finding> LookAtBackupsAsync(CancellationToken cancellation) => await shelf.ListAsync(cancellation) switch
    {
        [] => new Finding("backup_none", IsWell: false),
        [{ Verdict.IsGood: false } last, ..] => new Finding("backup_damaged", IsWell: false, last.Name),
        [var last, ..] when clock.GetUtcNow() - last.MadeAt > BackupIsOld => new Finding("backup_old", IsWell: false, last.Name),
        [var last, ..] => new Finding("backup", IsWell: true, last.Name),
    };
}
