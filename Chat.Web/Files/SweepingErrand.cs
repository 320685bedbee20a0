using Chat.Web.Data;

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
            try
            {
                await sweeper.SweepAsync(stoppingToken);
            }
            catch (Exception failed) when (failed is StorageUnavailableException or IOException or UnauthorizedAccessException)
            {
                Log.PutOff(logger, failed);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "What nobody needs could not be swept away now")]
        public static partial void PutOff(ILogger logger, Exception failed);
    }
}
