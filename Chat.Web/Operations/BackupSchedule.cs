using Microsoft.Extensions.Options;

namespace Chat.Web.Operations;

/// <summary>Makes a copy each day at the hour that was chosen, by the server's own clock.</summary>
public sealed class BackupSchedule(BackupService backups, IOptions<BackupOptions> options, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (backups.IsOurs && options.Value.DailyAt is { } at)
        {
            await Task.Delay(Until(at), clock, stoppingToken);
            await backups.MakeForAsync(actor: null, stoppingToken);
        }
    }

    private TimeSpan Until(TimeOnly at)
    {
        var now = clock.GetLocalNow();
        var today = now.Date + at.ToTimeSpan();
        return (today > now.DateTime ? today : today.AddDays(1)) - now.DateTime;
    }
}
