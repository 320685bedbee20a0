using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Chat.Web.Operations;

/// <summary>Makes copies of everything, one at a time, looks at each when it is made, and lets go of the oldest.</summary>
public sealed partial class BackupService(
    BackupWriter writer, BackupShelf shelf, BackupCheck check, WriteLane lane, AuditLog audit, Denials denials, IOptions<DatabaseOptions> database, ILogger<BackupService> logger)
{
    private int _isRunning;

    /// <summary>Whoever watches is told when something of <see cref="Current"/> or of the list has changed, on any thread.</summary>
    public event EventHandler? Changed;

    /// <summary>Whether the copies are ours to make: on SQL Server they are the server's.</summary>
    public bool IsOurs => database.Value.Provider is DatabaseProvider.Sqlite;

    /// <summary>How far the copy that is being made just now has come; none if none is.</summary>
    public BackupProgress? Current { get; private set; }

    /// <summary>Newest first.</summary>
    public async Task<Outcome<IReadOnlyList<BackupView>>> ListAsync(Actor actor, CancellationToken cancellation = default) =>
        actor.KeepsTheSchool() ? Outcome.Of(await shelf.ListAsync(cancellation)) : await RefuseAsync(actor, cancellation);

    /// <summary>Makes one now. Nobody who stops waiting for it stops it.</summary>
    public async Task<Outcome<BackupView>> MakeAsync(Actor actor, CancellationToken cancellation = default) =>
        actor.KeepsTheSchool() ? await MakeForAsync(actor, cancellation) : await RefuseAsync(actor, cancellation);

    /// <summary>Looks once more at one that was made earlier.</summary>
    public async Task<Outcome<BackupVerdict>> LookAsync(Actor actor, string name, CancellationToken cancellation = default)
    {
        if (!actor.KeepsTheSchool())
        {
            return await RefuseAsync(actor, cancellation);
        }

        if (await shelf.FindAsync(name, cancellation) is not { } found)
        {
            return Refusal.NotFound;
        }

        var verdict = await LookAsync(found.Directory, cancellation);
        await audit.WriteDownAsync(lane, actor, new Deed("backup.checked", $"backup:{name}") { After = Word(verdict) }, cancellation);
        Changed?.Invoke(this, EventArgs.Empty);
        return verdict;
    }

    /// <param name="actor">None for the house itself.</param>
    internal async Task<Outcome<BackupView>> MakeForAsync(Actor? actor, CancellationToken cancellation)
    {
        if (!IsOurs)
        {
            return BackupRefusals.ByTheServer;
        }

        if (Interlocked.CompareExchange(ref _isRunning, 1, 0) == 1)
        {
            return BackupRefusals.Running;
        }

        try
        {
            return writer.HasRoom ? await MakeAndLookAsync(actor, cancellation) : BackupRefusals.NoRoom;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SqliteException)
        {
            Log.Failed(logger, failure);
            await audit.WriteDownAsync(lane, actor, "backup.failed", "backup", CancellationToken.None);
            return BackupRefusals.Failed;
        }
        finally
        {
            Current = null;
            Interlocked.Exchange(ref _isRunning, 0);
            Changed?.Invoke(this, EventArgs.Empty);
        }
    }

    private async Task<Outcome<BackupView>> MakeAndLookAsync(Actor? actor, CancellationToken cancellation)
    {
        var directory = await writer.WriteAsync(Tell, cancellation);
        var verdict = await LookAsync(directory, cancellation);
        if (verdict.IsGood)
        {
            // An older one is let go only for one that is known to be good.
            shelf.Tidy();
        }

        var name = Path.GetFileName(directory);
        await audit.WriteDownAsync(lane, actor, new Deed("backup.made", $"backup:{name}") { After = Word(verdict) }, cancellation);
        return await shelf.FindAsync(name, cancellation) is { } made ? made : BackupRefusals.Failed;
    }

    private async Task<BackupVerdict> LookAsync(string directory, CancellationToken cancellation)
    {
        var verdict = await check.LookAsync(directory, Tell, cancellation);
        await BackupShelf.WriteAsync(directory, verdict, cancellation);
        return verdict;
    }

    private void Tell(BackupProgress progress)
    {
        Current = _isRunning == 1 ? progress : null;
        Changed?.Invoke(this, EventArgs.Empty);
    }

    private Task<Refusal> RefuseAsync(Actor actor, CancellationToken cancellation) => denials.RefuseAsync(actor, "backup", AccountRefusals.AdminsOnly, cancellation);

    private static string Word(BackupVerdict verdict) => verdict.IsGood ? "Good" : "Damaged";

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "No backup could be made")]
        public static partial void Failed(ILogger logger, Exception failure);
    }
}
