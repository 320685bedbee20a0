namespace Chat.Web.Outcomes;

/// <summary>What a loop in the background does again and again.</summary>
internal static class Errand
{
    /// <summary>Whatever breaks in it once must not end the loop, and with it the house: it is written down, and done the next time.</summary>
    public static async Task TryAsync(Func<Task> errand, Action<Exception> putOff, CancellationToken stoppingToken)
    {
        try
        {
            await errand();
        }
#pragma warning disable CA1031 // Of a broken disk, a database that restarts, or a fault of ours, each is a reason to try again.
        catch (Exception broken) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            putOff(broken);
        }
    }
}
