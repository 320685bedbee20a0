using Chat.Web.Audit;
using Chat.Web.Outcomes;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Data;

/// <summary>
/// On SQL Server commands run side by side, each in its own transaction. A deadlock or a lost connection is tried again:
/// a commit whose reply was lost may then be repeated, which unique keys (a message's client id, a conversation's key)
/// turn into the first result.
/// </summary>
public sealed class SqlServerWriteLane(IDbContextFactory<SqlServerChatDbContext> database, LaneWatch watch, TimeProvider clock) : WriteLane
{
    private const int MaxTries = 4;
    private const int Deadlock = 1205;

    public override async Task OpenAsync(CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        await db.Database.MigrateAsync(cancellation);
        await AuditGuard.PutUpAsync(db, cancellation);
    }

    public override async Task<T> RunAsync<T>(Func<ChatDbContext, Task<T>> command, CancellationToken cancellation = default)
    {
        using var place = watch.Enter();
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await TryAsync(command, cancellation);
            }
            catch (Exception failure) when (IsPassing(failure))
            {
                if (tries == MaxTries)
                {
                    throw new StorageUnavailableException("The database could not take the write.", failure);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(50 * tries * tries), clock, cancellation);
            }
        }
    }

    private async Task<T> TryAsync<T>(Func<ChatDbContext, Task<T>> command, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        await using var db = await database.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var answer = await command(db);

        if (answer is IOutcome { Refusal: not null })
        {
            await transaction.RollbackAsync(cancellation);
        }
        else
        {
            // From here on the caller may go away, but the commit does not stop half-way.
            await transaction.CommitAsync(CancellationToken.None);
            watch.Committed(1, clock.GetElapsedTime(began));
        }

        return answer;
    }

    private static bool IsPassing(Exception failure) => failure switch
    {
        DbUpdateException { InnerException: { } cause } => IsPassing(cause),
        // Transport errors come with number 0 on Linux; -2 is a timeout.
        SqlException sql => sql.IsTransient || sql.Number is Deadlock or 0 or -2,
        _ => false,
    };
}
