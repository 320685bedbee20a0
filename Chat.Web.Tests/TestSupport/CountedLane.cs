using Chat.Web.Data;

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

    public ValueTask DisposeAsync() => ((IAsyncDisposable)lane).DisposeAsync();
}
