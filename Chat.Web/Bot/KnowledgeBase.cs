using Chat.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Bot;

/// <summary>
/// The shelf as it is now. It is put in order anew when something is approved or withdrawn in this house, and every so
/// often by itself, for what was approved at another server.
/// </summary>
public sealed class KnowledgeBase(IDbContextFactory<ChatDbContext> database, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private int _version;
    private Kept? _kept;

    public async ValueTask<Shelf> OpenAsync(CancellationToken cancellation)
    {
        if (_kept is var (shelf, at, known) && known == Volatile.Read(ref _version) && clock.GetUtcNow() - at < Fresh)
        {
            return shelf;
        }

        // Whatever is approved while this is read makes it too old to keep.
        var version = Volatile.Read(ref _version);
        var read = new Shelf(await ReadAsync(cancellation));
        _kept = new Kept(read, clock.GetUtcNow(), version);
        return read;
    }

    public void Forget() => Interlocked.Increment(ref _version);

    private async Task<List<ShelvedArticle>> ReadAsync(CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var revisions = await db.Articles.AsNoTracking()
            .Where(a => a.State == ArticleState.Approved)
            .Join(db.ArticleRevisions, a => new { Id = a.Id, Version = a.ApprovedVersion }, r => new { Id = r.ArticleId, Version = (int?)r.Version }, (_, r) => r)
            .OrderBy(r => r.ArticleId)
            .ToListAsync(cancellation);
        return revisions.ConvertAll(r => new ShelvedArticle(r.ArticleId, r.Audience, r.Ru, r.En, r.ApprovedAt ?? r.WrittenAt));
    }

    private sealed record Kept(Shelf Shelf, DateTimeOffset At, int Version);
}
