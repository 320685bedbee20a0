using Chat.Web.Outcomes;

namespace Chat.Web.Operations;

/// <summary>Why no copy is made just now.</summary>
public static class BackupRefusals
{
    /// <summary>On SQL Server the database is backed up by the server's own means.</summary>
    public static readonly Refusal ByTheServer = new(RefusalKind.Conflict, "backup_by_server");

    public static readonly Refusal Running = new(RefusalKind.Conflict, "backup_running");

    /// <summary>The disk has no room for another copy.</summary>
    public static readonly Refusal NoRoom = new(RefusalKind.Busy, "backup_no_room");

    /// <summary>The disk or the database did not go along; the log says why.</summary>
    public static readonly Refusal Failed = new(RefusalKind.Busy, "backup_failed");
}
