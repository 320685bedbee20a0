namespace Chat.Web.Tests.TestSupport;

/// <summary>Every wait in a test ends: after a while the answer is no.</summary>
public static class Patience
{
    /// <summary>Far longer than anything here takes, on a machine that is busy with everything else as well.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static CancellationToken Stop => Within(Limit);

    /// <summary>The same for a process that starts cold, and shares the machine with everything that was there before it.</summary>
    public static CancellationToken StopOfAStart => Within(4 * Limit);

    /// <summary>Asks again and again until the answer is yes; for what happens by itself and tells nobody.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var stop = Stop;
        while (!await condition())
        {
            await pulse.WaitForNextTickAsync(stop);
        }
    }

    private static CancellationToken Within(TimeSpan limit)
    {
        var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(limit);
        return deadline.Token;
    }
}
