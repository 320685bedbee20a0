using Chat.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Chat.Web.Files;

/// <summary>
/// Takes away what nobody needs: uploads that were never sent, and files that nothing speaks of, because their message was
/// erased or because a crash came between a file and its row.
/// </summary>
public sealed class FileSweeper(IDbContextFactory<ChatDbContext> database, WriteLane lane, FileStore store, IOptionsMonitor<UploadOptions> options, TimeProvider clock)
{
    private const int AtOnce = 500;

    /// <summary>What is younger may be on its way in.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromHours(1);

    /// <returns>How many uploads and how many files went.</returns>
    public async Task<(int Uploads, int Files)> SweepAsync(CancellationToken cancellation = default) =>
        (await ForgetUnsentAsync(cancellation), await RemoveUnknownAsync(cancellation));

    private Task<int> ForgetUnsentAsync(CancellationToken cancellation)
    {
        var until = clock.GetUtcNow() - options.CurrentValue.KeepUnattached;
        return lane.RunAsync(db => db.Attachments.Where(a => a.MessageId == null && a.UploadedAt <= until).ExecuteDeleteAsync(cancellation), cancellation);
    }

    private async Task<int> RemoveUnknownAsync(CancellationToken cancellation)
    {
        var settled = clock.GetUtcNow() - Settled;
        var removed = 0;
        foreach (var some in store.All().Where(f => f.File.LastWriteTimeUtc < settled.UtcDateTime).Chunk(AtOnce))
        {
            await using var db = await database.CreateDbContextAsync(cancellation);
            var ids = some.Select(f => f.Id).OfType<Guid>().Distinct().ToList();
            var known = (await db.Attachments.Where(a => ids.Contains(a.Id)).Select(a => a.Id).ToListAsync(cancellation)).ToHashSet();
            foreach (var (_, file) in some.Where(f => f.Id is not { } id || !known.Contains(id)))
            {
                file.Delete();
                removed++;
            }
        }

        return removed;
    }
}
