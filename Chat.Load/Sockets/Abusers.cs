using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;

namespace Chat.Load.Sockets;

/// <summary>
/// Some who abuse sockets in every way there is, again and again. They are a process of their own that stands back behind all
/// others: on a machine of their own, as they would be, they would take none of Chat's processors either.
/// </summary>
internal sealed class Abusers : IDisposable
{
    public const string Command = "abusers";
    public const int Count = 10;

    private const string TurnedAway = "turned away";

    private static readonly byte[] Large = new byte[1_000_000];
    private static readonly byte[] ManyIds = Encoding.UTF8.GetBytes($$"""{"type":"read","message_ids":[{{string.Join(',', Enumerable.Range(1, 1_000_000))}}]}""");
    private static readonly byte[] Deep = Encoding.UTF8.GetBytes($$"""{"type":"ping","x":{{new string('[', 10_000)}}{{new string(']', 10_000)}}}""");

    private static readonly (string Name, int[] Codes, Func<ClientWebSocket, Task> DoAsync)[] Kinds =
    [
        ("1 MB frame", [1009], socket => SayAsync(socket, Large)),
        ("10,000 pieces", [1008], InPiecesAsync),
        ("no UTF-8", [1007], socket => SayAsync(socket, [0xFF, 0xFE, 0xC3, 0x28])),
        ("depth 10,000, three times", [4400], socket => ThriceAsync(socket, Deep)),
        ("a million ids", [1009], socket => SayAsync(socket, ManyIds)),
        ("bytes", [1003], socket => socket.SendAsync(new byte[10].AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None).AsTask()),
        ("flood of pings", [4429], socket => FloodAsync(socket, "{\"type\":\"ping\"}"u8.ToArray())),
        ("flood of messages", [4429], socket => FloodAsync(socket, OverSockets.Frame("Buy, buy, buy"))),
    ];

    private readonly Process _process;

    private Abusers(Process process) => _process = process;

    public static Abusers Start(Uri address)
    {
        var process = Ourselves.Start(Command, address.ToString());
        process.PriorityClass = ProcessPriorityClass.Idle;
        return new Abusers(process);
    }

    /// <summary>Until whoever started it has had enough; then it tells what it did. Anything but 0 says that Chat ended something with another code than its own.</summary>
    public static async Task<int> WorkAsync(Uri address)
    {
        var (endings, wrong, lasted) = (new ConcurrentDictionary<string, int>(StringComparer.Ordinal), new ConcurrentDictionary<string, bool>(StringComparer.Ordinal), new ConcurrentQueue<double>());
        using var enough = new CancellationTokenSource();
        var working = Enumerable.Range(0, Count).Select(n => Task.Run(async () =>
        {
            for (var i = n; !enough.IsCancellationRequested; i++)
            {
                var kind = Kinds[i % Kinds.Length];
                var (code, time) = await EndAsync(address, kind.DoAsync);
                endings.AddOrUpdate(code is 4429 && !kind.Codes.Contains(4429) ? TurnedAway : kind.Name, 1, (_, times) => times + 1);
                if (code is { } own && kind.Codes.Contains(own))
                {
                    lasted.Enqueue(time.TotalMilliseconds);
                }

                // Hung up on in the middle of talking, one may not have read why. And whoever has misused too many sockets is turned away at the next.
                if (code is not (null or 4429) && !kind.Codes.Contains(code.Value))
                {
                    wrong[$"{kind.Name}: {code}"] = true;
                }
            }
        })).ToList();
        await Console.In.ReadToEndAsync();
        await enough.CancelAsync();
        await Task.WhenAll(working);

        Console.WriteLine($"{string.Join(", ", endings.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Value} × {e.Key}"))}; until it was ended with its own code at most {new Sample(lasted).Max} ms");
        Console.WriteLine(string.Join('\n', wrong.Keys));
        return wrong.IsEmpty && Kinds.All(k => endings.ContainsKey(k.Name)) ? 0 : 1;
    }

    /// <returns>What they did, and how it ended.</returns>
    public async Task<string> StopAsync()
    {
        _process.StandardInput.Close();
        var said = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        WrongException.Unless(_process.ExitCode == 0, $"not every abuse was tried, or one was ended otherwise:\n{said}");
        return said.TrimEnd();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static async Task<(int? Code, TimeSpan Time)> EndAsync(Uri address, Func<ClientWebSocket, Task> abuse)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(address, CancellationToken.None);
        var began = Stopwatch.GetTimestamp();
        var doing = TryAsync(() => abuse(socket));
        var buffer = new byte[64 * 1024];
        await TryAsync(async () =>
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None)).MessageType is not WebSocketMessageType.Close)
            {
                // Whatever is said to somebody like that.
            }
        });
        var time = Stopwatch.GetElapsedTime(began);
        socket.Abort();
        await doing;
        return ((int?)socket.CloseStatus, time);
    }

    private static async Task TryAsync(Func<Task> talk)
    {
        try
        {
            await talk();
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Hung up on, which is what it is about.
        }
    }

    private static Task SayAsync(ClientWebSocket socket, byte[] frame) => socket.SendAsync(frame.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).AsTask();

    private static async Task ThriceAsync(ClientWebSocket socket, byte[] frame)
    {
        for (var i = 0; i < 3; i++)
        {
            await SayAsync(socket, frame);
        }
    }

    private static async Task InPiecesAsync(ClientWebSocket socket)
    {
        for (var i = 0; i < 10_000; i++)
        {
            await socket.SendAsync(" "u8.ToArray(), WebSocketMessageType.Text, endOfMessage: false, CancellationToken.None);
        }
    }

    private static async Task FloodAsync(ClientWebSocket socket, byte[] frame)
    {
        for (var i = 0; i < 10_000; i++)
        {
            await SayAsync(socket, frame);
        }
    }
}
