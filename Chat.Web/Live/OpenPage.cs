using Microsoft.AspNetCore.Components;

namespace Chat.Web.Live;

/// <summary>A component with something that goes on for as long as it is open, and that nobody awaits.</summary>
public abstract class OpenPage : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _closed = new();

    // Asked for once: of a source that is disposed of there is no token to be had, while whatever was begun before may still ask.
    protected OpenPage() => Closed = _closed.Token;

    /// <summary>Cancelled when the component goes away.</summary>
    protected CancellationToken Closed { get; }

    public virtual async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _closed.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets something go on until the component is closed. What breaks in it breaks where the person sees it.</summary>
    protected async Task GoOnAsync(Func<Task> doing)
    {
        try
        {
            await doing();
        }
        catch (Exception ending) when (ending is OperationCanceledException or ObjectDisposedException)
        {
            // The page was closed.
        }
#pragma warning disable CA1031 // Nobody awaits this: what breaks here belongs to the circuit, where the error page is.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            await DispatchExceptionAsync(broken);
        }
    }
}
