using System.Text.Json;
using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Sockets;

/// <summary>What is said on a socket, and what is heard on it. Cases A04, A07 and F08, and the clients of document B.</summary>
public class TalkingOnSocketsTests(StreetHouse street) : IClassFixture<StreetHouse>
{
    private SchoolHouse School => street.School;

    /// <summary>Document B, "Using wscat": these three lines, typed one after the other.</summary>
    [Fact]
    public async Task Wscat_says_writes_and_reads_as_the_document_has_it()
    {
        using var page = School.Feed.Open(School.TestTeacher.Id);
        await using var wscat = await School.DialAsAsync(School.TestStudent, School.Maths);

        await wscat.SayTextAsync("""{"type": "message", "text": "Hello via WebSocket"}""");
        var said = (await wscat.NextAsync("message")).GetProperty("message");
        await wscat.SayTextAsync("""{"type": "typing", "is_typing": true}""");
        await wscat.SayTextAsync($$"""{"type": "read", "message_ids": ["{{said.Text("id")}}"]}""");

        Assert.Equal("Hello via WebSocket", (await page.NextAsync<MessageSent>()).Message.Text);
        Assert.Equal(School.TestStudent.Id, (await page.NextAsync<TypingStarted>()).Person.Id);
        Assert.DoesNotContain(await wscat.HeardSoFarAsync(), f => f.Text("type") == "error");
    }

    /// <summary>Document B, "Using Python WebSocket Client": it says one thing, then reads whatever comes, and hears itself.</summary>
    [Fact]
    public async Task The_Python_client_hears_what_it_said_and_what_is_answered()
    {
        await using var python = await SocketCaller.DialAsync(School, $"/ws/chat/{School.Maths}/?token={await School.TokenOfAsync(School.TestStudent)}");
        await python.SayTextAsync("""{"type": "message", "text": "Hello from Python!"}""");
        var heard = await python.NextAsync("message");
        (await School.SayAsync(School.TestTeacher, School.Maths, "Hello from a page")).Granted();

        Assert.Equal("message:new", heard.Text("event"));
        Assert.Equal("Hello from Python!", heard.GetProperty("message").Text("content"));
        Assert.Equal("Hello from a page", (await python.NextAsync("message")).GetProperty("message").Text("content"));
    }

    [Theory]
    [InlineData("message", "text")]
    [InlineData("chat_message", "content")]
    public async Task Both_dialects_are_spoken_and_the_echo_comes_once_it_is_stored(string type, string field)
    {
        await using var socket = await School.DialAsAsync(School.TestStudent, School.Maths);
        var id = Guid.NewGuid();

        await socket.SayAsync(new Dictionary<string, object> { ["type"] = type, [field] = "Said", ["client_message_id"] = id });
        var echo = await socket.NextAsync("message", f => f.GetProperty("message").Text("client_message_id") == $"{id}");

        var stored = (await School.Reader.FromAsync(School.TestStudent, School.Maths, echo.Seq(), take: 1, Stop)).Granted().Single();
        Assert.Equal((id, "Said", School.TestStudent.Id), (stored.ClientMessageId, stored.Text, stored.Sender.Id));
    }

    /// <summary>Whatever door it is said at, it is heard at all of them, in the same words: what a socket carries is what a page of messages has.</summary>
    [Fact]
    public async Task What_is_said_at_any_door_is_heard_at_every_door()
    {
        var (student, teacher) = (await School.CallAsAsync(School.TestStudent), await School.CallAsAsync(School.TestTeacher));
        await using var socket = await School.DialAsAsync(School.TestStudent, School.Maths);
        await using var parents = await School.DialAsAsync(School.TestParent, School.Maths);
        using var page = School.Feed.Open(School.TestTeacher.Id);
        var first = await School.LastSeqAsync(School.Maths) + 1;

        (await School.SayAsync(School.TestTeacher, School.Maths, "On a page, with <b>signs</b> & “marks”")).Granted();
        (await teacher.PostAsync($"/api/chat/forum/{School.Maths}/send_message/", new { content = "By REST" })).Is(201);
        await socket.SayAsync(new { type = "message", text = "On a socket" });

        foreach (var hearing in new[] { socket, parents })
        {
            await hearing.NextAsync("message", f => f.Seq() == first + 2);
            var read = (await student.GetAsync($"/api/chat/forum/{School.Maths}/messages/?after={first - 1}")).Is(200)["results"].EnumerateArray().Select(m => m.GetRawText());
            Assert.Equal(read, hearing.Heard.Where(f => f.Text("type") == "message").Select(f => f.GetProperty("message").GetRawText()));
        }

        Assert.Equal([first, first + 1, first + 2], page.HeardSoFar<MessageSent>().Select(m => m.Message.Seq));
    }

    [Fact]
    public async Task Changes_and_removals_are_heard()
    {
        await using var socket = await School.DialAsAsync(School.TestTeacher, School.Maths);
        var said = (await School.SayAsync(School.TestStudent, School.Maths, "Wrnog")).Granted();
        (await School.Revisions.EditAsync(School.TestStudent, School.Maths, said.Seq, "Wrong", Stop)).Granted();
        var edited = (await socket.NextAsync("message_updated")).GetProperty("message");
        (await School.Revisions.RemoveAsync(School.TestStudent, School.Maths, said.Seq, cancellation: Stop)).Granted();
        var removed = (await socket.NextAsync("message_updated")).GetProperty("message");

        Assert.Equal(("Wrong", "True"), (edited.Text("content"), edited.Text("is_edited")));
        Assert.Equal(("", "True"), (removed.Text("content"), removed.Text("is_deleted")));
    }

    [Fact]
    public async Task Writing_shows_from_sockets_to_pages_and_from_pages_to_sockets_and_never_to_oneself()
    {
        await using var student = await School.DialAsAsync(School.TestStudent, School.Maths);
        await using var teacher = await School.DialAsAsync(School.TestTeacher, School.Maths);
        using var page = School.Feed.Open(School.TestTeacher.Id);

        await student.SayAsync(new { type = "typing", is_typing = true });
        await student.SayAsync(new { type = "typing", is_typing = false });
        (await School.Messages.TypeAsync(School.TestTeacher, School.Maths, Stop)).Granted();

        Assert.Equal(School.TestStudent.Id, (await page.NextAsync<TypingStarted>()).Person.Id);
        Assert.Equal(School.TestStudent.Id, (await page.NextAsync<TypingStopped>()).Person.Id);
        Assert.Equal(("True", $"{School.TestStudent.Id}"), Of(await teacher.NextAsync("typing")));
        Assert.Equal(("False", $"{School.TestStudent.Id}"), Of(await teacher.NextAsync("typing")));
        Assert.Equal(("True", $"{School.TestTeacher.Id}"), Of(await student.NextAsync("typing")));
        Assert.Single(await student.HeardSoFarAsync(), f => f.Text("type") == "typing");

        static (string?, string?) Of(JsonElement frame) => (frame.Text("is_typing"), frame.Text("user_id"));
    }

    [Fact]
    public async Task What_was_read_is_told_to_both_by_id_and_by_number()
    {
        await using var student = await School.DialAsAsync(School.TestStudent, School.Maths);
        await using var teacher = await School.DialAsAsync(School.TestTeacher, School.Maths);
        var (one, two) = ((await School.SayAsync(School.TestTeacher, School.Maths)).Granted(), (await School.SayAsync(School.TestTeacher, School.Maths)).Granted());

        await student.SayAsync(new { type = "read", message_ids = new[] { one.Id } });
        Assert.Equal($"{one.Seq}", (await teacher.NextAsync("read", f => f.Text("user_id") == $"{School.TestStudent.Id}")).Text("seq"));
        await student.SayAsync(new { type = "read", seq = two.Seq + 1_000 });
        Assert.Equal($"{two.Seq}", (await teacher.NextAsync("read", f => f.Text("user_id") == $"{School.TestStudent.Id}")).Text("seq"));
        Assert.Equal($"{one.Seq}", (await student.NextAsync("read")).Text("seq"));
    }

    /// <summary>A socket is a page to those who may see whether somebody is here, and a parent who reads along is told of nobody.</summary>
    [Fact]
    public async Task Who_holds_a_socket_is_here()
    {
        await using var school = await new SchoolHouse { IsOnTheStreet = true }.OpenAsync();
        await using var parent = await school.DialAsAsync(school.TestParent, school.Maths);
        await using var teacher = await school.DialAsAsync(school.TestTeacher, school.Maths);
        using var page = school.Feed.Open(school.TestTeacher.Id);

        var student = await school.DialAsAsync(school.TestStudent, school.Maths);
        Assert.Equal($"{school.TestStudent.Id}", (await teacher.NextAsync("user_joined")).Text("user_id"));
        Assert.Equal(school.TestStudent.Id, (await page.NextAsync<PresenceChanged>()).UserId);
        await student.NextAsync("user_joined");
        await student.DisposeAsync();

        Assert.Equal($"{school.TestStudent.Id}", (await teacher.NextAsync("user_left")).Text("user_id"));
        Assert.DoesNotContain(await parent.HeardSoFarAsync(), f => f.Text("type")!.StartsWith("user_", StringComparison.Ordinal));
    }

    /// <summary>F08: a hundred times at once, by both doors; then with other words.</summary>
    [Fact]
    public async Task Said_a_hundred_times_at_once_under_one_id_it_is_said_once()
    {
        var (id, before) = (Guid.NewGuid(), await School.LastSeqAsync(School.Maths));
        var rest = await School.CallAsAsync(School.TestStudent);
        var sockets = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => School.DialAsAsync(School.TestStudent, School.Maths)));

        var byRest = Task.WhenAll(Enumerable.Range(0, 50).Select(_ => rest.PostAsync($"/api/chat/forum/{School.Maths}/send_message/", new { content = "Hello?", client_message_id = id })));
        await Task.WhenAll(sockets.Select(async socket =>
        {
            for (var i = 0; i < 5; i++)
            {
                await socket.SayAsync(new { type = "message", text = "Hello?", client_message_id = id });
            }
        }));
        var answers = (await byRest).Select(a => a["message"].GetProperty("id").GetInt64()).ToList();
        foreach (var socket in sockets)
        {
            // Each is answered: with what everybody hears, and, where that had been heard before, once more for itself.
            var heard = (await socket.HeardSoFarAsync()).Where(f => f.Text("type") == "message").ToList();
            Assert.InRange(heard.Count, 1, 6);
            answers.AddRange(heard.Select(f => f.GetProperty("message").GetProperty("id").GetInt64()));
            Assert.DoesNotContain(socket.Heard, f => f.Text("type") == "error");
        }

        Assert.Single(answers.Distinct());
        Assert.Equal(before + 1, await School.LastSeqAsync(School.Maths));
        await sockets[0].SayAsync(new { type = "message", text = "Something else", client_message_id = id });
        Assert.Equal(("client_id_reused", $"{id}"), ((await sockets[0].NextAsync("error")) is var no ? (no.Text("code"), no.Text("client_message_id")) : default));
        foreach (var socket in sockets)
        {
            await socket.DisposeAsync();
        }
    }

    /// <summary>After a line was lost, the same is said again on another: it is answered, and said once.</summary>
    [Fact]
    public async Task Said_again_on_another_line_it_is_answered_with_what_was_said_first()
    {
        var id = Guid.NewGuid();
        await using (var lost = await School.DialAsAsync(School.TestStudent, School.Maths))
        {
            await lost.SayAsync(new { type = "message", text = "Did you get this?", client_message_id = id });
            await lost.NextAsync("message");
        }

        var seq = await School.LastSeqAsync(School.Maths);
        await using var again = await School.DialAsAsync(School.TestStudent, School.Maths);
        await again.SayAsync(new { type = "message", text = "Did you get this?", client_message_id = id });

        Assert.Equal(seq, (await again.NextAsync("message")).Seq());
        Assert.Equal(seq, await School.LastSeqAsync(School.Maths));
    }

    /// <summary>A04: a socket is for one chat, whatever a frame names. Ivan has a place in both.</summary>
    [Fact]
    public async Task A_frame_that_names_another_chat_or_what_stands_there_changes_nothing_there()
    {
        var (here, there) = (School.AnnasPhysics, School.DmitrysPhysics);
        var foreign = (await School.SayAsync(School.Dmitry, there)).Granted();
        await using var listening = await School.DialAsAsync(School.Dmitry, there);
        await using var ivan = await School.DialAsAsync(School.Ivan, here);
        var before = await StateAsync();
        object[] frames =
        [
            new { type = "read", message_ids = new[] { foreign.Id } },
            new { type = "message", chat_id = there, text = "Hello" },
            new { type = "message", chat_id = $"{there}", text = "Hello" },
            new { type = "chat_message", room_id = there, content = "Hello" },
            new { type = "typing", conversation_id = there },
            new { type = "typing", thread = new { id = there } },
        ];
        foreach (var frame in frames)
        {
            await ivan.SayAsync(frame);
            Assert.Equal("not_found", (await ivan.NextAsync("error")).Text("code"));
        }

        await ivan.SayAsync(new { type = "message", text = "Hello", reply_to = foreign.Id });
        Assert.Equal("reply_to_nothing", (await ivan.NextAsync("error")).Text("code"));
        Assert.Equal(before, await StateAsync());
        Assert.DoesNotContain(await listening.HeardSoFarAsync(), f => f.Text("type") is "message" or "typing" or "read");

        // The one it is for may be named, as a number or as a text.
        await ivan.SayAsync(new { type = "message", chat_id = here, conversation_id = $"{here}", text = "Hello" });
        await ivan.NextAsync("message");

        async Task<(int, int, int)> StateAsync() =>
            (await School.LastSeqAsync(here), await School.LastSeqAsync(there), (await School.ConversationAsync(there)).PlaceOf(School.Ivan)!.LastReadSeq);
    }

    /// <summary>A07, and every other refusal of a send: the code is the one a request is given for the same.</summary>
    [Fact]
    public async Task What_is_refused_is_refused_with_the_code_a_request_gets()
    {
        var used = (await School.SayAsync(School.TestStudent, School.Maths)).Granted().ClientMessageId;
        (Actor Who, object Body)[] sends =
        [
            (School.TestParent, new { content = "Hello" }), (School.Admin, new { content = "Hello" }),
            (School.TestStudent, new { content = "" }), (School.TestStudent, new { }), (School.TestStudent, new { content = new string('x', 10_001) }),
            (School.TestStudent, new { content = "a\u0000b" }), (School.TestStudent, new { content = "Hello", reply_to = 999_999 }),
            (School.TestStudent, new { content = "Hello", sender = School.TestTeacher.Id }), (School.TestStudent, new { content = "Hello", attachment_ids = new[] { "x" } }),
            (School.TestStudent, new { content = "Hello", client_message_id = Guid.Empty }), (School.TestStudent, new { content = "Otherwise", client_message_id = used }),
            (School.TestStudent, new { content = "Hello", client_message_id = "no id" }), (School.TestStudent, new { content = 5 }),
        ];
        var codes = new HashSet<string>();
        foreach (var (who, body) in sends)
        {
            var refused = await (await School.CallAsAsync(who)).PostAsync($"/api/chat/forum/{School.Maths}/send_message/", body);
            await using var socket = await School.DialAsAsync(who, School.Maths);
            await socket.SayTextAsync(JsonSerializer.Serialize(body).Replace("{", """{"type":"chat_message",""", StringComparison.Ordinal).Replace(",}", "}", StringComparison.Ordinal));
            var error = await socket.NextAsync("error");

            Assert.True(refused.Status >= 400, refused.Body);
            Assert.Equal((refused.Code, refused["detail"].GetString()), (error.Text("code"), error.Text("detail")));
            codes.Add(refused.Code!);
        }

        Assert.Equal(10, codes.Count);
        await using var parent = await School.DialAsAsync(School.TestParent, School.Maths);
        foreach (var frame in new object[] { new { type = "typing" }, new { type = "read", seq = 1 } })
        {
            await parent.SayAsync(frame);
            Assert.Equal("read_only", (await parent.NextAsync("error")).Text("code"));
        }
    }

    [Fact]
    public async Task Who_sends_too_often_is_told_when_to_come_back_and_stays()
    {
        await using var school = await new SchoolHouse { IsOnTheStreet = true, LimitsMultiplier = 1, Settings = new Dictionary<string, string> { ["Limits:SendsByPerson"] = "2" } }.OpenAsync();
        await using var socket = await school.DialAsAsync(school.TestStudent, school.Maths);
        for (var i = 0; i < 3; i++)
        {
            await socket.SayAsync(new { type = "message", text = $"{i}" });
        }

        var error = await socket.NextAsync("error");
        Assert.Equal("too_many_requests", error.Text("code"));
        Assert.InRange(error.GetProperty("retry_after").GetInt32(), 1, 60);
        // A refusal is said at once; what was granted comes with everybody's, by the feed.
        await UntilAsync(async () => (await socket.HeardSoFarAsync()).Seqs().Count() == 2);
        await using var db = school.OpenDb();
        Assert.False(await db.Messages.AnyAsync(m => m.ConversationId == school.Maths && m.Text == "2", Stop));
    }
}
