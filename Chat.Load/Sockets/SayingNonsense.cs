using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Chat.Load.Sockets;

/// <summary>
/// A hundred thousand frames of nonsense: none may be a fault of ours, and whoever is hung up on is told why. What was found
/// can be said again: <c>--seed</c> takes the number that is printed.
/// </summary>
internal static class SayingNonsense
{
    private const int Talkers = 8;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    /// <summary>Hung up on in the middle of talking: the line was gone before the reason had been read.</summary>
    private const int CutOff = 0;

    private static readonly string[] Sense =
    [
        """{"type":"message","text":"Hello","client_message_id":"da53296a-5c04-4f39-899d-f011a02280fd"}""", """{"type":"chat_message","content":"Hello","reply_to":1}""",
        """{"type":"typing","is_typing":true}""", """{"type":"read","message_ids":[1,2,"3"]}""", """{"type":"read","seq":1}""", """{"type":"ping"}""", """{"type":"resume","after":1}""",
        """{"type":"message","chat_id":2,"text":"Hello","sender":7,"attachment_ids":["x"]}""",
    ];

    private static readonly string[] Odd =
    [
        "null", "-1", "1e400", "99999999999999999999", "\"\\ud800\"", "\"\\u0000\"", "[]", "{}", "true", "\"x\"", "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]", "NaN", "'", "\"\u202e\ufeff\"", "\"' OR 1=1 --\"",
    ];

    /// <summary>With what a socket may be closed over nonsense.</summary>
    private static readonly HashSet<int> Known = [CutOff, 1000, 1002, 1003, 1007, 1008, 1009, 4400, 4429];

    public static async Task RunAsync(bool isSmoke)
    {
        var arguments = Environment.GetCommandLineArgs();
        var (frames, seed) = (isSmoke ? 2_000 : 100_000, Array.IndexOf(arguments, "--seed") is var at and >= 0 ? int.Parse(arguments[at + 1], CultureInfo.InvariantCulture) : isSmoke ? 1 : Environment.TickCount);
        await using var chat = await ChatSockets.StartAsync();
        Console.WriteLine($"seed {seed}, {frames:N0} frames\n");
        var (closed, answered) = (new ConcurrentDictionary<int, int>(), new ConcurrentDictionary<string, int>(StringComparer.Ordinal));
        await Task.WhenAll(Enumerable.Range(0, Talkers).Select(n => Task.Run(() => TalkAsync(chat.Address, new Random(unchecked((seed * 31) + n)), frames / Talkers, closed, answered))));

        var table = new Table("closed with, or answered with", "times");
        foreach (var (code, times) in closed.OrderBy(c => c.Key))
        {
            table.Add(code == CutOff ? "cut off unread" : code.ToString(CultureInfo.InvariantCulture), times.ToString("#,##0", CultureInfo.InvariantCulture));
        }

        foreach (var (code, times) in answered.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            table.Add(code, times.ToString("#,##0", CultureInfo.InvariantCulture));
        }

        table.Print();
        WrongException.Unless(closed.Keys.All(Known.Contains), "closed with a code that nobody has a reason for");
        WrongException.Unless(!answered.ContainsKey("server_error"), "something was a fault of ours");
        WrongException.Unless(answered.GetValueOrDefault("malformed") > frames / 100 && closed.Values.Sum() > frames / 100, "hardly anything was refused: that tries nothing");
        chat.MustBeWell();
        await using var afterwards = await Client.OpenAsync(chat.Address, (_, _, _) => { });
        var seq = afterwards.LastSeq;
        await afterwards.SayAsync(OverSockets.Frame("Is anybody there?"));
        await OverSockets.UntilAsync(() => afterwards.LastSeq > seq, "it is not well afterwards");
    }

    private static async Task TalkAsync(Uri address, Random chance, int frames, ConcurrentDictionary<int, int> closed, ConcurrentDictionary<string, int> answered)
    {
        while (frames > 0)
        {
            using var socket = new ClientWebSocket();
            await socket.ConnectAsync(address, CancellationToken.None);
            using var heard = new SemaphoreSlim(0);
            var reading = ReadAsync(socket, answered, heard);
            try
            {
                for (; frames > 0 && socket.State is WebSocketState.Open; frames--)
                {
                    var (frame, type) = FrameOf(chance);
                    await socket.SendAsync(frame, type, endOfMessage: chance.Next(20) > 0, CancellationToken.None);
                    // Said faster than it is answered, most of it would be poured into a line that is being closed.
                    await heard.WaitAsync(Moment);
                }

                if (socket.State is WebSocketState.Open)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, CancellationToken.None);
                }
            }
            catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
            {
                // Hung up on.
            }

            closed.AddOrUpdate(await reading.WaitAsync(TimeSpan.FromMinutes(1)) ?? CutOff, 1, (_, times) => times + 1);
        }
    }

    private static async Task<int?> ReadAsync(ClientWebSocket socket, ConcurrentDictionary<string, int> answered, SemaphoreSlim heard)
    {
        // An answer to nonsense is a short one; what is longer is somebody's message, and read past.
        var buffer = new byte[64 * 1024];
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } came)
            {
                heard.Release();
                if (came.EndOfMessage && Encoding.UTF8.GetString(buffer, 0, came.Count) is var said && said.StartsWith("{\"type\":\"error\"", StringComparison.Ordinal))
                {
                    answered.AddOrUpdate(JsonDocument.Parse(said).RootElement.GetProperty("code").GetString()!, 1, (_, times) => times + 1);
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // Cut off while it was still talking: it may not have read why.
        }

        heard.Release();
        return (int?)socket.CloseStatus;
    }

    private static (byte[] Frame, WebSocketMessageType Type) FrameOf(Random chance)
    {
        var sense = Sense[chance.Next(Sense.Length)];
        var frame = Encoding.UTF8.GetBytes(chance.Next(8) switch
        {
            0 => sense,
            1 => sense[..chance.Next(sense.Length)],
            2 => sense.Replace("\"Hello\"", Odd[chance.Next(Odd.Length)], StringComparison.Ordinal).Replace(":1", $":{Odd[chance.Next(Odd.Length)]}", StringComparison.Ordinal),
            3 => sense + sense,
            4 => Odd[chance.Next(Odd.Length)],
            5 => $$"""{"type":{{Odd[chance.Next(Odd.Length)]}},"text":"x"}""",
            6 => sense.Replace("Hello", new string('ж', chance.Next(40_000)), StringComparison.Ordinal),
            _ => $"{new string('[', chance.Next(30_000))}{sense}",
        });
        if (chance.Next(10) == 0 && frame.Length > 0)
        {
            frame[chance.Next(frame.Length)] = (byte)chance.Next(256);
        }

        return (frame, chance.Next(50) == 0 ? WebSocketMessageType.Binary : WebSocketMessageType.Text);
    }
}
