using System.Threading.Channels;
using Chat.Web.Audit;
using Chat.Web.Outcomes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Chat.Web.Data;

/// <summary>
/// One connection, one transaction at a time, and in it everything that was waiting when it began (group commit). Each
/// command has its own savepoint, so that one that is refused does not take its neighbours along. The write-ahead log is
/// folded back here and nowhere else, between batches: two connections that checkpoint at once can corrupt the file.
/// </summary>
public sealed partial class SqliteWriteLane(
    DataDirectory directory, IOptions<DatabaseOptions> options, LaneWatch watch, TimeProvider clock, ILogger<SqliteWriteLane> logger)
    : WriteLane, IAsyncDisposable
{
    private const int SqliteBusy = 5;
    private const string Savepoint = "command";
    private static readonly TimeSpan IdleBeforeCheckpoint = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseBetweenTries = TimeSpan.FromMilliseconds(20);

    private readonly Channel<Command> _waiting = Channel.CreateBounded<Command>(
        new BoundedChannelOptions(options.Value.LaneCapacity) { SingleReader = true });

    private readonly KeptConnection _connection = new(new SqliteConnectionStringBuilder
    {
        DataSource = directory.DatabaseFile,
        Mode = SqliteOpenMode.ReadWriteCreate,
        ForeignKeys = true,
        Pooling = false,
        // The driver waits for a lock by blocking the thread: let it give up at once, and wait here.
        DefaultTimeout = 1,
    }.ToString());

    private DbContextOptions<SqliteChatDbContext>? _contextOptions;
    private Task? _working;

    public override async Task OpenAsync(CancellationToken cancellation)
    {
        directory.TakeForThisProcess();
        await _connection.OpenAsync(cancellation);
        await RequireFeaturesAsync(cancellation);
        await ExecuteAsync("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;", cancellation);
        // What the school lets go of is overwritten, not only forgotten: neither the file nor a copy of it holds it any longer.
        await ExecuteAsync("PRAGMA secure_delete = ON;", cancellation);

        _contextOptions = new DbContextOptionsBuilder<SqliteChatDbContext>().UseSqlite(_connection).AddInterceptors(StatementKeeper.Instance).Options;
        await using (var db = new SqliteChatDbContext(_contextOptions))
        {
            await db.Database.MigrateAsync(cancellation);
            await AuditGuard.PutUpAsync(db, cancellation);
        }

        _working = Task.Run(WorkAsync, CancellationToken.None);
    }

    public override async Task<T> RunAsync<T>(Func<ChatDbContext, Task<T>> command, CancellationToken cancellation = default)
    {
        var waiting = new Command<T>(command, cancellation);
        using var place = watch.Enter();
        try
        {
            await _waiting.Writer.WriteAsync(waiting, cancellation);
        }
        catch (ChannelClosedException closed)
        {
            throw new StorageUnavailableException("The house is closing.", closed);
        }

        return await waiting.Answer;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        if (_working is not null)
        {
            await _working;
        }

        await _connection.DisposeAsync();
    }

    private async Task WorkAsync()
    {
        var batch = new List<Command>(options.Value.BatchSize);
        while (await WaitForWorkAsync())
        {
            while (batch.Count < options.Value.BatchSize && _waiting.Reader.TryRead(out var command))
            {
                batch.Add(command);
            }

            await CommitTogetherAsync(batch);
            batch.Clear();
            await CheckpointAsync(atLeast: options.Value.CheckpointSize);
        }

        await CheckpointAsync(atLeast: 0);
    }

    private async Task<bool> WaitForWorkAsync()
    {
        var work = _waiting.Reader.WaitToReadAsync().AsTask();
        if (!work.IsCompleted && await Task.WhenAny(work, Task.Delay(IdleBeforeCheckpoint, clock)) != work)
        {
            await CheckpointAsync(atLeast: 1);
        }

        return await work;
    }

    private async Task CommitTogetherAsync(List<Command> batch)
    {
        var began = clock.GetTimestamp();
        try
        {
            await using var transaction = await BeginAsync();
            await using var db = new SqliteChatDbContext(_contextOptions!);
            db.Database.AutoSavepointsEnabled = false;
            await db.Database.UseTransactionAsync(transaction);

            foreach (var command in batch)
            {
                await transaction.SaveAsync(Savepoint);
                if (!await command.TryRunAsync(db))
                {
                    await transaction.RollbackAsync(Savepoint);
                }

                await transaction.ReleaseAsync(Savepoint);
                db.ChangeTracker.Clear();
            }

            await transaction.CommitAsync();
            watch.Committed(batch.Count, clock.GetElapsedTime(began));
        }
#pragma warning disable CA1031 // Whatever broke the batch, every caller in it must hear, and the lane must go on.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            Log.BatchFailed(logger, broken, batch.Count);
            batch.ForEach(c => c.Fail(new StorageUnavailableException("The database could not take the write.", broken)));
            return;
        }

        batch.ForEach(c => c.Acknowledge());
    }

    /// <summary>Takes SQLite's own write lock. It is free unless something outside the house holds it: then wait, without failing anyone.</summary>
    private async Task<SqliteTransaction> BeginAsync()
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return _connection.BeginTransaction(deferred: false);
            }
            catch (SqliteException busy) when (busy.SqliteErrorCode is SqliteBusy && clock.GetElapsedTime(started) < options.Value.LockPatience)
            {
                Log.LockedFromOutside(logger, clock.GetElapsedTime(started));
                await Task.Delay(PauseBetweenTries, clock);
            }
        }
    }

    private async Task CheckpointAsync(long atLeast)
    {
        try
        {
            var log = new FileInfo(directory.DatabaseFile + "-wal");
            if (log.Exists && log.Length >= Math.Max(atLeast, 1))
            {
                // TRUNCATE leaves an empty log behind when no reader needs it any more; otherwise it does what it can.
                await ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE);", CancellationToken.None);
            }
        }
        catch (SqliteException notNow)
        {
            Log.CheckpointPutOff(logger, notNow.SqliteErrorCode);
        }
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var statement = _connection.CreateCommand();
        statement.CommandText = sql;
        await statement.ExecuteNonQueryAsync(cancellation);
    }

    private async Task RequireFeaturesAsync(CancellationToken cancellation)
    {
        if (Version.Parse(_connection.ServerVersion) < new Version(3, 38))
        {
            throw new StartRefusedException($"SQLite {_connection.ServerVersion} is too old: 3.38 or newer is needed. Install the distribution's libsqlite3.");
        }

        await using var features = _connection.CreateCommand();
        features.CommandText = "SELECT COUNT(*) FROM pragma_compile_options WHERE compile_options = 'ENABLE_FTS5'";
        if (await features.ExecuteScalarAsync(cancellation) is 0L)
        {
            throw new StartRefusedException("This SQLite was built without full-text search (FTS5). Install the distribution's libsqlite3.");
        }
    }

    /// <summary>A caller's work and the promise to answer them: answered only after the commit.</summary>
    private abstract class Command
    {
        /// <summary>False when the command must leave nothing behind.</summary>
        public abstract Task<bool> TryRunAsync(ChatDbContext db);

        public abstract void Acknowledge();

        public abstract void Fail(Exception why);
    }

    private sealed class Command<T>(Func<ChatDbContext, Task<T>> work, CancellationToken cancellation) : Command
    {
        private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;
        private Exception? _failure;

        public Task<T> Answer => _answer.Task;

        public override async Task<bool> TryRunAsync(ChatDbContext db)
        {
            try
            {
                cancellation.ThrowIfCancellationRequested();
                _result = await work(db);
                return _result is not IOutcome { Refusal: not null };
            }
#pragma warning disable CA1031 // The caller's own failure belongs to the caller, not to the batch.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                _failure = failure;
                return false;
            }
        }

        public override void Acknowledge()
        {
            switch (_failure)
            {
                case null:
                    _answer.TrySetResult(_result!);
                    break;
                case OperationCanceledException:
                    _answer.TrySetCanceled(cancellation);
                    break;
                default:
                    _answer.TrySetException(_failure);
                    break;
            }
        }

        public override void Fail(Exception why) => _answer.TrySetException(_failure ?? why);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A batch of {Count} writes failed")]
        public static partial void BatchFailed(ILogger logger, Exception broken, int count);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Something outside this process holds the database's write lock; waiting since {Waited}")]
        public static partial void LockedFromOutside(ILogger logger, TimeSpan waited);

        [LoggerMessage(Level = LogLevel.Information, Message = "The write-ahead log could not be folded back now (SQLite says {Code})")]
        public static partial void CheckpointPutOff(ILogger logger, int code);
    }
}
