using Chat.Web.Data;
using Chat.Web.Outcomes;

namespace Chat.Web.Tests.TestSupport;

/// <summary>The house's own write lane, with somebody counting at its door.</summary>
public sealed class CountedLane(WriteLane lane) : WriteLane, IAsyncDisposable
{
    private int _visits;

    public int Visits => _visits;

    public override Task OpenAsync(CancellationToken cancellation) => lane.OpenAsync(cancellation);

    public override Task<T> RunAsync<T>(Func<ChatDbContext, Task<T>> command, CancellationToken cancellation = default)
    {
        Interlocked.Increment(ref _visits);
        return lane.RunAsync(command, cancellation);
    }

    /// <summary>Completes when the lane has come to a stand inside a transaction, before this gate. What is asked of it then waits.</summary>
    public Task StandStillAsync(SemaphoreSlim gate)
    {
        var standing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stop = Patience.Stop;
        _ = RunAsync(
            async _ =>
            {
                standing.SetResult();
                await gate.WaitAsync(stop);
                return new Done();
            },
            stop);
        return standing.Task.WaitAsync(stop);
    }

    public ValueTask DisposeAsync() => ((IAsyncDisposable)lane).DisposeAsync();
}
