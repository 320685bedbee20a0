using Chat.Web.Outcomes;

namespace Chat.Web.Files;

/// <summary>Each hour, takes away the files that nobody needs.</summary>
public sealed partial class SweepingErrand(FileSweeper sweeper, TimeProvider clock, ILogger<SweepingErrand> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Pause, clock, stoppingToken);
            await Errand.TryAsync(() => sweeper.SweepAsync(stoppingToken), failed => Log.PutOff(logger, failed), stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "What nobody needs could not be swept away now")]
        public static partial void PutOff(ILogger logger, Exception failed);
    }
}
