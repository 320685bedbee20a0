using Chat.Web.Audit;
using Chat.Web.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Operations;

/// <summary>Looks whether a copy is what was written, and whether a school could live on it: hashes, the database's own check, the counts, the audit chain, the people.</summary>
public sealed class BackupCheck(TimeProvider clock)
{
    public async Task<BackupVerdict> LookAsync(string directory, Action<BackupProgress> tell, CancellationToken cancellation)
    {
        if (await BackupShelf.ReadManifestAsync(directory, cancellation) is not { Format: BackupManifest.CurrentFormat } manifest)
        {
            return Verdict([new BackupProblem("manifest_unreadable")]);
        }

        var problems = new List<BackupProblem>();
        for (var i = 0; i < manifest.Files.Count; i++)
        {
            tell(new BackupProgress(BackupStage.Check, (double)i / manifest.Files.Count));
            problems.AddRange(await LookAtAsync(directory, manifest.Files[i], cancellation));
        }

        // A database that is not the one that was copied need not be read to know.
        if (!problems.Exists(p => p.About is "chat.db"))
        {
            problems.AddRange(await LookIntoAsync(Path.Combine(directory, "chat.db"), manifest, cancellation));
        }

        return Verdict(problems);
    }

    private BackupVerdict Verdict(IReadOnlyList<BackupProblem> problems) => new(clock.GetUtcNow(), problems);

    private static async Task<IEnumerable<BackupProblem>> LookAtAsync(string directory, BackupFile file, CancellationToken cancellation)
    {
        var path = Path.GetFullPath(Path.Combine(directory, file.Path));
        try
        {
            return !path.StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)) + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? [new BackupProblem("file_outside", file.Path)]
                : !File.Exists(path) ? [new BackupProblem("file_missing", file.Path)]
                : string.Equals(await BackupWriter.HashAsync(path, cancellation), file.Sha256, StringComparison.Ordinal) ? []
                : [new BackupProblem("file_changed", file.Path)];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [new BackupProblem("file_unreadable", file.Path)];
        }
    }

    private static async Task<IReadOnlyList<BackupProblem>> LookIntoAsync(string file, BackupManifest manifest, CancellationToken cancellation)
    {
        try
        {
            await using var db = BackupWriter.OpenCopy(file);
            return await Task.Run(() => ProblemsOfAsync(db, manifest, cancellation), cancellation);
        }
        catch (SqliteException damaged)
        {
            return [new BackupProblem("database_damaged", damaged.SqliteErrorCode.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        }
    }

    private static async Task<IReadOnlyList<BackupProblem>> ProblemsOfAsync(ChatDbContext db, BackupManifest manifest, CancellationToken cancellation)
    {
        var problems = new List<BackupProblem>();
        if (await db.Database.SqlQueryRaw<string>("SELECT integrity_check AS Value FROM pragma_integrity_check").FirstAsync(cancellation) is not "ok")
        {
            problems.Add(new BackupProblem("database_damaged"));
        }

        if (await db.Database.SqlQueryRaw<string>("SELECT \"table\" AS Value FROM pragma_foreign_key_check").FirstOrDefaultAsync(cancellation) is { } table)
        {
            problems.Add(new BackupProblem("references_broken", table));
        }

        var rows = await BackupWriter.CountRowsAsync(db, cancellation);
        problems.AddRange(manifest.Rows.Where(r => rows.GetValueOrDefault(r.Key, -1) != r.Value).Select(r => new BackupProblem("rows_differ", r.Key)));
        var head = await db.AuditHeads.AsNoTracking().SingleOrDefaultAsync(cancellation);
        if (head is null || head.LastId != manifest.Audit.LastId || !string.Equals(head.LastHash, manifest.Audit.LastHash, StringComparison.Ordinal))
        {
            problems.Add(new BackupProblem("audit_differs"));
        }

        if (await AuditLog.FirstBrokenAsync(db, cancellation) is { } broken)
        {
            problems.Add(new BackupProblem("audit_broken", broken.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        return problems;
    }
}
