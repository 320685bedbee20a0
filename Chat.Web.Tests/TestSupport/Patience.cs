namespace Chat.Web.Tests.TestSupport;

/// <summary>Every wait in a test ends: after a while the answer is no.</summary>
public static class Patience
{
    /// <summary>Far longer than anything here takes, on a machine that is busy with everything else as well.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static CancellationToken Stop
    {
        get
        {
            var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            deadline.CancelAfter(Limit);
            return deadline.Token;
        }
    }

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
}
