namespace Chat.Web.Data;

/// <summary>Where everything lives that must survive: section <c>Data</c>.</summary>
public sealed class DataOptions
{
    public const string Section = "Data";

    /// <summary>The one directory that holds database, files, keys and backups. Required outside Development.</summary>
    public string Directory { get; set; } = "";
}

public enum DatabaseProvider
{
    Sqlite,
    SqlServer,
}

/// <summary>Which database, and how patient to be with it: section <c>Database</c>.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>How many writes may wait for the lane before callers are made to wait for a place.</summary>
    public int LaneCapacity { get; set; } = 4096;

    /// <summary>How many writes are committed together at the most.</summary>
    public int BatchSize { get; set; } = 256;

    /// <summary>How long the lane waits for a lock that something outside the house holds on the file.</summary>
    public TimeSpan LockPatience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The write-ahead log is folded back into the database once it is this large, in bytes, or when the lane is idle. Whoever sends meanwhile waits for it: a larger one is a longer wait.</summary>
    public long CheckpointSize { get; set; } = 8 * 1024 * 1024;
}
