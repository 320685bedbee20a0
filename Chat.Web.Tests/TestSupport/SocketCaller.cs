using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Chat.Web.Access;

namespace Chat.Web.Tests.TestSupport;

/// <summary>A program that holds a socket to a house on the street. It reads all the time, unless it is told not to.</summary>
public sealed class SocketCaller : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly Channel<JsonElement> _heard = Channel.CreateUnbounded<JsonElement>();
    private Task<int?>? _reading;

    /// <summary>Everything that was read off the line by <see cref="NextAsync"/> so far.</summary>
    public List<JsonElement> Heard { get; } = [];

    /// <summary>The code with which it was closed; none while it is open or where it was cut off.</summary>
    public async Task<int?> ClosedAsync() => await _reading!.WaitAsync(Patience.Stop);

    public static async Task<SocketCaller> DialAsync(SchoolHouse school, string path, bool reads = true, params (string Name, string Value)[] headers)
    {
        var caller = new SocketCaller();
        caller._socket.Options.CollectHttpResponseDetails = true;
        caller._socket.Options.UseDefaultCredentials = false;
        foreach (var (name, value) in headers)
        {
            caller._socket.Options.SetRequestHeader(name, value);
        }

        var address = new UriBuilder(new Uri(school.Line.BaseAddress!, path)) { Scheme = "ws" };
        await caller._socket.ConnectAsync(address.Uri, Patience.Stop);
        if (reads)
        {
            caller.BeginToRead();
        }

        return caller;
    }

    /// <summary>The status with which a house refuses to become a socket at all.</summary>
    public static async Task<int> RefusedAsync(SchoolHouse school, string path, params (string Name, string Value)[] headers)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        foreach (var (name, value) in headers)
        {
            socket.Options.SetRequestHeader(name, value);
        }

        await Assert.ThrowsAnyAsync<WebSocketException>(() => socket.ConnectAsync(new UriBuilder(new Uri(school.Line.BaseAddress!, path)) { Scheme = "ws" }.Uri, Patience.Stop));
        return (int)socket.HttpStatusCode;
    }

    public void BeginToRead() => _reading ??= ReadAsync();

    public Task SayAsync(object frame) => SayTextAsync(JsonSerializer.Serialize(frame));

    public Task SayTextAsync(string text) => SayBytesAsync(Encoding.UTF8.GetBytes(text));

    public Task SayBytesAsync(byte[] bytes, WebSocketMessageType type = WebSocketMessageType.Text, bool isWhole = true) => _socket.SendAsync(bytes, type, isWhole, Patience.Stop);

    /// <summary>The next frame of a type; others are let pass.</summary>
    public async Task<JsonElement> NextAsync(string type, Func<JsonElement, bool>? which = null)
    {
        while (true)
        {
            var frame = await _heard.Reader.ReadAsync(Patience.Stop);
            Heard.Add(frame);
            if (frame.GetProperty("type").GetString() == type && which?.Invoke(frame) is not false)
            {
                return frame;
            }
        }
    }

    /// <summary>Everything that has come by the time it answers: it does what it is asked in turn.</summary>
    public async Task<List<JsonElement>> HeardSoFarAsync()
    {
        await SayAsync(new { type = "ping" });
        await NextAsync("pong");
        return Heard;
    }

    /// <summary>Everything there was, once it has been closed.</summary>
    public async Task<List<JsonElement>> AllAsync()
    {
        await ClosedAsync();
        while (_heard.Reader.TryRead(out var frame))
        {
            Heard.Add(frame);
        }

        return Heard;
    }

    public async Task<int?> SayGoodbyeAsync()
    {
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", Patience.Stop);
        return await ClosedAsync();
    }

    /// <summary>Hangs up without a word.</summary>
    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<int?> ReadAsync()
    {
        var (buffer, length) = (new byte[256 * 1024], 0);
        try
        {
            while (true)
            {
                var came = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                if (came.MessageType is WebSocketMessageType.Close)
                {
                    await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", Patience.Stop);
                    return (int?)_socket.CloseStatus;
                }

                length += came.Count;
                if (came.EndOfMessage)
                {
                    await _heard.Writer.WriteAsync(JsonDocument.Parse(buffer.AsMemory(0, length)).RootElement.Clone());
                    length = 0;
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            return (int?)_socket.CloseStatus;
        }
    }
}

/// <summary>How programs open sockets.</summary>
public static class Dialling
{
    public static async Task<SocketCaller> DialAsAsync(this SchoolHouse school, Actor actor, int conversation, bool reads = true)
    {
        var socket = await SocketCaller.DialAsync(school, $"/ws/chat/{conversation}/?token={await school.TokenOfAsync(actor)}", reads);
        if (reads)
        {
            await socket.NextAsync("connected");
        }

        return socket;
    }

    /// <summary>A token of somebody who signed in a moment ago.</summary>
    public static async Task<string> TokenOfAsync(this SchoolHouse school, Actor actor) => (await school.CallAsAsync(actor)).Authorization!.Split(' ')[1];

    public static string? Text(this JsonElement frame, string name) => frame.TryGetProperty(name, out var value) ? $"{value}" : null;

    public static int Seq(this JsonElement frame) => frame.GetProperty("message").GetProperty("seq").GetInt32();

    /// <summary>The numbers of the messages among some frames.</summary>
    public static IEnumerable<int> Seqs(this IEnumerable<JsonElement> frames) => frames.Where(f => f.Text("type") == "message").Select(f => f.Seq());
}
