using System.Runtime.InteropServices;

namespace Chat.Web.Live;

/// <summary>
/// Ends the house when it is told to, and says so first: whoever has a page open hears that it will be back, and has a
/// moment to draw that, before any line is cut. From the signal on, nobody new is sent here.
/// </summary>
public sealed class GentleLifetime(Feed feed, IHostApplicationLifetime lifetime, TimeProvider clock) : IHostLifetime, IDisposable
{
    /// <summary>Long enough for a page to draw one line, short enough that nobody waits for it.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(400);

    private readonly List<PosixSignalRegistration> _signals = [];
    private int _told;

    /// <summary>True from the signal on.</summary>
    public bool IsClosing => _told > 0 || lifetime.ApplicationStopping.IsCancellationRequested;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signals.AddRange(new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT }.Select(signal => PosixSignalRegistration.Create(signal, told =>
        {
            // Not at once, as the signal would have it: it is on its way.
            told.Cancel = true;
            _ = CloseAsync();
        })));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _signals.ForEach(signal => signal.Dispose());

    private async Task CloseAsync()
    {
        if (Interlocked.Increment(ref _told) > 1)
        {
            return;
        }

        feed.PublishToAll(new HouseClosing());
        await Task.Delay(Moment, clock);
        lifetime.StopApplication();
    }
}
