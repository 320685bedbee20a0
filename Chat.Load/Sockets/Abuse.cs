using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using Chat.E2E;
using Chat.Load.Rest;

namespace Chat.Load.Sockets;

/// <summary>
/// Cases A45, A46, A47 and A65: some abuse sockets, and some send files a byte a second, while others read and are measured.
/// The floor is the quiet just before. Each abuse must end with a code of its own.
/// </summary>
internal static class Abuse
{
    private const int Readers = 4;
    private const int Abusers = 10;
    private const int SlowUploads = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    // They have no processors of their own here, as they would: what they take of ours is not what they do to Chat.
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(200);

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

    public static async Task RunAsync(bool isSmoke)
    {
        var duration = TimeSpan.FromSeconds(isSmoke ? 2 : 20);
        await OfSocketsAsync(duration);
        await OfUploadsAsync(duration, isSmoke ? 20 : SlowUploads);
    }

    /// <summary>Several sockets of one person, each abused, ended and dialled again.</summary>
    private static async Task OfSocketsAsync(TimeSpan duration)
    {
        var site = new Site { LimitsMultiplier = 1 };
        await using var chat = await ChatSockets.StartAsync(site);
        using var teacher = await ApiClient.SignInAsync(site, Cast.TestTeacher);
        var (endings, wrong, lasted) = (new ConcurrentDictionary<string, int>(StringComparer.Ordinal), new ConcurrentQueue<string>(), new ConcurrentQueue<double>());

        var (quiet, before) = (await ReadAsync(teacher, chat.Chat, duration), site.Memory);
        using var enough = new CancellationTokenSource();
        var abusers = Enumerable.Range(0, Abusers).Select(n => Task.Run(async () =>
        {
            for (var i = n; !enough.IsCancellationRequested; i++)
            {
                var kind = Kinds[i % Kinds.Length];
                var (code, time) = await EndAsync(chat.Address, kind.DoAsync);
                endings.AddOrUpdate(kind.Name, 1, (_, times) => times + 1);
                lasted.Enqueue(time.TotalMilliseconds);
                // Hung up on in the middle of talking, one may not have read why.
                if (code is not null && !kind.Codes.Contains(code.Value))
                {
                    wrong.Enqueue($"{kind.Name}: {code}");
                }

                await Task.Delay(Breath);
            }
        })).ToList();
        var meanwhile = await ReadAsync(teacher, chat.Chat, duration);
        var grown = site.Memory - before;
        await enough.CancelAsync();
        await Task.WhenAll(abusers);

        Print($"{Abusers} who abuse sockets", quiet, meanwhile);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nmemory grew by {grown / 1e6:0} MB; from the abuse until it ended p99 {new Sample(lasted).P99} ms"));
        foreach (var (name, times) in endings.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-28}{times,8:#,##0}"));
        }

        WrongException.Unless(wrong.IsEmpty, string.Join('\n', wrong.Distinct(StringComparer.Ordinal)));
        WrongException.Unless(endings.Count == Kinds.Length, "not every abuse was tried");
        chat.MustBeWell();
    }

    /// <summary>So many uploads that come a byte a second: each is ended, and nothing of them stays.</summary>
    private static async Task OfUploadsAsync(TimeSpan duration, int count)
    {
        var site = new Site { LimitsMultiplier = 1_000_000 };
        await using var chat = await ChatSockets.StartAsync(site);
        using var teacher = await ApiClient.SignInAsync(site, Cast.TestTeacher);
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = count }) { BaseAddress = site.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", chat.Token);

        var quiet = await ReadAsync(teacher, chat.Chat, duration);
        var uploads = Enumerable.Range(0, count).Select(_ => Task.Run(() => DripAsync(http))).ToList();
        var meanwhile = await ReadAsync(teacher, chat.Chat, duration);
        var answers = await Task.WhenAll(uploads);

        Console.WriteLine();
        Print($"{count} uploads at a byte a second", quiet, meanwhile);
        Console.WriteLine($"\n{string.Join(", ", answers.CountBy(a => a).OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Value} × {a.Key}"))}");
        WrongException.Unless(!answers.Contains("201", StringComparer.Ordinal), "a byte a second was waited for to its end");
        await OverSockets.UntilAsync(() => !Directory.EnumerateFiles(site.DataDirectory, "*.part", SearchOption.AllDirectories).Any(), "something of an upload was left lying");
        chat.MustBeWell();
    }

    private static async Task<Sample> ReadAsync(ApiClient reader, int chat, TimeSpan duration)
    {
        var (times, began) = (new ConcurrentQueue<double>(), Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(began) < duration)
            {
                var asked = Stopwatch.GetTimestamp();
                WrongException.Unless(await reader.ReadsAsync(chat, 5, CancellationToken.None), "a reader was answered wrongly");
                times.Enqueue(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                await Task.Delay(Pause);
            }
        })));
        return new Sample(times);
    }

    private static void Print(string title, Sample quiet, Sample meanwhile)
    {
        var table = new Table(title, "reads", "p50 ms", "p95", "p99", "max", "x quiet p50 / p95", "p99");
        table.Add("quiet", $"{quiet.Count:N0}", quiet.P50, quiet.P95, quiet.P99, quiet.Max, "", "");
        table.Add("meanwhile", $"{meanwhile.Count:N0}", meanwhile.P50, meanwhile.P95, meanwhile.P99, meanwhile.Max, meanwhile.Over(quiet), meanwhile.OverAtP99(quiet));
        table.Print();
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

    private static async Task<string> DripAsync(HttpClient http)
    {
        using var form = new MultipartFormDataContent { { new DrippingContent(), "file", "slow.png" } };
        try
        {
            using var answer = await http.PostAsync(new Uri("/api/chat/upload/", UriKind.Relative), form);
            return ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        }
        catch (HttpRequestException)
        {
            return "cut off";
        }
    }

    /// <summary>A minute of a byte a second.</summary>
    private sealed class DrippingContent : HttpContent
    {
        private const int Length = 60;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var i = 0; i < Length; i++)
            {
                await stream.WriteAsync(new byte[1]);
                await stream.FlushAsync();
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = Length;
            return true;
        }
    }
}
