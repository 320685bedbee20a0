using Chat.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Admin;

/// <summary>How much was said, by quarters of an hour: the finest in which the world's clocks differ.</summary>
public sealed record Spoken(IReadOnlyList<(DateTimeOffset At, int Count)> Quarters)
{
    /// <summary>The hours of today, as the reader's clock has them.</summary>
    public IReadOnlyList<int> Hours(TimeZoneInfo zone, DateTimeOffset now)
    {
        var today = Local(now, zone).Date;
        var hours = new int[24];
        foreach (var (at, count) in Quarters)
        {
            if (Local(at, zone) is var local && local.Date == today)
            {
                hours[local.Hour] += count;
            }
        }

        return hours;
    }

    /// <summary>The last so many days, today last.</summary>
    public IReadOnlyList<(DateOnly Day, int Count)> Days(TimeZoneInfo zone, DateTimeOffset now, int number)
    {
        var byDay = Quarters.GroupBy(q => DateOnly.FromDateTime(Local(q.At, zone))).ToDictionary(g => g.Key, g => g.Sum(q => q.Count));
        var today = DateOnly.FromDateTime(Local(now, zone));
        return [.. Enumerable.Range(1 - number, number).Select(today.AddDays).Select(day => (day, byDay.GetValueOrDefault(day)))];
    }

    private static DateTime Local(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).DateTime;
}

/// <summary>
/// Counts messages by when they were sent. The fortnight is read once, in about a second where there are a million; after
/// that only what has a higher number than the last one counted, which costs the same however long the history is.
/// </summary>
public sealed class MessageTally(IDbContextFactory<ChatDbContext> database, TimeProvider clock)
{
    private const long Quarter = 15 * TimeSpan.TicksPerMinute;

    /// <summary>A fortnight, and a day for whoever lives behind the date line.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(15);

    private readonly SortedDictionary<long, int> _quarters = [];
    private long? _countedTo;

    /// <summary>One at a time: whoever asks sees to that.</summary>
    public async Task<Spoken> CountAsync(CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var oldest = clock.GetUtcNow() - Remembered;
        var from = _countedTo ?? 0;
        var to = await db.Messages.MaxAsync(m => (long?)m.Id, cancellation) ?? 0;
        var more = new Dictionary<long, int>();
        if (to > from)
        {
            await foreach (var at in db.Messages.Where(m => m.Id > from && m.Id <= to && m.SentAt >= oldest).Select(m => m.SentAt).AsAsyncEnumerable().WithCancellation(cancellation))
            {
                more[QuarterOf(at)] = more.GetValueOrDefault(QuarterOf(at)) + 1;
            }
        }

        // A count that breaks off half-way has added nothing.
        _countedTo = Math.Max(from, to);
        foreach (var (quarter, count) in more)
        {
            _quarters[quarter] = _quarters.GetValueOrDefault(quarter) + count;
        }

        foreach (var old in _quarters.Keys.TakeWhile(q => q < QuarterOf(oldest)).ToList())
        {
            _quarters.Remove(old);
        }

        return new Spoken([.. _quarters.Select(q => (new DateTimeOffset(q.Key * Quarter, TimeSpan.Zero), q.Value))]);
    }

    private static long QuarterOf(DateTimeOffset at) => at.UtcTicks / Quarter;
}
