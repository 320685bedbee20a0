using Chat.Web.Outcomes;

namespace Chat.Web.Data;

/// <summary>
/// The one way anything is written. A command is given a context inside a transaction, does its work and saves; when the
/// lane's task completes, what it wrote is durable. A command that answers with a refusal, or throws, leaves nothing behind.
/// </summary>
/// <remarks>
/// This is the answer to "database is locked": on SQLite all commands go through one queue to one connection, and whatever
/// waits is committed together (<see cref="SqliteWriteLane"/>); on SQL Server they run side by side
/// (<see cref="SqlServerWriteLane"/>). Features do not know which. Because commands may run side by side, one that counts
/// (a message's number, the audit chain) writes the row it counts on before it reads it.
/// </remarks>
public abstract class WriteLane
{
    /// <exception cref="StorageUnavailableException">Nothing was written; asking again is safe.</exception>
    public abstract Task<T> RunAsync<T>(Func<ChatDbContext, Task<T>> command, CancellationToken cancellation = default);

    /// <summary>The same for commands that answer with an <see cref="Outcome{T}"/>: a database that cannot write is one more reason for a no.</summary>
    public async Task<Outcome<T>> TryAsync<T>(Func<ChatDbContext, Task<Outcome<T>>> command, CancellationToken cancellation = default)
    {
        try
        {
            return await RunAsync(command, cancellation);
        }
        catch (StorageUnavailableException)
        {
            return Refusal.StorageUnavailable;
        }
    }

    /// <summary>Brings the database into being, or up to date, before anything else uses it.</summary>
    public abstract Task OpenAsync(CancellationToken cancellation);
}

/// <summary>The database could not take a write just now: locked from outside for too long, full, or gone.</summary>
public sealed class StorageUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
