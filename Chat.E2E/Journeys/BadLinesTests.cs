using System.Net.Http.Json;
using Chat.Web.Data;
using Microsoft.EntityFrameworkCore;
using static Chat.E2E.Cast;
using static Chat.E2E.SampleFiles;

namespace Chat.E2E.Journeys;

/// <summary>A long way to the server, and one that breaks: what is written is neither lost nor doubled, and stays in order.</summary>
public sealed class BadLinesTests(Stage stage) : Journey(stage, new Site { Road = new Road(), LimitsMultiplier = 10_000 })
{
    public override async ValueTask InitializeAsync()
    {
        await Site.InitializeAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Site.DisposeAsync();
    }

    private static readonly TimeSpan LongWay = TimeSpan.FromMilliseconds(300);

    /// <summary>A road on which no socket opens, as behind some proxies.</summary>
    private const string NoSockets = """
        window.WebSocket = class {
          static CONNECTING = 0; static OPEN = 1; static CLOSING = 2; static CLOSED = 3;
          constructor() { queueMicrotask(() => { this.readyState = 3; this.onerror?.(new Event('error')); this.onclose?.(new CloseEvent('close', { code: 1006 })); }); }
          close() {}
          send() {}
        };
        """;

    [Fact]
    public async Task Where_no_socket_opens_two_people_talk_all_the_same_and_are_told_once_that_it_is_a_detour()
    {
        var (student, teacher) = (await VisitorAsync(), await ArriveAsync(TestTeacher));
        await student.Browser.AddInitScriptAsync(NoSockets);
        student.Complaints.Pardon("Failed to start the transport 'WebSockets'");
        await student.SignInAsync(TestStudent);
        await student.Chats.OpenAsync(Maths);
        await teacher.Chats.OpenAsync(Maths);
        Site.Road!.Lengthen(LongWay);
        var (asked, answered) = (Unheard("Слышно?"), Unheard("Слышно."));

        await student.Thread.SendAsync(asked);
        await teacher.Thread.ShowsOnceAsync(asked);
        await teacher.Thread.SendAsync(answered);
        await student.Thread.ShowsOnceAsync(answered);

        await Expect(teacher.Page.Locator(".detour")).ToBeHiddenAsync();
        await Expect(student.Page.Locator(".detour")).ToBeVisibleAsync();
        await student.Page.Locator(".detour [data-seen]").ClickAsync();
        await student.Page.ReloadAsync();
        await student.Thread.ReadyAsync();
        await Expect(student.Page.Locator(".detour")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task On_a_long_line_no_character_is_lost_and_ones_own_words_show_at_once()
    {
        var (student, teacher) = (await ArriveAsync(TestStudent), await ArriveAsync(TestTeacher));
        Site.Road!.Lengthen(LongWay);
        await teacher.Chats.OpenAsync(Maths);
        await student.Chats.OpenAsync(Maths);
        await student.Thread.ReadyAsync();
        var long1 = Unheard(string.Join(' ', Enumerable.Range(1, 60)));
        var long2 = Unheard(string.Join(' ', Enumerable.Range(61, 60)));

        await student.Thread.Field.PressSequentiallyAsync(long1);
        await student.Thread.Field.PressAsync("Enter");
        // Before any server can have answered.
        Assert.Equal(1, await student.Thread.OnItsWay(long1).CountAsync());
        await student.Thread.Field.PressSequentiallyAsync(long2);
        await student.Thread.Field.PressAsync("Enter");

        await teacher.Thread.ShowsOnceAsync(long1);
        await teacher.Thread.ShowsOnceAsync(long2);
        await student.Thread.ShowsOnceAsync(long1);
        await student.Thread.ShowsOnceAsync(long2);
    }

    [Fact]
    public async Task Written_while_the_line_is_cut_it_arrives_in_order_once_it_is_mended()
    {
        var (student, teacher) = (await OnTheRoadAsync(TestStudent), await OnTheRoadAsync(TestTeacher));
        var words = Enumerable.Range(1, 4).Select(i => Unheard($"Без связи {i}")).ToList();
        Site.Road!.Lengthen(LongWay);
        Site.Road.Cut();
        await Expect(student.Connection).ToBeVisibleAsync();
        foreach (var word in words)
        {
            await student.Thread.SendAsync(word);
        }

        Assert.Equal(words.Count, await student.Page.Locator(".message.on-its-way").CountAsync());
        Site.Road.Mend();

        foreach (var word in words)
        {
            await teacher.Thread.ShowsOnceAsync(word);
            await student.Thread.ShowsOnceAsync(word);
        }

        await using var db = Site.OpenDb();
        var stored = await db.Messages.Where(m => m.Text.StartsWith("Без связи")).OrderBy(m => m.Seq).Select(m => m.Text).ToListAsync(Stop);
        Assert.Equal(words, stored);
    }

    /// <summary>F13: nothing gets through any more, and nobody hangs up. What was given up meanwhile goes out by itself.</summary>
    [Fact]
    public async Task Of_a_line_that_fell_silent_one_is_told_within_twenty_seconds_and_what_was_written_arrives_once_and_in_order()
    {
        var (student, teacher) = (await OnTheRoadAsync(TestStudent), await OnTheRoadAsync(TestTeacher));
        string[] words = [Unheard("В тишину"), Unheard("И ещё в тишину")];
        Site.Road!.Lengthen(LongWay);
        await student.Files.PickAsync(Pdf);
        await Expect(student.Files.Arrived).ToHaveCountAsync(1);
        await student.Files.Remove(Pdf.Name).ClickAsync();
        await student.Thread.Field.FocusAsync();
        Site.Road.FallSilent();
        await student.Thread.SendAsync(words[0]);
        await Expect(student.Connection).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await student.Thread.SendAsync(words[1]);
        await student.Files.PickAsync(Pdf);
        foreach (var word in words)
        {
            await Expect(student.Thread.OnItsWay(word).And(student.Page.Locator(".failed"))).ToBeVisibleAsync(new() { Timeout = 30_000 });
        }

        await Expect(student.Files.Retry).ToBeVisibleAsync();
        Site.Road.Mend();

        await Expect(student.Connection).ToBeHiddenAsync();
        await student.Files.Retry.ClickAsync();
        await Expect(student.Files.Arrived).ToHaveCountAsync(1);
        foreach (var word in words)
        {
            await student.Thread.ShowsOnceAsync(word);
            await teacher.Thread.ShowsOnceAsync(word);
        }

        await using var db = Site.OpenDb();
        var stored = await db.Messages.Where(m => m.Text.Contains("тишину")).OrderBy(m => m.Seq).Select(m => m.Text).ToListAsync(Stop);
        Assert.Equal(words, stored);
    }

    /// <summary>F11: more was said than a page's line holds and than it shows.</summary>
    [Fact]
    public async Task A_thousand_messages_said_while_the_line_was_cut_are_there_without_a_gap_once_it_is_mended()
    {
        var student = await OnTheRoadAsync(TestStudent);
        var (chat, last) = (student.Thread.Id, Unheard("Последнее"));
        using var teacher = await ProgramAsync(TestTeacher);
        Site.Road!.Lengthen(LongWay);
        Site.Road.Cut();
        await Expect(student.Connection).ToBeVisibleAsync();
        await Parallel.ForAsync(0, 999, Stop, async (i, stop) => await SendAsync($"Без неё {i}", stop));
        await SendAsync(last, Stop);
        Site.Road.Mend();

        await student.Thread.ShowsOnceAsync(last);
        for (var i = 0; i < 3; i++)
        {
            var shown = await student.Thread.Messages.EvaluateAllAsync<int[]>("rows => rows.map(row => +row.dataset.seq)");
            Assert.Equal(Enumerable.Range(shown[0], shown.Length), shown);
            await student.Thread.ShiftWhenOlderArrivesAsync();
        }

        async Task SendAsync(string text, CancellationToken stop) =>
            (await teacher.PostAsJsonAsync(new Uri($"/api/chat/forum/{chat}/send_message/", UriKind.Relative), new { content = text }, stop)).EnsureSuccessStatusCode();
    }

    /// <summary>Somebody in the maths chat who has to expect that their line breaks.</summary>
    private async Task<Person> OnTheRoadAsync(DemoPerson who)
    {
        var person = await ArriveAsync(who);
        person.Complaints.PardonALostLine();
        await person.Chats.OpenAsync(Maths);
        await person.Thread.ReadyAsync();
        return person;
    }
}
