using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Chat.Load.Sockets;

/// <summary>
/// What many sockets make of one chat: each talking now and then, one talking to all of them, all of them coming back at
/// once. The floor is asked the same by the same clients in the same run. Whatever a client is told twice, out of order or
/// not at all is wrong.
/// </summary>
internal static class OverSockets
{
    /// <summary>The document's load: a hundred sockets, each saying something every five seconds.</summary>
    public static async Task TalkAsync(bool isSmoke)
    {
        var (count, pause, duration) = (100, TimeSpan.FromSeconds(5), isSmoke ? TimeSpan.FromSeconds(10) : TimeSpan.FromMinutes(5));
        await using var floor = await BareSockets.StartAsync();
        await using var chat = await ChatSockets.StartAsync();
        var table = new Table($"{count} sockets, each every {pause.TotalSeconds:0} s", "said", "delivered", "p50 ms", "p95", "max", "x floor p50 / p95");
        var least = await TalkAsync(floor.Address, count, pause, duration);
        var ours = await TalkAsync(chat.Address, count, pause, duration);
        table.Add("floor", $"{least.Said:N0}", $"{least.Times.Count:N0}", least.Times.P50, least.Times.P95, least.Times.Max, "");
        table.Add("Chat", $"{ours.Said:N0}", $"{ours.Times.Count:N0}", ours.Times.P50, ours.Times.P95, ours.Times.Max, ours.Times.Over(least.Times));
        table.Print();
        chat.MustBeWell();
    }

    /// <summary>One who talks, and a thousand who listen.</summary>
    public static async Task FanOutAsync(bool isSmoke)
    {
        var (count, messages, pause) = (isSmoke ? 50 : 1_000, isSmoke ? 10 : 100, TimeSpan.FromMilliseconds(200));
        await using var floor = await BareSockets.StartAsync();
        await using var chat = await ChatSockets.StartAsync();
        var table = new Table($"one to {count:N0} sockets, {messages} messages", "p50 ms", "p95", "max", "µs of processor each", "x floor p50 / p95");
        var least = await FanOutAsync(floor.Address, count, messages, pause, () => floor.Processor);
        var ours = await FanOutAsync(chat.Address, count, messages, pause, () => chat.Site.Processor);
        table.Add("floor", least.Times.P50, least.Times.P95, least.Times.Max, Microseconds(least), "");
        table.Add("Chat", ours.Times.P50, ours.Times.P95, ours.Times.Max, Microseconds(ours), ours.Times.Over(least.Times));
        table.Print();
        chat.MustBeWell();
    }

    /// <summary>F38: five hundred who were cut off come back within two seconds, each with something to catch up with.</summary>
    public static async Task ComeBackAsync(bool isSmoke)
    {
        var (count, missed, within) = (isSmoke ? 50 : 500, 20, TimeSpan.FromSeconds(2));
        await using var floor = await BareSockets.StartAsync();
        await using var chat = await ChatSockets.StartAsync();
        int seq;
        await using (var sender = await Client.OpenAsync(chat.Address, (_, _, _) => { }))
        {
            seq = sender.LastSeq;
            for (var i = 0; i < missed; i++)
            {
                await sender.SayAsync(Frame("while they were away"));
            }

            await UntilAsync(() => sender.LastSeq == seq + missed, "what was said was not heard");
        }

        var table = new Table($"{count} come back within {within.TotalSeconds:0} s", "p50 ms", "p95", "max", "all, ms", "x floor p50 / p95");
        var least = await ComeBackAsync(floor.Address, count, within, resumeAfter: null, until: 0);
        var ours = await ComeBackAsync(chat.Address, count, within, seq, seq + missed);
        table.Add("floor, connected", least.Times.P50, least.Times.P95, least.Times.Max, Milliseconds(least.All), "");
        table.Add("Chat, caught up", ours.Times.P50, ours.Times.P95, ours.Times.Max, Milliseconds(ours.All), ours.Times.Over(least.Times));
        table.Print();
        chat.MustBeWell();
    }

    /// <summary>F10: many who talk as fast as they can, and as many who only listen. All hear one order, and in it each talker's own.</summary>
    public static async Task OrderAsync(bool isSmoke)
    {
        var (talkers, each, listeners) = (isSmoke ? 4 : 32, isSmoke ? 20 : 200, 20);
        await using var floor = await BareSockets.StartAsync();
        await using var chat = await ChatSockets.StartAsync();
        var table = new Table($"{talkers} say {each} each, {listeners} more listen", "said", "heard by all after, s", "of the floor");
        var least = await OrderAsync(floor.Address, talkers, each, listeners);
        var ours = await OrderAsync(chat.Address, talkers, each, listeners);
        table.Add("floor", $"{talkers * each:N0}", Seconds(least), "");
        table.Add("Chat", $"{talkers * each:N0}", Seconds(ours), (least / ours).ToString("0.00", CultureInfo.InvariantCulture));
        table.Print();
        chat.MustBeWell();
    }

    private static async Task<TimeSpan> OrderAsync(Uri address, int talkers, int each, int listeners)
    {
        // By listener and talker: the last of theirs that was heard.
        var (heard, wrong) = (new ConcurrentDictionary<(Client, string), int>(), 0);
        await using var crowd = await Crowd.OpenAsync(address, talkers + listeners, (client, frame) =>
        {
            if (frame.GetProperty("message").GetProperty("content").GetString()!.Split(' ') is ["talker", var talker, var number])
            {
                var expected = heard.GetValueOrDefault((client, talker)) + 1;
                heard[(client, talker)] = expected;
                Interlocked.Add(ref wrong, int.Parse(number, CultureInfo.InvariantCulture) == expected ? 0 : 1);
            }
        });
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(crowd.Clients.Take(talkers).Select((client, n) => Task.Run(async () =>
        {
            for (var i = 1; i <= each; i++)
            {
                await client.SayAsync(Frame(string.Create(CultureInfo.InvariantCulture, $"talker {n} {i}")));
            }
        })));
        await crowd.HaveHeardAsync(talkers * each);
        WrongException.Unless(wrong == 0, $"{wrong} messages were heard in another order than their sender's");
        WrongException.Unless(heard.Count == (talkers + listeners) * talkers, "not everybody was listened to");
        return Stopwatch.GetElapsedTime(began);
    }

    private static async Task<(int Said, Sample Times)> TalkAsync(Uri address, int count, TimeSpan pause, TimeSpan duration)
    {
        var times = new ConcurrentQueue<double>();
        await using var crowd = await Crowd.OpenAsync(address, count, times);
        var (began, said) = (Stopwatch.GetTimestamp(), 0);
        await Task.WhenAll(crowd.Clients.Select(async (client, n) =>
        {
            // They do not all speak in the same moment.
            await Task.Delay(pause * n / count);
            while (Stopwatch.GetElapsedTime(began) < duration)
            {
                await client.SayAsync(Frame($"{Client.Stamp()} from socket {n.ToString(CultureInfo.InvariantCulture)}"));
                Interlocked.Increment(ref said);
                await Task.Delay(pause);
            }
        }));
        await crowd.HaveHeardAsync(said);
        return (said, new Sample(times));
    }

    private static async Task<(Sample Times, TimeSpan Processor)> FanOutAsync(Uri address, int count, int messages, TimeSpan pause, Func<TimeSpan> processor)
    {
        var times = new ConcurrentQueue<double>();
        await using var crowd = await Crowd.OpenAsync(address, count, times);
        // The first ones warm up.
        await SayAsync(10);
        times.Clear();
        var before = processor();
        await SayAsync(messages);
        return (new Sample(times), (processor() - before) / ((double)messages * count));

        async Task SayAsync(int many)
        {
            var from = crowd.Clients[0].LastSeq;
            for (var i = 0; i < many; i++)
            {
                await crowd.Clients[0].SayAsync(Frame($"{Client.Stamp()} to all of you"));
                await Task.Delay(pause);
            }

            await crowd.HaveHeardAsync(many, from);
        }
    }

    private static async Task<(Sample Times, TimeSpan All)> ComeBackAsync(Uri address, int count, TimeSpan within, int? resumeAfter, int until)
    {
        var began = Stopwatch.GetTimestamp();
        var clients = await Task.WhenAll(Enumerable.Range(0, count).Select(async n =>
        {
            await Task.Delay(within * n / count);
            var dialled = Stopwatch.GetTimestamp();
            var there = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var client = await Client.OpenAsync(address, (c, _, _) => _ = c.LastSeq >= until && there.TrySetResult(), resumeAfter);
            await (resumeAfter is null ? Task.CompletedTask : there.Task.WaitAsync(TimeSpan.FromMinutes(1)));
            return (Client: client, Time: Stopwatch.GetElapsedTime(dialled).TotalMilliseconds);
        }));
        var all = Stopwatch.GetElapsedTime(began);
        foreach (var (client, _) in clients)
        {
            WrongException.Unless(client.OutOfOrder + client.Errors == 0, $"{client.OutOfOrder} messages out of order, {client.Errors} errors");
            await client.DisposeAsync();
        }

        return (new Sample(clients.Select(c => c.Time)), all);
    }

    internal static async Task UntilAsync(Func<bool> condition, string otherwise)
    {
        var began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            WrongException.Unless(Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(1), otherwise);
            await Task.Delay(20);
        }
    }

    internal static byte[] Frame(string text) => Encoding.UTF8.GetBytes($$"""{"type":"message","text":"{{text}}","client_message_id":"{{Guid.NewGuid()}}"}""");

    private static string Microseconds((Sample Times, TimeSpan Processor) run) => run.Processor.TotalMicroseconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>So many clients of one chat, all of whom hear everything.</summary>
    private sealed class Crowd(IReadOnlyList<Client> clients) : IAsyncDisposable
    {
        private readonly int _from = clients[0].LastSeq;

        public IReadOnlyList<Client> Clients => clients;

        public static Task<Crowd> OpenAsync(Uri address, int count, ConcurrentQueue<double> times) =>
            OpenAsync(address, count, (_, frame) => times.Enqueue(Client.MillisecondsOf(frame)));

        public static async Task<Crowd> OpenAsync(Uri address, int count, Action<Client, JsonElement> hear)
        {
            var clients = new List<Client>();
            for (var i = 0; i < count; i++)
            {
                clients.Add(await Client.OpenAsync(address, (client, type, frame) =>
                {
                    if (type is "message")
                    {
                        hear(client, frame);
                    }
                }));
            }

            return new Crowd(clients);
        }

        /// <summary>Each of them everything, once and in order.</summary>
        public async Task HaveHeardAsync(int said, int? from = null)
        {
            var last = (from ?? _from) + said;
            await UntilAsync(() => clients.All(c => c.LastSeq >= last), "not everybody has heard everything");
            WrongException.Unless(clients.All(c => c.LastSeq == last && c.OutOfOrder == 0), $"{clients.Sum(c => c.OutOfOrder)} messages came twice, out of order or not at all");
            WrongException.Unless(clients.All(c => c.Errors == 0), $"{clients.Sum(c => c.Errors)} errors");
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var client in clients)
            {
                await client.DisposeAsync();
            }
        }
    }
}
