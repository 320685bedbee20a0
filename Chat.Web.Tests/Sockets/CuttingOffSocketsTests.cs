using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.School;
using Chat.Web.Sockets;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Sockets;

/// <summary>A right that ends, ends on open sockets too. Cases A30, A31, A32 and F13.</summary>
public sealed class CuttingOffSocketsTests : IAsyncLifetime
{
    private readonly HandClock _clock = new();
    private SchoolHouse _school = null!;

    public async ValueTask InitializeAsync() => _school = await new SchoolHouse { IsOnTheStreet = true, Clock = _clock }.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    /// <summary>A30: a hundred messages after the end, and not one of them is heard.</summary>
    [Fact]
    public async Task A_parent_whose_link_has_ended_hears_nothing_from_that_moment_on()
    {
        await using var parent = await _school.DialAsAsync(_school.TestParent, _school.Maths);
        await using var student = await _school.DialAsAsync(_school.TestStudent, _school.Maths);
        var before = (await _school.SayAsync(_school.TestTeacher, _school.Maths, "Before")).Granted();
        await parent.NextAsync("message");

        await _school.EndAsync<GuardianLink>(l => l.ParentId == _school.TestParent.Id);
        for (var i = 0; i < 100; i++)
        {
            (await _school.SayAsync(_school.TestTeacher, _school.Maths, "After")).Granted();
        }

        Assert.Equal(4403, await parent.ClosedAsync());
        Assert.Equal([before.Seq], (await parent.AllAsync()).Seqs());
        Assert.Equal("not_found", parent.Heard[^1].Text("code"));
        await student.NextAsync("message", f => f.Seq() == before.Seq + 100);
    }

    [Fact]
    public async Task A_link_that_ends_by_its_date_ends_the_socket_within_two_seconds()
    {
        var stepfather = await _school.AdmitAsync("A stepfather", Role.Parent);
        var ends = _clock.Now.AddMinutes(1);
        var link = (await _school.Office.LinkGuardianAsync(_school.Admin, _school.TestStudent.Id, stepfather.Id, GuardianRelationship.Father, cancellation: Stop)).Granted();
        await _school.WriteAsync(db => db.GuardianLinks.Single(l => l.Id == link).To = ends);
        await using var socket = await _school.DialAsAsync(stepfather, _school.Maths);

        Turn(30);
        Assert.DoesNotContain(await socket.HeardSoFarAsync(), f => f.Text("type") == "error");
        // The calendar looks once a second by this clock, and is followed when it has looked.
        Turn(31);

        Assert.Equal(4403, await socket.ClosedAsync());
    }

    [Fact]
    public async Task A_teacher_whose_teaching_has_ended_reads_on_and_can_say_nothing_more()
    {
        await using var teacher = await _school.DialAsAsync(_school.TestTeacher, _school.Maths);
        await _school.EndAsync<Enrollment>(e => e.TeacherId == _school.TestTeacher.Id);

        await teacher.SayAsync(new { type = "message", text = "Still there?" });

        Assert.Equal("chat_not_active", (await teacher.NextAsync("error")).Text("code"));
        await teacher.HeardSoFarAsync();
    }

    /// <summary>A31.</summary>
    [Fact]
    public async Task Who_is_suspended_is_cut_off_at_once()
    {
        await using var teacher = await _school.DialAsAsync(_school.TestTeacher, _school.Maths);
        await using var student = await _school.DialAsAsync(_school.TestStudent, _school.Maths);

        (await _school.Accounts.SuspendAsync(_school.Admin, _school.TestTeacher.Id, Stop)).Granted();

        Assert.Equal(4401, await teacher.ClosedAsync());
        Assert.Equal("not_authenticated", (await teacher.AllAsync())[^1].Text("code"));
        await student.HeardSoFarAsync();
    }

    /// <summary>A32: a JWT pair, a token and another token; the one from which the password is changed goes on.</summary>
    [Fact]
    public async Task A_new_password_ends_the_others_sockets_and_not_ones_own()
    {
        var here = (await _school.SignInAsync("test_student@example.com", "test123")).Granted();
        var keys = (await _school.Tokens.SignInForPairAsync("test_student@example.com", "test123", new Device("a program", "127.0.0.1"), Stop)).Granted();
        await using var byPair = await SocketCaller.DialAsync(_school, $"/ws/chat/{_school.Maths}/?token={keys.Access}");
        await using var byToken = await _school.DialAsAsync(_school.TestStudent, _school.Maths);
        await using var own = await SocketCaller.DialAsync(_school, $"/ws/chat/{_school.Maths}/?ticket={_school.The<SocketTickets>().Issue(here.Actor)}");
        await own.NextAsync("connected");
        await byPair.NextAsync("connected");

        (await _school.Accounts.ChangePasswordAsync(here.Actor, here.Id, "test123", "a better password", Stop)).Granted();

        Assert.Equal(4401, await byPair.ClosedAsync());
        Assert.Equal(4401, await byToken.ClosedAsync());
        await own.HeardSoFarAsync();
    }

    [Fact]
    public async Task Signed_out_by_the_program_itself_its_socket_ends()
    {
        var caller = await _school.CallAsAsync(_school.TestStudent);
        await using var socket = await SocketCaller.DialAsync(_school, $"/ws/chat/{_school.Maths}/", headers: ("Authorization", caller.Authorization!));
        await socket.NextAsync("connected");

        (await caller.PostAsync("/api/auth/logout/")).Is(204);

        Assert.Equal(4401, await socket.ClosedAsync());
    }

    /// <summary>F13: nothing is heard of the other end, not even an answer to a ping.</summary>
    [Fact]
    public async Task A_silent_line_is_told_that_the_house_is_there_and_then_let_go()
    {
        await using var socket = await _school.DialAsAsync(_school.TestStudent, _school.Maths);

        await UntilAsync(async () =>
        {
            Turn(1);
            return (await socket.HeardSoFarAsync()).Exists(f => f.Text("type") == "heartbeat");
        });
        var (closed, silent) = (socket.ClosedAsync(), 0);
        await UntilAsync(() =>
        {
            silent += Turn(1);
            return Task.FromResult(closed.IsCompleted);
        });

        Assert.Equal(4408, await closed);
        Assert.True(silent >= 44, $"let go after {silent} seconds");
        await UntilAsync(() => Task.FromResult(_school.The<OpenSockets>().Count == 0));
    }

    /// <summary>A line on which nobody speaks for long, as somebody's who only listens: their library answers the pings.</summary>
    [Fact]
    public async Task Who_only_listens_is_not_let_go()
    {
        await using var school = await new SchoolHouse
        {
            IsOnTheStreet = true,
            Settings = new Dictionary<string, string> { ["Sockets:Heartbeat"] = "00:00:01", ["Sockets:Ping"] = "00:00:01", ["Sockets:Idle"] = "00:00:03" },
        }.OpenAsync();
        await using var socket = await school.DialAsAsync(school.TestStudent, school.Maths);

        for (var i = 0; i < 6; i++)
        {
            await socket.NextAsync("heartbeat");
        }

        await socket.HeardSoFarAsync();
    }

    [Fact]
    public async Task A_house_that_ends_ends_its_sockets_and_says_to_come_back()
    {
        await using var school = await new SchoolHouse { IsOnTheStreet = true }.OpenAsync();
        var sockets = await Task.WhenAll(school.DialAsAsync(school.TestStudent, school.Maths), school.DialAsAsync(school.TestTeacher, school.Maths));

        school.The<Microsoft.Extensions.Hosting.IHostApplicationLifetime>().StopApplication();

        foreach (var socket in sockets)
        {
            Assert.Equal(1012, await socket.ClosedAsync());
        }
    }

    private int Turn(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            _clock.Turn(TimeSpan.FromSeconds(1));
        }

        return seconds;
    }
}
