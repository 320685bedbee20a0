using Chat.Web.Data;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.School;

/// <summary>
/// Carries out what was planned: when an edge starts or ends by its own date, the rooms follow and open pages are told.
/// Rights do not wait for it, they compare dates at each use; it opens conversations and makes pages look again.
/// </summary>
public sealed partial class SchoolCalendar(
    IDbContextFactory<ChatDbContext> database, SchoolService school, TimeProvider clock, ILogger<SchoolCalendar> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // From the beginning of time: whatever started or ended while the house was closed is followed once at start.
        var followed = DateTimeOffset.MinValue;
        using var timer = new PeriodicTimer(Pause, clock);

        do
        {
            await Errand.TryAsync(async () =>
            {
                var now = clock.GetUtcNow();
                await school.FollowAsync(await StudentsChangedAsync(followed, now, stoppingToken), stoppingToken);
                followed = now;
            }, broken => Log.PutOff(logger, broken), stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<IReadOnlyCollection<int>> StudentsChangedAsync(DateTimeOffset after, DateTimeOffset until, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        return await Changed(db.Enrollments).Union(Changed(db.TutorAssignments)).Union(Changed(db.GuardianLinks)).ToListAsync(cancellation);

        IQueryable<int> Changed(IQueryable<Edge> edges) => edges
            .Where(e => (e.From > after && e.From <= until) || (e.To > after && e.To <= until))
            .Select(e => e.StudentId);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Planned starts and ends could not be followed; the next second will")]
        public static partial void PutOff(ILogger logger, Exception broken);
    }
}
