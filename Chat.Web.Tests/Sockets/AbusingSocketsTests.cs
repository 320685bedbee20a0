using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Chat.Web.Sockets;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Sockets;

/// <summary>What is no frame, or far too many of them. Cases A45 and A46.</summary>
public class AbusingSocketsTests(StreetHouse street) : IClassFixture<StreetHouse>
{
    private SchoolHouse School => street.School;

    public static TheoryData<string> Nonsense =>
    [
        "", " ", "null", "5", "[]", "\"message\"", "{", "{}", """{"type":5}""", """{"type":null}""", """{"type":"nonsense"}""", """{"type":"message","text":5}""",
        """{"type":"message","text":"a","text":"b"}""", """{"type":"message","text":"a","client_message_id":"x"}""", """{"type":"message","text":"\ud800"}""",
        """{"type":"read"}""", """{"type":"read","seq":-1}""", """{"type":"read","seq":99999999999999}""", """{"type":"read","message_ids":[]}""", """{"type":"read","message_ids":["x"]}""",
        """{"type":"ping","chat_id":"\ud800"}""", """{"type":"read","message_ids":{}}""", """{"type":"resume"}""", """{"type":"resume","after":-1}""", """{"type":"resume","after":"x"}""", """{"type":"typing","is_typing":"yes"}""",
        $$"""{"type":"ping","x":{{new string('[', 10_000)}}{{new string(']', 10_000)}}}""",
        $$"""{"type":"ping","x":{{new string('[', 16)}}{{new string(']', 16)}}}""",
        $$"""{"type":"read","message_ids":[{{string.Join(',', Enumerable.Range(1, 501))}}]}""",
    ];

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task Nonsense_is_called_so_twice_and_then_ends_it(string nonsense)
    {
        await using var socket = await School.DialAsAsync(School.TestStudent, School.Maths);
        for (var i = 0; i < 2; i++)
        {
            await socket.SayTextAsync(nonsense);
            Assert.Equal("malformed", (await socket.NextAsync("error")).Text("code"));
        }

        // What is not allowed is no nonsense, and neither is what is.
        await socket.SayAsync(new { type = "message", text = "" });
        Assert.Equal("message_empty", (await socket.NextAsync("error")).Text("code"));
        await socket.HeardSoFarAsync();
        await socket.SayTextAsync(nonsense);

        Assert.Equal(4400, await socket.ClosedAsync());
        Assert.Equal("malformed", (await socket.AllAsync())[^1].Text("code"));
    }

    [Theory]
    [InlineData(1_000_000, 1009)]
    [InlineData(64 * 1024 + 1, 1009)]
    public async Task A_frame_that_is_too_large_ends_it(int size, int code)
    {
        await using var socket = await School.DialAsAsync(School.TestStudent, School.Maths);
        await socket.SayBytesAsync(Encoding.UTF8.GetBytes(new string(' ', size)));
        Assert.Equal(code, await socket.ClosedAsync());
    }

    [Fact]
    public async Task The_longest_message_in_any_writing_is_not_too_large()
    {
        await using var socket = await School.DialAsAsync(School.TestStudent, School.Maths);
        var text = string.Concat(Enumerable.Repeat("ж", 10_000));
        await socket.SayTextAsync($$"""{"type":"message","text":"{{string.Concat(text.Select(c => $"\\u{(int)c:x4}"))}}"}""");
        Assert.Equal(text, (await socket.NextAsync("message")).GetProperty("message").Text("content"));
    }

    [Fact]
    public async Task Bytes_and_what_is_no_text_end_it()
    {
        await using var binary = await School.DialAsAsync(School.TestStudent, School.Maths);
        await binary.SayBytesAsync("""{"type":"ping"}"""u8.ToArray(), WebSocketMessageType.Binary);
        Assert.Equal(1003, await binary.ClosedAsync());

        await using var broken = await School.DialAsAsync(School.TestStudent, School.Maths);
        await broken.SayBytesAsync([0xFF, 0xFE, 0xC3, 0x28]);
        // The framework itself says why and hangs up at once: on a busy machine it may not be heard.
        Assert.Contains(await broken.ClosedAsync(), new int?[] { 1007, null });
    }

    [Fact]
    public async Task What_comes_in_a_few_pieces_is_one_frame_and_in_thousands_is_none()
    {
        await using var socket = await School.DialAsAsync(School.TestStudent, School.Maths);
        foreach (var piece in """{"type":"ping"}""")
        {
            await socket.SayBytesAsync([(byte)piece], isWhole: piece == '}');
        }

        await socket.NextAsync("pong");
        await TryAsync(async () =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                await socket.SayBytesAsync(" "u8.ToArray(), isWhole: false);
            }
        });

        Assert.Equal(1008, await socket.ClosedAsync());
    }

    /// <summary>A46: the thirty-first within ten seconds. The neighbour does not notice.</summary>
    [Fact]
    public async Task Who_floods_is_hung_up_on()
    {
        await using var school = await new SchoolHouse { IsOnTheStreet = true, LimitsMultiplier = 1 }.OpenAsync();
        await using var socket = await school.DialAsAsync(school.TestStudent, school.Maths);
        await using var neighbour = await school.DialAsAsync(school.TestTeacher, school.Maths);
        for (var i = 0; i < 30; i++)
        {
            await socket.SayAsync(new { type = "ping" });
            await socket.NextAsync("pong");
        }

        await socket.SayAsync(new { type = "ping" });
        Assert.Equal(4429, await socket.ClosedAsync());
        Assert.Equal("too_many_frames", (await socket.AllAsync())[^1].Text("code"));
        await neighbour.HeardSoFarAsync();
    }

    /// <summary>A45, again and again: whoever misuses ten sockets waits for the next, and nobody else does.</summary>
    [Fact]
    public async Task Who_misuses_one_socket_after_the_other_waits_for_the_next()
    {
        await using var school = await new SchoolHouse { IsOnTheStreet = true, LimitsMultiplier = 1 }.OpenAsync();
        Func<SocketCaller, Task>[] misuses =
        [
            socket => socket.SayBytesAsync([1], WebSocketMessageType.Binary), socket => socket.SayBytesAsync([0xFF, 0xFE]), socket => socket.SayBytesAsync(new byte[100_000]),
            async socket =>
            {
                await socket.SayTextAsync("{");
                await socket.SayTextAsync("{");
                await socket.SayTextAsync("{");
            },
        ];
        var path = $"/ws/chat/{school.Maths}/?token={await school.TokenOfAsync(school.TestStudent)}";
        List<JsonElement> heard = [];
        var misused = 0;
        // One in six seconds is forgiven: on a slow machine it takes a few more until none is left.
        await UntilAsync(async () =>
        {
            await using var socket = await SocketCaller.DialAsync(school, path);
            await TryAsync(() => misuses[misused++ % misuses.Length](socket));
            var code = await socket.ClosedAsync();
            heard = await socket.AllAsync();
            return code == 4429;
        });
        Assert.True(misused > 10, $"{misused}");
        Assert.Equal("too_many_requests", heard[^1].Text("code"));
        Assert.InRange(heard[^1].GetProperty("retry_after").GetInt32(), 1, 6);
        await using var another = await school.DialAsAsync(school.TestTeacher, school.Maths);
        await another.HeardSoFarAsync();
    }

    /// <summary>By an alarm clock: thirty, then after ten seconds thirty more.</summary>
    [Fact]
    public async Task Who_waits_may_go_on()
    {
        var clock = new HandClock();
        await using var school = await new SchoolHouse { IsOnTheStreet = true, LimitsMultiplier = 1, Clock = clock, RunsErrands = false }.OpenAsync();
        await using var socket = await school.DialAsAsync(school.TestStudent, school.Maths);
        for (var i = 0; i < 60; i++)
        {
            await socket.SayAsync(new { type = "ping" });
            await socket.NextAsync("pong");
            clock.Turn(i == 29 ? TimeSpan.FromSeconds(10) : TimeSpan.Zero);
        }

        Assert.Equal(1, school.The<OpenSockets>().Count);
    }

    private static async Task TryAsync(Func<Task> talk)
    {
        try
        {
            await talk();
        }
        catch (WebSocketException)
        {
            // Hung up on before it was through.
        }
    }
}
