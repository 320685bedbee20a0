using System.Text;

namespace Chat.E2E;

/// <summary>
/// Hears on the wire when a page has drawn all its live parts: from then on it answers. Until then some of what can be seen
/// is what was sent with the document, and is about to be replaced; whatever is done to it is lost. A page without live parts
/// answers as it comes.
/// </summary>
internal sealed class LiveLine
{
    private const string LivePart = "<!--Blazor:{\"type\":\"server\"";

    private Visit _visit = new(asked: null);
    private Visit _shown = new(asked: null);

    public LiveLine(IPage page)
    {
        var before = _visit;
        page.Request += (_, request) => (before, _visit) = IsDocument(request) ? (_visit, new Visit(request)) : (before, _visit);
        page.Response += (_, response) => _ = response.Request == _visit.Asked ? ReadAsync(response, _visit) : Task.CompletedTask;
        page.FrameNavigated += (_, frame) => _shown = frame == page.MainFrame && _visit.IsOf(frame.Url) ? _visit : _shown;
        // The page one asked from stays: what was asked for was kept as a file, or did not come.
        page.Download += (_, _) => _visit = before;
        page.RequestFailed += (_, request) => _visit = request == _visit.Asked ? before : _visit;
        page.WebSocket += (_, socket) =>
        {
            // Of the page that is there: the next may have been asked for already, and has nothing to do with it.
            var visit = _shown;
            socket.FrameSent += (_, frame) => Hear(frame, visit);
        };
    }

    public Task StandsAsync() => _visit.Stands.WaitAsync(Patience.Limit);

    private static bool IsDocument(IRequest request) => request.ResourceType is "document";

    private static async Task ReadAsync(IResponse response, Visit visit)
    {
        try
        {
            visit.Holds((await response.TextAsync()).Split(LivePart).Length - 1);
        }
        catch (PlaywrightException)
        {
            // It has no text of its own: it leads somewhere else, or the page was left again.
        }
    }

    private static void Hear(IWebSocketFrame frame, Visit visit)
    {
        // Each live part is drawn for the first time by itself.
        if (frame.Binary is { } bytes && Encoding.Latin1.GetString(bytes).Contains("OnRenderCompleted", StringComparison.Ordinal))
        {
            visit.Draws();
        }
    }

    /// <summary>One document, from when it was asked for.</summary>
    private sealed class Visit(IRequest? asked)
    {
        private readonly TaskCompletionSource _stands = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _turn = new();
        private int? _parts;
        private int _drawn;

        public IRequest? Asked => asked;

        public Task Stands => _stands.Task;

        public bool IsOf(string address) => asked?.Url.Split('#')[0] == address.Split('#')[0];

        public void Holds(int parts) => Note(() => _parts = parts);

        public void Draws() => Note(() => _drawn++);

        private void Note(Action what)
        {
            lock (_turn)
            {
                what();
                if (_drawn >= _parts)
                {
                    _stands.TrySetResult();
                }
            }
        }
    }
}
