using Chat.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Audit;

/// <summary>
/// Makes the database itself refuse to change or remove an entry: not even the house's own connection, behind
/// <see cref="WriteLane"/>, can unwrite what it wrote. Whoever has the file in their hands can take the triggers away; that
/// is what the chain is for.
/// </summary>
/// <remarks>
/// The triggers are put up each time the database is opened, and stand in no migration: a migration that rebuilds the table
/// would take them down with it, and one that is generated anew would forget them.
/// </remarks>
public static class AuditGuard
{
    private const string Refused = "the audit log is append-only";

    /// <summary>An insert that replaces is a removal by another name, and SQLite fires no trigger for that one.</summary>
    private static readonly string[] OnSqlite =
    [
        $"CREATE TRIGGER IF NOT EXISTS AuditEntries_never_change BEFORE UPDATE ON AuditEntries BEGIN SELECT RAISE(ABORT, '{Refused}'); END",
        $"CREATE TRIGGER IF NOT EXISTS AuditEntries_never_go BEFORE DELETE ON AuditEntries BEGIN SELECT RAISE(ABORT, '{Refused}'); END",
        $"CREATE TRIGGER IF NOT EXISTS AuditEntries_are_never_replaced BEFORE INSERT ON AuditEntries WHEN EXISTS (SELECT 1 FROM AuditEntries WHERE Id = NEW.Id) BEGIN SELECT RAISE(ABORT, '{Refused}'); END",
        $"CREATE TRIGGER IF NOT EXISTS AuditHeads_never_go_back BEFORE UPDATE ON AuditHeads WHEN NEW.LastId < OLD.LastId BEGIN SELECT RAISE(ABORT, '{Refused}'); END",
        $"CREATE TRIGGER IF NOT EXISTS AuditHeads_never_go BEFORE DELETE ON AuditHeads BEGIN SELECT RAISE(ABORT, '{Refused}'); END",
    ];

    private static readonly string[] OnSqlServer =
    [
        $"CREATE OR ALTER TRIGGER AuditEntries_never_change ON AuditEntries INSTEAD OF UPDATE, DELETE AS IF EXISTS (SELECT 1 FROM deleted) THROW 51000, '{Refused}', 1",
        $"CREATE OR ALTER TRIGGER AuditHeads_never_go_back ON AuditHeads AFTER UPDATE, DELETE AS IF EXISTS (SELECT 1 FROM deleted d LEFT JOIN inserted i ON i.Id = d.Id WHERE i.Id IS NULL OR i.LastId < d.LastId) THROW 51000, '{Refused}', 1",
    ];

    public static async Task PutUpAsync(ChatDbContext db, CancellationToken cancellation)
    {
        foreach (var trigger in db is SqliteChatDbContext ? OnSqlite : OnSqlServer)
        {
            await db.Database.ExecuteSqlRawAsync(trigger, cancellation);
        }
    }
}
