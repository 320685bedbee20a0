using System.Text;

namespace Chat.E2E;

/// <summary>Hears on the wire when a page has drawn what the server sent over its live connection: from then on it answers.</summary>
internal sealed class LiveLine
{
    private TaskCompletionSource _stands = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LiveLine(IPage page)
    {
        page.DOMContentLoaded += (_, _) => _stands = new(TaskCreationOptions.RunContinuationsAsynchronously);
        page.WebSocket += (_, socket) => socket.FrameSent += (_, frame) => Hear(frame);
    }

    public Task StandsAsync() => _stands.Task.WaitAsync(Patience.Limit);

    private void Hear(IWebSocketFrame frame)
    {
        if (frame.Binary is { } bytes && Encoding.Latin1.GetString(bytes).Contains("OnRenderCompleted", StringComparison.Ordinal))
        {
            _stands.TrySetResult();
        }
    }
}
