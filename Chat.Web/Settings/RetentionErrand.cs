namespace Chat.Web.Settings;

/// <summary>Each night, after the hour of the copies, lets go of what is no longer to be kept.</summary>
public sealed class RetentionErrand(RetentionService retention, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(4);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var now = clock.GetLocalNow().DateTime;
            var tonight = now.Date + Hour;
            await Task.Delay((tonight > now ? tonight : tonight.AddDays(1)) - now, clock, stoppingToken);
            await retention.RemoveForAsync(actor: null);
        }
    }
}
