namespace Chat.E2E;

/// <summary>Every wait ends. What is waited for comes in a fraction of this, also on a machine that is busy with everything else.</summary>
internal static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static float Milliseconds => (float)Limit.TotalMilliseconds;

    /// <summary>Asks again and again until the answer is yes; for what happens outside every browser.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Limit);
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition())
        {
            await pulse.WaitForNextTickAsync(deadline.Token);
        }
    }
}
