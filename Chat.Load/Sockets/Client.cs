using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Chat.Load.Sockets;

/// <summary>One client of a socket, of Chat or of the floor: both speak in the same frames.</summary>
internal sealed class Client : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[16 * 1024];
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<Client, string, JsonElement> _hear;
    private Task? _reading;

    private Client(Action<Client, string, JsonElement> hear) => _hear = hear;

    /// <summary>The newest message it has been told of.</summary>
    public int LastSeq { get; private set; }

    /// <summary>What it was told that was no order: a message twice, or after a later one, or with one missing before it.</summary>
    public int OutOfOrder { get; private set; }

    public int Errors { get; private set; }

    /// <param name="hear">What it does with each frame, by its type.</param>
    public static async Task<Client> OpenAsync(Uri address, Action<Client, string, JsonElement> hear, int? resumeAfter = null)
    {
        var client = new Client(hear);
        await client._socket.ConnectAsync(address, CancellationToken.None);
        client._reading = client.ReadAsync();
        await client._connected.Task.WaitAsync(TimeSpan.FromMinutes(1));
        if (resumeAfter is { } after)
        {
            client.LastSeq = after;
            await client.SayAsync(Encoding.UTF8.GetBytes($$"""{"type":"resume","after":{{after}}}"""));
        }

        return client;
    }

    public async Task SayAsync(ReadOnlyMemory<byte> frame) => await _socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        if (_reading is not null)
        {
            await _reading;
        }

        _socket.Dispose();
    }

    private async Task ReadAsync()
    {
        var length = 0;
        try
        {
            while (await _socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None) is { MessageType: WebSocketMessageType.Text } came)
            {
                length += came.Count;
                if (came.EndOfMessage)
                {
                    Hear(length);
                    length = 0;
                }
            }

            Errors++;
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Hung up.
        }

        _connected.TrySetException(new WrongException($"closed with {_socket.CloseStatus} before it was open"));
    }

    private void Hear(int length)
    {
        using var frame = JsonDocument.Parse(_buffer.AsMemory(0, length));
        var said = frame.RootElement;
        var type = said.GetProperty("type").GetString()!;
        switch (type)
        {
            case "connected":
                LastSeq = said.GetProperty("last_seq").GetInt32();
                _connected.TrySetResult();
                break;
            case "message":
                var seq = said.GetProperty("message").GetProperty("seq").GetInt32();
                OutOfOrder += seq == LastSeq + 1 ? 0 : 1;
                LastSeq = seq;
                break;
            case "error":
                Errors++;
                break;
            default:
                break;
        }

        _hear(this, type, said);
    }

    /// <summary>When something was said, in the clock of this machine: it travels inside of what is said.</summary>
    public static string Stamp() => Stopwatch.GetTimestamp().ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>For how many milliseconds a message was under way.</summary>
    public static double MillisecondsOf(JsonElement message) =>
        Stopwatch.GetElapsedTime(long.Parse(message.GetProperty("message").GetProperty("content").GetString()!.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)).TotalMilliseconds;
}
