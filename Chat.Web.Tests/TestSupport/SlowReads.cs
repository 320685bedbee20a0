using System.Data.Common;
using Chat.Web.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Chat.Web.Tests.TestSupport;

/// <summary>
/// The house's database on a slow day. One read of a table is held up, before it looks or with its answer in hand, until
/// it is let go; what others write meanwhile, they write.
/// </summary>
internal sealed class SlowReads(SchoolHouse school, string table, bool hasLooked) : DbCommandInterceptor, IDbContextFactory<ChatDbContext>
{
    private readonly TaskCompletionSource _heldUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a read stands still.</summary>
    public Task HeldUp => _heldUp.Task.WaitAsync(Patience.Stop);

    public void LetGo() => _letGo.SetResult();

    public ChatDbContext CreateDbContext() => new SqliteChatDbContext(new DbContextOptionsBuilder<SqliteChatDbContext>()
        .UseSqlite(new SqliteConnectionStringBuilder { DataSource = school.DatabaseFile, Mode = SqliteOpenMode.ReadOnly }.ToString())
        .AddInterceptors(this)
        .Options);

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        await WaitAsync(command, !hasLooked);
        return result;
    }

    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        await WaitAsync(command, hasLooked);
        return result;
    }

    private async Task WaitAsync(DbCommand command, bool isTheMoment)
    {
        if (isTheMoment && command.CommandText.Contains($"FROM \"{table}\"", StringComparison.Ordinal))
        {
            _heldUp.TrySetResult();
            await _letGo.Task.WaitAsync(Patience.Stop);
        }
    }
}
