using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
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
    private const int SlowUploads = 200;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

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

        await ReadAsync(teacher, chat.Chat, WarmUp);
        var processor = site.Processor;
        var quiet = await ReadAsync(teacher, chat.Chat, duration);
        var (memory, busyInQuiet) = (site.Memory, (site.Processor - processor) / duration);
        processor = site.Processor;
        using var abusers = Abusers.Start(chat.Address);
        var meanwhile = await ReadAsync(teacher, chat.Chat, duration);
        var (grown, busy) = (site.Memory - memory, (site.Processor - processor) / duration);
        var done = await abusers.StopAsync();

        Print($"{Abusers.Count} who abuse sockets", quiet, meanwhile);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nmemory grew by {grown / 1e6:0} MB, {busy:0.00} processors were busy with Chat, and {busyInQuiet:0.00} before"));
        Console.WriteLine(done);
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

        await ReadAsync(teacher, chat.Chat, WarmUp);
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
