using Chat.Web.Outcomes;

namespace Chat.Web.Settings;

/// <summary>Each night, after the hour of the copies, lets go of what is no longer to be kept.</summary>
public sealed partial class RetentionErrand(RetentionService retention, TimeProvider clock, ILogger<RetentionErrand> logger) : BackgroundService
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(4);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var now = clock.GetLocalNow().DateTime;
            var tonight = now.Date + Hour;
            await Task.Delay((tonight > now ? tonight : tonight.AddDays(1)) - now, clock, stoppingToken);
            await Errand.TryAsync(() => retention.RemoveForAsync(actor: null), broken => Log.PutOff(logger, broken), stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "What is over could not be let go of tonight; the next night will")]
        public static partial void PutOff(ILogger logger, Exception broken);
    }
}
