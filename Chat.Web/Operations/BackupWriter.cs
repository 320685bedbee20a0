using System.Security.Cryptography;
using System.Text.Json;
using Chat.Web.Data;
using Chat.Web.Files;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Operations;

/// <summary>
/// Copies everything there is while the house goes on: the database in one consistent read, then the files and keys beside
/// it, then a manifest with the hash of each. It is laid out like the data directory, so that restoring is copying it back.
/// </summary>
/// <remarks>
/// The database comes first: whatever it speaks of was in the files before it. Its pages are copied in a single step, which
/// is one read and holds up no write; in several steps SQLite begins anew with each write and, under load, never ends. What
/// was deleted is not in them: the lane overwrites it. The house's own reading connections are not used, and nothing is
/// written where the house reads: it may run in another process.
/// </remarks>
public sealed class BackupWriter(DataDirectory data, BackupShelf shelf, TimeProvider clock)
{
    private const string DatabaseName = "chat.db";
    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(200);

    /// <summary>What belongs to a running process, and what says of an earlier copy what it holds.</summary>
    private static readonly HashSet<string> Left =
        new(StringComparer.Ordinal) { DatabaseName, $"{DatabaseName}-wal", $"{DatabaseName}-shm", $"{DatabaseName}-journal", "chat.lock", BackupManifest.FileName, BackupVerdict.FileName };

    /// <summary>True unless the copy could not be held by the disk it goes to.</summary>
    public bool HasRoom => new DriveInfo(BackupShelf.MakeDirectory(shelf.Root)).AvailableFreeSpace > SizeOfDatabase + Others().Sum(f => f.Length);

    private long SizeOfDatabase => SizeOf(data.DatabaseFile);

    /// <returns>The directory of the finished copy.</returns>
    public async Task<string> WriteAsync(Action<BackupProgress> tell, CancellationToken cancellation)
    {
        var madeAt = clock.GetUtcNow();
        var begun = shelf.Begin(madeAt);
        try
        {
            await CopyDatabaseAsync(Path.Combine(begun, DatabaseName), tell, cancellation);
            await CopyFilesAsync(begun, tell, cancellation);
            var manifest = await DescribeAsync(begun, madeAt, tell, cancellation);
            await WriteThroughAsync(Path.Combine(begun, BackupManifest.FileName), JsonSerializer.SerializeToUtf8Bytes(manifest, BackupJson.Default.BackupManifest), cancellation);
            return shelf.Finish(begun);
        }
        catch
        {
            Directory.Delete(begun, recursive: true);
            throw;
        }
    }

    private async Task CopyDatabaseAsync(string copy, Action<BackupProgress> tell, CancellationToken cancellation)
    {
        var size = Math.Max(1, SizeOfDatabase);
        var copying = Task.Run(() => CopyPages(copy), cancellation);
        while (await Task.WhenAny(copying, Task.Delay(Pulse, clock, cancellation)) != copying)
        {
            cancellation.ThrowIfCancellationRequested();
            tell(new BackupProgress(BackupStage.Database, Math.Min(1, (double)SizeOf(copy) / size)));
            WriteThrough(copy);
        }

        await copying;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        WriteThrough(copy);
    }

    /// <summary>What has come so far, while more comes: all of it at the end would keep the disk from everyone's messages.</summary>
    private static void WriteThrough(string copy)
    {
        using var file = new FileStream(copy, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    private void CopyPages(string copy)
    {
        using var original = Open(data.DatabaseFile, SqliteOpenMode.ReadOnly);
        using var pages = Open(copy, SqliteOpenMode.ReadWriteCreate);
        using var fast = pages.CreateCommand();
        // Half a copy is thrown away, and a whole one is written through at its end.
        fast.CommandText = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;";
        fast.ExecuteNonQuery();
        original.BackupDatabase(pages);
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private async Task CopyFilesAsync(string begun, Action<BackupProgress> tell, CancellationToken cancellation)
    {
        var files = Others().ToList();
        for (var i = 0; i < files.Count; i++)
        {
            tell(new BackupProgress(BackupStage.Files, (double)i / files.Count));
            // What was swept away since the files were counted was needed by nothing.
            if (!File.Exists(files[i].FullName))
            {
                continue;
            }

            var copy = Path.Combine(begun, Path.GetRelativePath(data.Root, files[i].FullName));
            BackupShelf.MakeDirectory(Path.GetDirectoryName(copy)!);
            await using var from = new FileStream(files[i].FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            await using var to = new FileStream(copy, OnlyForTheOwner());
            await from.CopyToAsync(to, cancellation);
            to.Flush(flushToDisk: true);
        }
    }

    /// <summary>Everything in the data directory but the database, the lock and the copies themselves: what a later version puts there comes along too.</summary>
    private IEnumerable<FileInfo> Others()
    {
        var copies = Path.TrimEndingDirectorySeparator(shelf.Root) + Path.DirectorySeparatorChar;
        return new DirectoryInfo(data.Root).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(f => !f.FullName.StartsWith(copies, StringComparison.Ordinal) && !Left.Contains(Path.GetRelativePath(data.Root, f.FullName)) && !f.Name.EndsWith(FileStore.Unfinished, StringComparison.Ordinal));
    }

    private static async Task<BackupManifest> DescribeAsync(string begun, DateTimeOffset madeAt, Action<BackupProgress> tell, CancellationToken cancellation)
    {
        var (files, described) = (new DirectoryInfo(begun).GetFiles("*", SearchOption.AllDirectories), new List<BackupFile>());
        foreach (var file in files.OrderBy(f => f.FullName, StringComparer.Ordinal))
        {
            tell(new BackupProgress(BackupStage.Hashes, (double)described.Count / files.Length));
            described.Add(new BackupFile(Path.GetRelativePath(begun, file.FullName).Replace('\\', '/'), file.Length, await HashAsync(file.FullName, cancellation)));
        }

        await using var db = OpenCopy(Path.Combine(begun, DatabaseName));
        var head = await db.AuditHeads.AsNoTracking().SingleAsync(cancellation);
        return new BackupManifest(BackupManifest.CurrentFormat, madeAt, HealthService.Version, described, await CountRowsAsync(db, cancellation), new BackupAudit(head.LastId, head.LastHash));
    }

    internal static async Task<string> HashAsync(string path, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20, FileOptions.Asynchronous | FileOptions.SequentialScan);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
    }

    internal static async Task<IReadOnlyDictionary<string, long>> CountRowsAsync(ChatDbContext db, CancellationToken cancellation) => new SortedDictionary<string, long>(StringComparer.Ordinal)
    {
        ["users"] = await db.Users.LongCountAsync(cancellation),
        ["enrollments"] = await db.Enrollments.LongCountAsync(cancellation),
        ["tutorAssignments"] = await db.TutorAssignments.LongCountAsync(cancellation),
        ["guardianLinks"] = await db.GuardianLinks.LongCountAsync(cancellation),
        ["conversations"] = await db.Conversations.LongCountAsync(cancellation),
        ["messages"] = await db.Messages.LongCountAsync(cancellation),
        ["auditEntries"] = await db.AuditEntries.LongCountAsync(cancellation),
    };

    /// <summary>A copy is opened as something that never changes: that leaves no trace beside it, and works where nothing can be written.</summary>
    internal static ChatDbContext OpenCopy(string file)
    {
        var copy = new SqliteConnectionStringBuilder { DataSource = $"{new Uri(file).AbsoluteUri}?immutable=1", Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        return new SqliteChatDbContext(new DbContextOptionsBuilder<SqliteChatDbContext>().UseSqlite(copy.ToString()).Options);
    }

    private static long SizeOf(string file) => new FileInfo(file) is { Exists: true } found ? found.Length : 0;

    private static async Task WriteThroughAsync(string path, byte[] bytes, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, OnlyForTheOwner());
        await file.WriteAsync(bytes, cancellation);
        file.Flush(flushToDisk: true);
    }

    private static FileStreamOptions OnlyForTheOwner()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
