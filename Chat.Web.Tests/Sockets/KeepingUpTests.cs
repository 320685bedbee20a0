using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Sockets;

/// <summary>Nothing is lost on a socket, nothing doubled, and nothing comes out of order. Cases F10, F11 and F38 in small.</summary>
public class KeepingUpTests(StreetHouse street) : IClassFixture<StreetHouse>
{
    private SchoolHouse School => street.School;

    /// <summary>F10: eight who send fifty each, at once, on sockets; sockets, a page and a request see one order without a gap, and each sender's own order in it.</summary>
    [Fact]
    public async Task Many_who_send_at_once_are_heard_in_one_order_by_all()
    {
        const int Each = 50;
        var before = await School.LastSeqAsync(School.Tutoring);
        using var page = School.Feed.Open(School.TestTutor.Id);
        Actor[] talking = [School.TestStudent, School.TestTutor];
        var senders = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => School.DialAsAsync(talking[n % 2], School.Tutoring)));
        var listening = await Task.WhenAll(new[] { School.TestParent, School.TestStudent, School.Admin }.Select(who => School.DialAsAsync(who, School.Tutoring)));

        await Task.WhenAll(senders.Select(async (socket, n) =>
        {
            for (var i = 0; i < Each; i++)
            {
                await socket.SayAsync(new { type = "message", text = $"{n}:{i}" });
            }
        }));

        var all = Enumerable.Range(before + 1, senders.Length * Each).ToList();
        foreach (var socket in senders.Concat(listening))
        {
            await socket.NextAsync("message", f => f.Seq() == all[^1]);
            Assert.Equal(all, socket.Heard.Seqs());
            foreach (var own in socket.Heard.Where(f => f.Text("type") == "message").Select(f => f.GetProperty("message").Text("content")!.Split(':')).GroupBy(said => said[0]))
            {
                Assert.Equal(Enumerable.Range(0, Each).Select(i => $"{i}"), own.Select(said => said[1]));
            }

            await socket.DisposeAsync();
        }

        // A page is hung up where it falls behind, and told in the order in which it was stored or sorts it: here only that it hears.
        Assert.NotEmpty(page.HeardSoFar<MessageSent>());
    }

    [Fact]
    public async Task Who_resumes_is_told_what_was_missed_by_the_page_in_order_and_once()
    {
        var start = await School.LastSeqAsync(School.AnnasPhysics);
        for (var i = 0; i < 95; i++)
        {
            (await School.SayAsync(i % 2 == 0 ? School.Anna : School.Ivan, School.AnnasPhysics, $"{i}")).Granted();
        }

        await using var socket = await School.DialAsAsync(School.Anna, School.AnnasPhysics);
        // Half of it is said while it is being caught up with.
        var meanwhile = Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
            {
                (await School.SayAsync(School.Ivan, School.AnnasPhysics, $"later {i}")).Granted();
            }
        }, Stop);
        await socket.SayAsync(new { type = "resume", after = start });
        await meanwhile;
        // What was told is not told again.
        await socket.SayAsync(new { type = "resume", after = start });
        await socket.SayAsync(new { type = "resume", after = start + 90 });
        await socket.NextAsync("message", f => f.Seq() == start + 135);

        Assert.Equal(Enumerable.Range(start + 1, 135), (await socket.HeardSoFarAsync()).Seqs().Order());
        // Of each part the order is the messages' own: of what was missed, and of what came live.
        Assert.Equal(Enumerable.Range(start + 1, 95), socket.Heard.Seqs().Where(seq => seq <= start + 95));
        Assert.Equal(Enumerable.Range(start + 96, 40), socket.Heard.Seqs().Where(seq => seq > start + 95));
    }

    [Theory]
    [InlineData(-5, 5)]
    [InlineData(0, 0)]
    public async Task Who_was_away_for_a_moment_or_not_at_all_is_told_just_that(int back, int expected)
    {
        for (var i = 0; i < 6; i++)
        {
            (await School.SayAsync(School.Dmitry, School.DmitrysPhysics)).Granted();
        }

        var last = await School.LastSeqAsync(School.DmitrysPhysics);
        await using var socket = await School.DialAsAsync(School.Ivan, School.DmitrysPhysics);
        await socket.SayAsync(new { type = "resume", after = last + back });

        Assert.Equal(Enumerable.Range(last - expected + 1, expected), (await socket.HeardSoFarAsync()).Seqs());
    }

    [Fact]
    public async Task Who_was_away_too_long_or_knows_more_than_there_is_reads_anew()
    {
        await using var school = await new SchoolHouse { IsOnTheStreet = true, Settings = new Dictionary<string, string> { ["Sockets:MostMissed"] = "3" } }.OpenAsync();
        var last = await school.LastSeqAsync(school.Maths);
        Assert.True(last > 4);
        await using var socket = await school.DialAsAsync(school.TestStudent, school.Maths);
        foreach (var after in new[] { last - 4, last + 1 })
        {
            await socket.SayAsync(new { type = "resume", after });
            Assert.Equal($"{last}", (await socket.NextAsync("reset")).Text("last_seq"));
        }

        await socket.SayAsync(new { type = "resume", after = last - 3 });
        Assert.Equal([last - 2, last - 1, last], (await socket.HeardSoFarAsync()).Seqs());
    }

    /// <summary>Two who send at once may be told of in the other order than they were stored.</summary>
    [Fact]
    public async Task Told_of_out_of_order_it_is_told_on_in_order()
    {
        await using var socket = await School.DialAsAsync(School.TestTeacher, School.Maths);
        var message = (await School.SayAsync(School.TestStudent, School.Maths)).Granted();
        foreach (var ahead in new[] { 3, 2, 1, 2 })
        {
            School.Feed.Publish(new MessageSent(message with { Seq = message.Seq + ahead }), School.TestTeacher.Id);
        }

        await socket.NextAsync("message", f => f.Seq() == message.Seq + 3);
        Assert.Equal(Enumerable.Range(message.Seq, 4), (await socket.HeardSoFarAsync()).Seqs());
    }

    /// <summary>One that was stored, and that nobody could be told of.</summary>
    [Fact]
    public async Task What_does_not_come_by_itself_is_told_as_it_is_stored()
    {
        await using var school = await new SchoolHouse { IsOnTheStreet = true }.OpenAsync();
        await using var socket = await school.DialAsAsync(school.TestTeacher, school.Maths);
        var last = await school.LastSeqAsync(school.Maths);
        await school.WriteAsync(db =>
        {
            db.Conversations.Single(c => c.Id == school.Maths).LastSeq++;
            db.Messages.Add(new Message { ConversationId = school.Maths, Seq = last + 1, SenderId = school.TestStudent.Id, ClientMessageId = Guid.NewGuid(), Text = "Unheard", SentAt = DateTimeOffset.UtcNow });
        });
        (await school.SayAsync(school.TestStudent, school.Maths, "Heard")).Granted();

        await socket.NextAsync("message", f => f.Seq() == last + 2);
        Assert.Equal(["Unheard", "Heard"], (await socket.HeardSoFarAsync()).Where(f => f.Text("type") == "message").Select(f => f.GetProperty("message").Text("content")));
    }

    /// <summary>Somebody who does not read for a while: more comes than a line holds, and still they get all of it, once, in order, and what was changed meanwhile.</summary>
    [Fact]
    public async Task A_line_that_was_hung_up_is_caught_up()
    {
        const int Many = 700;
        await using var school = await new SchoolHouse { IsOnTheStreet = true, Settings = new Dictionary<string, string> { ["Sockets:Stalled"] = "00:10:00", ["Sockets:Idle"] = "00:10:00" } }.OpenAsync();
        await using var socket = await school.DialAsAsync(school.TestTeacher, school.Maths, reads: false);
        var edited = (await school.SayAsync(school.TestStudent, school.Maths, "Wrnog")).Granted();
        await SayManyAsync(school, Many);
        (await school.Revisions.EditAsync(school.TestStudent, school.Maths, edited.Seq, "Wrong", Stop)).Granted();

        socket.BeginToRead();

        await socket.NextAsync("message", f => f.Seq() == edited.Seq + Many);
        Assert.Equal(Enumerable.Range(edited.Seq, Many + 1), (await socket.HeardSoFarAsync()).Seqs());
        Assert.Contains(socket.Heard, f => f.Text("type") == "message_updated" && f.GetProperty("message").Text("content") == "Wrong");
        Assert.Equal(1, school.The<Chat.Web.Sockets.OpenSockets>().Count);
    }

    /// <summary>A48: who reads nothing for ten seconds is let go, and what waits for them is bounded by what a line holds.</summary>
    [Fact]
    public async Task Who_does_not_read_is_let_go()
    {
        var clock = new HandClock();
        await using var school = await new SchoolHouse { IsOnTheStreet = true, RunsErrands = false, Clock = clock }.OpenAsync();
        await using var slow = await school.DialAsAsync(school.TestTeacher, school.Maths, reads: false);
        await using var other = await school.DialAsAsync(school.TestTeacher, school.Maths);
        await SayManyAsync(school, 500);
        await other.NextAsync("message", f => f.Seq() >= 500);

        for (var i = 0; i < 12; i++)
        {
            clock.Turn(TimeSpan.FromSeconds(1));
        }

        slow.BeginToRead();
        Assert.Equal(1013, await slow.ClosedAsync());
        await other.HeardSoFarAsync();
    }

    private static async Task SayManyAsync(SchoolHouse school, int many)
    {
        var text = new string('ж', Message.MaxLength);
        for (var i = 0; i < many; i++)
        {
            (await school.SayAsync(school.TestStudent, school.Maths, text)).Granted();
        }
    }
}
