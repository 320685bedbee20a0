using Chat.Web.Data;

namespace Chat.Web.Operations;

/// <summary>How much room everything takes, in bytes.</summary>
/// <param name="Database">None where the database is on a server of its own.</param>
/// <param name="Log">What was written and not yet folded back into the database.</param>
/// <param name="Free">What is left on the data's disk.</param>
public sealed record StorageView(long? Database, long Log, long Backups, long Free);

/// <summary>Measures what lies in the data directory.</summary>
public sealed class StorageMeter(DataDirectory data)
{
    /// <param name="backups">The copies there are: each knows its own size, and nobody has to add up its files.</param>
    public StorageView Look(IEnumerable<BackupView> backups) => new(
        File.Exists(data.DatabaseFile) ? SizeOf(data.DatabaseFile) : null,
        SizeOf(data.DatabaseFile + "-wal"),
        backups.Sum(b => b.Bytes),
        new DriveInfo(data.Root).AvailableFreeSpace);

    private static long SizeOf(string file) => new FileInfo(file) is { Exists: true } found ? found.Length : 0;
}
