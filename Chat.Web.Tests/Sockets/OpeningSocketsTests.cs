using System.Net.Http.Headers;
using Chat.Web.Accounts;
using Chat.Web.Live;
using Chat.Web.Sockets;
using Chat.Web.Tests.Api;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Sockets;

/// <summary>Who is let in, and what the others learn. Attack cases A03, A26, A40, A41, A44 and A47.</summary>
public class OpeningSocketsTests(OpenHouse house) : IClassFixture<OpenHouse>
{
    private SchoolHouse School => house.School;

    [Theory]
    [InlineData("/ws/chat/{0}/?token={1}")]
    [InlineData("/ws/chat/{0}?token={1}")]
    [InlineData("/WS/Chat/{0}/?token={1}")]
    public async Task A_token_in_the_address_opens_it_with_and_without_the_last_slash(string address)
    {
        await using var socket = await SocketCaller.DialAsync(School, string.Format(null, address, School.Maths, await School.TokenOfAsync(School.TestStudent)));

        var connected = await socket.NextAsync("connected");

        Assert.Equal((School.Maths, await School.LastSeqAsync(School.Maths), true),
            (connected.GetProperty("chat_id").GetInt32(), connected.GetProperty("last_seq").GetInt32(), connected.GetProperty("can_post").GetBoolean()));
        Assert.Equal(1000, await socket.SayGoodbyeAsync());
    }

    [Theory]
    [InlineData("Token")]
    [InlineData("Bearer")]
    public async Task The_header_of_the_API_opens_it_as_well(string scheme)
    {
        await using var socket = await SocketCaller.DialAsync(School, $"/ws/chat/{School.Maths}/", headers: ("Authorization", $"{scheme} {await School.TokenOfAsync(School.TestStudent)}"));
        await socket.NextAsync("connected");
    }

    [Fact]
    public async Task A_JWT_opens_it_and_the_other_half_of_the_pair_does_not()
    {
        var keys = (await School.Tokens.SignInForPairAsync("test_student@example.com", "test123", new Device("a program", "127.0.0.1"), Stop)).Granted();

        await using var socket = await SocketCaller.DialAsync(School, $"/ws/chat/{School.Maths}/?token={keys.Access}");
        await socket.NextAsync("connected");
        await RefusedAsync($"/ws/chat/{School.Maths}/?token={keys.Refresh}", 4401, "not_authenticated");
    }

    /// <summary>A41.</summary>
    [Fact]
    public async Task A_ticket_opens_one_socket_and_is_no_token_anywhere_else()
    {
        var ticket = (await (await house.AsAsync(School.Anna)).PostAsync("/api/auth/ws-ticket/")).Is(200)["ticket"].GetString()!;
        (await house.Nobody.GetAsync("/api/auth/me/", ("Authorization", $"Token {ticket}"))).Is(401);

        await using var socket = await SocketCaller.DialAsync(School, $"/ws/chat/{School.AnnasPhysics}/?ticket={ticket}");
        await socket.NextAsync("connected");

        await RefusedAsync($"/ws/chat/{School.AnnasPhysics}/?ticket={ticket}", 4401, "not_authenticated");
        await RefusedAsync($"/ws/chat/{School.AnnasPhysics}/?token={ticket}", 4401, "not_authenticated");
        // Whose it is decides, not who shows it: what Anna may not read, her ticket does not open.
        var another = (await (await house.AsAsync(School.Anna)).PostAsync("/api/auth/ws-ticket/")).Is(200)["ticket"].GetString()!;
        await RefusedAsync($"/ws/chat/{School.Maths}/?ticket={another}", 4404, "not_found");
    }

    /// <summary>A41.</summary>
    [Fact]
    public async Task A_ticket_is_worth_nothing_after_half_a_minute()
    {
        var clock = new HandClock();
        await using var school = await new SchoolHouse { IsOnTheStreet = true, Clock = clock, RunsErrands = false }.OpenAsync();
        var anna = await school.CallAsAsync(school.Anna);
        var (one, other) = ((await anna.PostAsync("/api/auth/ws-ticket/"))["ticket"].GetString(), (await anna.PostAsync("/api/auth/ws-ticket/"))["ticket"].GetString());
        clock.Turn(TimeSpan.FromSeconds(29));
        await using var socket = await SocketCaller.DialAsync(school, $"/ws/chat/{school.AnnasPhysics}/?ticket={one}");
        await socket.NextAsync("connected");

        clock.Turn(TimeSpan.FromSeconds(2));

        await using var late = await SocketCaller.DialAsync(school, $"/ws/chat/{school.AnnasPhysics}/?ticket={other}");
        Assert.Equal(4401, await late.ClosedAsync());
    }

    [Fact]
    public async Task Who_shows_nothing_or_nothing_that_fits_or_two_things_at_once_is_nobody()
    {
        var (mine, yours) = (await School.TokenOfAsync(School.TestStudent), await School.TokenOfAsync(School.TestTeacher));
        var cookie = await School.CookieOfAsync(School.TestStudent);
        var path = $"/ws/chat/{School.Maths}/";

        await RefusedAsync(path, 4401, "not_authenticated");
        await RefusedAsync($"{path}?token=", 4401, "not_authenticated");
        await RefusedAsync($"{path}?token={mine[1..]}0", 4401, "not_authenticated");
        await RefusedAsync($"{path}?token={mine}&token={mine}", 4401, "not_authenticated");
        await RefusedAsync($"{path}?token={mine}&ticket={mine}", 4401, "not_authenticated");
        await RefusedAsync($"{path}?token={mine}", 4401, "not_authenticated", ("Authorization", $"Token {yours}"));
        await RefusedAsync($"{path}?access_token={mine}", 4401, "not_authenticated");
        // A page's cookie is none of a socket's business; that it is a good one, a page shows.
        (await house.Nobody.GetAsync("/account/devices", cookie)).Is(200);
        await RefusedAsync(path, 4401, "not_authenticated", cookie);
    }

    /// <summary>A03. The same last word and the same code, whether there is such a chat or not.</summary>
    [Fact]
    public async Task A_strangers_chat_and_none_at_all_look_the_same_and_nobody_hears_who_tried()
    {
        await using var member = await School.DialAsAsync(School.TestStudent, School.Maths);
        var token = await School.TokenOfAsync(School.Anna);
        var answers = new List<string>();
        foreach (var id in new[] { $"{School.Maths}", "999999", "0", "-1", "99999999999999999999", "abc", "%31%20", $"{Guid.NewGuid()}" })
        {
            await using var socket = await SocketCaller.DialAsync(School, $"/ws/chat/{id}/?token={token}");
            answers.Add($"{await socket.ClosedAsync()} {string.Join(' ', await socket.AllAsync())}");
        }

        Assert.Equal("""4404 {"type":"error","code":"not_found","detail":"Здесь ничего нет, или это не для вас."}""", Assert.Single(answers.Distinct()));
        Assert.DoesNotContain(await member.HeardSoFarAsync(), f => f.Text("user_id") == $"{School.Anna.Id}");
        await using var db = School.OpenDb();
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.ActorId == School.Anna.Id && e.Action == "authz.denied" && e.Target == $"conversation:{School.Maths}", Stop));
    }

    /// <summary>A44. The socket knows no cookie; the Origin is looked at all the same, before anything is opened.</summary>
    [Fact]
    public async Task A_page_of_another_site_opens_none_and_one_on_the_list_does()
    {
        await using var school = await new SchoolHouse { IsOnTheStreet = true, Settings = new Dictionary<string, string> { ["Sockets:Origins:0"] = "https://learn.example" } }.OpenAsync();
        var (path, own) = ($"/ws/chat/{school.Maths}/?token={await school.TokenOfAsync(school.TestStudent)}", school.Line.BaseAddress!.GetLeftPart(UriPartial.Authority));

        foreach (var origin in new[] { "https://evil.example", "null", "https://learn.example.evil", "http://learn.example", $"{own}.evil", own.Replace("http:", "https:", StringComparison.Ordinal), "" })
        {
            Assert.Equal(403, await SocketCaller.RefusedAsync(school, path, ("Origin", origin)));
        }

        foreach (var origin in new[] { own, "https://learn.example" })
        {
            await using var socket = await SocketCaller.DialAsync(school, path, headers: ("Origin", origin));
            await socket.NextAsync("connected");
        }

        // The list is for sockets: what pages use is for our own pages alone.
        (await school.CallAs().PostAsync("/_blazor/negotiate?negotiateVersion=1", body: null, ("Origin", "https://learn.example"))).Is(403);
    }

    [Fact]
    public async Task What_is_no_socket_is_told_to_be_one()
    {
        var answer = (await (await house.AsAsync(School.Anna)).GetAsync($"/ws/chat/{School.AnnasPhysics}/", ("Accept-Language", "en"))).Is(426, "upgrade_required");

        Assert.Equal([new ProductHeaderValue("websocket")], answer.Headers.Upgrade);
    }

    [Fact]
    public async Task It_speaks_the_language_asked_for_or_the_accounts()
    {
        var path = $"/ws/chat/{School.Maths}/?token={await School.TokenOfAsync(School.TestStudent)}";
        await using var own = await SocketCaller.DialAsync(School, path);
        await using var asked = await SocketCaller.DialAsync(School, path, headers: ("Accept-Language", "en"));
        foreach (var (socket, sentence) in new[] { (own, "Сообщение пустое."), (asked, "The message is empty.") })
        {
            await socket.SayAsync(new { type = "message", text = " " });
            Assert.Equal(sentence, (await socket.NextAsync("error")).Text("detail"));
        }
    }

    /// <summary>A47. The others of the house do not notice, and who hangs up makes room.</summary>
    [Fact]
    public async Task Nobody_has_more_than_so_many_at_once()
    {
        await using var school = await new SchoolHouse { IsOnTheStreet = true }.OpenAsync();
        var path = $"/ws/chat/{school.Maths}/?token={await school.TokenOfAsync(school.TestStudent)}";
        var sockets = new List<SocketCaller>();
        for (var i = 0; i < 20; i++)
        {
            sockets.Add(await SocketCaller.DialAsync(school, path));
            await sockets[^1].NextAsync("connected");
        }

        await using var oneMore = await SocketCaller.DialAsync(school, path);
        Assert.Equal(4429, await oneMore.ClosedAsync());
        Assert.Equal("too_many_sockets", Assert.Single(await oneMore.AllAsync()).Text("code"));
        await using var another = await school.DialAsAsync(school.TestTeacher, school.Maths);

        await sockets[0].DisposeAsync();
        await UntilAsync(() => Task.FromResult(school.The<OpenSockets>().Count == 20));
        await using var instead = await school.DialAsAsync(school.TestStudent, school.Maths);
        foreach (var socket in sockets)
        {
            await socket.DisposeAsync();
        }
    }

    /// <summary>A40: with everything written down that can be.</summary>
    [Fact]
    public async Task No_token_and_no_ticket_stands_in_any_log()
    {
        var diary = new Diary();
        await using var school = await new SchoolHouse
        {
            IsOnTheStreet = true,
            Diary = diary,
            Settings = new Dictionary<string, string> { ["Logging:LogLevel:Default"] = "Trace", ["Logging:LogLevel:Microsoft"] = "Trace", ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace" },
        }.OpenAsync();
        var token = await school.TokenOfAsync(school.TestStudent);
        var ticket = school.The<SocketTickets>().Issue((await school.Sessions.FindByTokenAsync(ApiToken.HashOf(token), Stop))!.Actor);
        foreach (var shown in new[] { $"token={token}", $"ticket={ticket}" })
        {
            await using var socket = await SocketCaller.DialAsync(school, $"/ws/chat/{school.Maths}/?{shown}");
            await socket.SayAsync(new { type = "nonsense" });
            await socket.NextAsync("error");
            await using var none = await SocketCaller.DialAsync(school, $"/ws/chat/abc/?{shown}");
            await none.ClosedAsync();
        }

        await using var both = await SocketCaller.DialAsync(school, $"/ws/chat/{school.Maths}/?token={token}&ticket={ticket}");
        Assert.Equal(4401, await both.ClosedAsync());
        (await school.CallAs().GetAsync($"/ws/chat/{school.Maths}/?token={token}")).Is(426);
        Assert.Contains(diary.Lines, line => line.Contains($"/ws/chat/{school.Maths}", StringComparison.Ordinal));
        Assert.DoesNotContain(diary.Lines, line => line.Contains(token, StringComparison.Ordinal) || line.Contains(ticket, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reading_along_by_office_is_written_down_before_anything_is_told()
    {
        var before = await OpeningsAsync();
        await using var admin = await School.DialAsAsync(School.Admin, School.Maths);
        Assert.Equal(before + 1, await OpeningsAsync());
        Assert.False(admin.Heard.Single(f => f.Text("type") == "connected").GetProperty("can_post").GetBoolean());

        await using var student = await School.DialAsAsync(School.TestStudent, School.Maths);
        Assert.Equal(before + 1, await OpeningsAsync());

        async Task<int> OpeningsAsync()
        {
            await using var db = School.OpenDb();
            return await db.AuditEntries.CountAsync(e => e.Action == "conversation.opened" && e.Target == $"conversation:{School.Maths}", Stop);
        }
    }

    [Fact]
    public async Task A_house_that_closes_says_that_it_will_be_back()
    {
        await using var school = await new SchoolHouse { IsOnTheStreet = true }.OpenAsync();
        await using var student = await school.DialAsAsync(school.TestStudent, school.Maths);

        school.Feed.PublishToAll(new HouseClosing());

        Assert.Equal(1012, await student.ClosedAsync());
    }

    private async Task RefusedAsync(string path, int code, string why, params (string Name, string Value)[] headers)
    {
        await using var socket = await SocketCaller.DialAsync(School, path, headers: headers);
        Assert.Equal(code, await socket.ClosedAsync());
        Assert.Equal(why, Assert.Single(await socket.AllAsync()).Text("code"));
    }
}
