using Chat.Web.Outcomes;

namespace Chat.Web.Accounts;

/// <summary>Once a minute, writes down when each signed-in device was last seen, and cuts off those whose time has run out.</summary>
public sealed partial class LastSeenWriter(SessionService sessions, TimeProvider clock, ILogger<LastSeenWriter> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await Errand.TryAsync(() =>
            {
                sessions.AnnounceExpired();
                return sessions.FlushLastSeenAsync(stoppingToken);
            }, broken => Log.PutOff(logger, broken), stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Last-seen times could not be stored; the next minute will")]
        public static partial void PutOff(ILogger logger, Exception broken);
    }
}
