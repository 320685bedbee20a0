using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Chat.Load.Sockets;

/// <summary>
/// The floor: a bare Kestrel that gives what it hears a number and hands it to all its sockets, in frames of the length of
/// Chat's. It knows nobody and stores nothing. It runs in a process of its own, so that its processor can be told from ours.
/// </summary>
internal sealed class BareSockets : IAsyncDisposable
{
    public const string Command = "bare-sockets";

    private readonly Process _process;

    private BareSockets(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<BareSockets> StartAsync()
    {
        var process = Ourselves.Start(Command);
        return new BareSockets(process, new UriBuilder((await process.StandardOutput.ReadLineAsync())!) { Scheme = "ws" }.Uri);
    }

    /// <summary>What the process does that was started for it, until whoever started it is gone.</summary>
    public static async Task ServeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.UseWebSockets();
        var room = new Room();
        app.Run(room.TakeAsync);
        await app.StartAsync();
        await Console.Out.WriteLineAsync(app.Urls.First());
        await Console.In.ReadToEndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private sealed class Room
    {
        private readonly ConcurrentDictionary<WebSocket, ChannelWriter<byte[]>> _open = new();
        private readonly Lock _turn = new();
        private int _seq;

        public async Task TakeAsync(HttpContext http)
        {
            using var socket = await http.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[16 * 1024];
            try
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes($$"""{"type":"connected","last_seq":{{_seq.ToString(CultureInfo.InvariantCulture)}}}"""), WebSocketMessageType.Text, endOfMessage: true, http.RequestAborted);
                var frames = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
                _open[socket] = frames.Writer;
                _ = SendAsync(socket, frames.Reader);
                while (await socket.ReceiveAsync(buffer.AsMemory(), http.RequestAborted) is { MessageType: WebSocketMessageType.Text } came)
                {
                    using var said = JsonDocument.Parse(buffer.AsMemory(0, came.Count));
                    HandOn(said.RootElement.GetProperty("text").GetString()!);
                }
            }
            catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
            {
                // Hung up.
            }
            finally
            {
                _open.TryRemove(socket, out var writer);
                writer?.TryComplete();
            }
        }

        private void HandOn(string text)
        {
            lock (_turn)
            {
                var seq = (++_seq).ToString(CultureInfo.InvariantCulture);
                var frame = Encoding.UTF8.GetBytes(
                    $$$"""{"type":"message","event":"message:new","message":{"id":{{{seq}}},"seq":{{{seq}}},"chat_id":1,"sender":{"id":1,"full_name":"Test Student","role":"student"},"content":"{{{text}}}","html":"{{{text}}}","message_type":"text","reply_to":null,"attachments":[],"client_message_id":"da53296a-5c04-4f39-899d-f011a02280fd","is_pinned":false,"is_edited":false,"is_deleted":false,"created_at":"2026-11-21T20:09:54.1870839Z","updated_at":"2026-11-21T20:09:54.1870839Z"}}""");
                foreach (var frames in _open.Values)
                {
                    frames.TryWrite(frame);
                }
            }
        }

        private static async Task SendAsync(WebSocket socket, ChannelReader<byte[]> frames)
        {
            try
            {
                await foreach (var frame in frames.ReadAllAsync())
                {
                    await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                }
            }
            catch (Exception gone) when (gone is WebSocketException or ObjectDisposedException)
            {
                // Hung up.
            }
        }
    }
}
