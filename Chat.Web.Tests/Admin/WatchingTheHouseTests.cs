using Bunit;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Admin;
using Chat.Web.Data;
using Chat.Web.Operations;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Admin;

/// <summary>An admin sees how the house is and how much goes on in it, and what is shown is so.</summary>
public sealed class WatchingTheHouseTests : IAsyncLifetime
{
    private readonly HandClock _clock = new();
    private readonly SchoolHouse _school;

    public WatchingTheHouseTests() => _school = new SchoolHouse { Clock = _clock, RunsErrands = false };

    private DashboardService Dashboard => _school.The<DashboardService>();

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task What_is_said_is_counted_where_it_belongs_by_the_readers_own_clock()
    {
        var moscow = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow");
        var before = await LookAsync();
        await SayAsync(3);

        var after = await LookAsync();

        // The hands stand at eight in Greenwich: eleven in Moscow.
        Assert.Equal(before.Spoken.Hours(TimeZoneInfo.Utc, _clock.Now)[8] + 3, after.Spoken.Hours(TimeZoneInfo.Utc, _clock.Now)[8]);
        Assert.Equal(after.Spoken.Hours(TimeZoneInfo.Utc, _clock.Now)[8], after.Spoken.Hours(moscow, _clock.Now)[11]);
        Assert.Equal(before.Spoken.Days(moscow, _clock.Now, 14)[^1].Count + 3, after.Spoken.Days(moscow, _clock.Now, 14)[^1].Count);
        Assert.Equal(new DateOnly(2026, 8, 19), after.Spoken.Days(moscow, _clock.Now, 14)[0].Day);
    }

    [Fact]
    public async Task A_day_later_it_stands_a_day_back_and_after_a_fortnight_nowhere()
    {
        await SayAsync(2);
        var today = (await LookAsync()).Spoken.Days(TimeZoneInfo.Utc, _clock.Now, 14)[^1].Count;

        _clock.Turn(TimeSpan.FromDays(1));
        var next = (await LookAsync()).Spoken;
        Assert.Equal((0, today), (next.Hours(TimeZoneInfo.Utc, _clock.Now).Sum(), next.Days(TimeZoneInfo.Utc, _clock.Now, 14)[^2].Count));

        _clock.Turn(TimeSpan.FromDays(20));
        Assert.Empty((await LookAsync()).Spoken.Quarters);
    }

    [Fact]
    public async Task Counting_on_reads_no_history()
    {
        var tally = _school.The<MessageTally>();
        var first = (await tally.CountAsync(Stop)).Quarters.Sum(q => q.Count);
        Assert.True(first > 10, "There must be a history for this to mean anything.");
        var before = _school.Statements.Count;

        Assert.Equal(first, (await tally.CountAsync(Stop)).Quarters.Sum(q => q.Count));
        Assert.Equal(before + 1, _school.Statements.Count);

        await SayAsync(1);
        before = _school.Statements.Count;
        Assert.Equal(first + 1, (await tally.CountAsync(Stop)).Quarters.Sum(q => q.Count));
        Assert.Equal(before + 2, _school.Statements.Count);
    }

    [Fact]
    public async Task However_many_watch_the_house_is_looked_at_once_in_two_seconds()
    {
        await LookAsync();
        await SayAsync(1);
        var seen = (await Dashboard.LookAsync(_school.Admin, Stop)).Granted();
        var (statements, visits) = (_school.Statements.Count, _school.Lane.Visits);

        var all = await Task.WhenAll(Enumerable.Repeat(_school.Administrator, 20).Select(a => Dashboard.LookAsync(a, Stop)));

        Assert.All(all, look => Assert.Same(seen, look.Granted()));
        Assert.Equal((statements, visits), (_school.Statements.Count, _school.Lane.Visits));
        Assert.NotSame(seen, await LookAsync());
    }

    [Fact]
    public async Task Whoever_has_a_page_open_is_counted_once()
    {
        var attendance = _school.The<Attendance>();
        await attendance.CameAsync(_school.Anna.Id);
        await attendance.CameAsync(_school.Anna.Id);
        await attendance.CameAsync(_school.Ivan.Id);

        Assert.Equal(2, (await LookAsync()).PeopleHere);

        var leaving = attendance.LeftAsync(_school.Ivan.Id);
        _clock.Turn(Attendance.Pause);
        await leaving;
        Assert.Equal(1, (await LookAsync()).PeopleHere);
    }

    [Fact]
    public async Task Failed_sign_ins_and_the_accounts_they_locked_are_those_of_the_last_hour()
    {
        for (var i = 0; i < 5; i++)
        {
            await _school.SignInAsync("test_student@example.com", "wrong");
        }

        var seen = await LookAsync();
        Assert.Equal((5, 1), (seen.FailedSignIns, seen.Lockouts));

        _clock.Turn(TimeSpan.FromHours(1));
        seen = await LookAsync();
        Assert.Equal((0, 0), (seen.FailedSignIns, seen.Lockouts));
    }

    [Fact]
    public async Task Writes_that_wait_are_seen_waiting_and_then_as_one_commit()
    {
        var watch = _school.The<LaneWatch>();
        _clock.Turn(TimeSpan.FromMinutes(2));
        Assert.Equal((0, 0), (watch.Look().Waiting, watch.Look().Commits));

        using var gate = new SemaphoreSlim(0);
        await _school.Lane.StandStillAsync(gate);
        var waiting = Enumerable.Range(0, 3).Select(_ => _school.Lane.RunAsync(_ => Task.FromResult(0), Stop)).ToArray();
        Assert.Equal(4, watch.Look().Waiting);
        _clock.Turn(TimeSpan.FromMilliseconds(40));
        gate.Release();
        await Task.WhenAll(waiting);

        await UntilAsync(() => Task.FromResult(watch.Look().Waiting == 0));
        var seen = watch.Look();
        Assert.Equal((2, 4, 2.0), (seen.Commits, seen.Writes, seen.BatchSize));
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromMilliseconds(40)), (seen.Median, seen.Slow));
    }

    [Fact]
    public async Task Answers_are_counted_by_door_and_those_that_failed_among_them()
    {
        await using var full = await new SchoolHouse { Settings = new Dictionary<string, string> { ["Health:LeastFreeBytes"] = long.MaxValue.ToString() } }.OpenAsync();
        var watch = full.The<AnswerWatch>();
        var other = _school.The<AnswerWatch>().Api.Count;

        (await full.CallAs().GetAsync("/api/auth/me/")).Is(401);
        (await full.CallAs().GetAsync("/api/health/")).Is(503);
        (await full.CallAs().GetAsync("/sign-in")).Is(200);
        (await full.CallAs().GetAsync("/theme/base.css")).Is(200);

        await UntilAsync(() => Task.FromResult(watch.Api.Count == 2 && watch.Pages.Count == 1));
        Assert.Equal((1, 0.5, 0), (watch.Api.Failures, watch.Api.FailureShare, watch.Pages.Failures));
        Assert.InRange(watch.Pages.Mean, TimeSpan.FromTicks(1), Limit);
        // A house hears nothing of the one beside it.
        Assert.Equal(other, _school.The<AnswerWatch>().Api.Count);
    }

    [Theory]
    [InlineData("en", "Most of them at 8:00")]
    [InlineData("ru", "Больше всего в 08:00")]
    public async Task An_open_page_follows_within_five_seconds(string language, string sentence)
    {
        using var screen = new Screen(_school, _school.Admin, language);
        var page = screen.Render<DashboardPage>();
        await page.WaitForElementAsync("[data-figure=here]");
        var attendance = _school.The<Attendance>();
        Assert.Equal("0", page.Find("[data-figure=here]").TextContent);

        await attendance.CameAsync(_school.Anna.Id);
        await SayAsync(40);
        _clock.Turn(TimeSpan.FromSeconds(2));
        _clock.Turn(TimeSpan.FromSeconds(2));

        await page.WaitForAssertionAsync(() => Assert.Equal("1", page.Find("[data-figure=here]").TextContent));
        await page.WaitForAssertionAsync(() => Assert.Contains(sentence, Screen.TextOf(page.Find("figcaption")).Replace(' ', ' '), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_chart_says_the_value_one_slides_to()
    {
        using var screen = new Screen(_school, _school.Admin);
        var page = screen.Render<DashboardPage>();
        var slider = await page.WaitForElementAsync("input[type=range]");

        await slider.InputAsync("3");

        Assert.Contains("3:00", page.Find("output").TextContent, StringComparison.Ordinal);
        Assert.Equal(page.Find("output").TextContent, page.Find("input[type=range]").GetAttribute("aria-valuetext"));
        Assert.Equal(24 + 14, page.FindAll("figure tbody tr").Count);
    }

    [Fact]
    public async Task Nobody_but_an_admin_is_told_anything()
    {
        foreach (var actor in _school.Cast)
        {
            var looked = await Dashboard.LookAsync(actor, Stop);
            Assert.Equal(actor.Role is Role.Admin ? null : AccountRefusals.AdminsOnly.Code, looked.Refusal?.Code);
            foreach (var page in new[] { "/admin", "/admin/settings" })
            {
                var answer = await _school.CallAs().GetAsync(page, await _school.CookieOfAsync(actor));
                Assert.True(answer.Status == (actor.Role is Role.Admin ? 200 : 403), $"{actor}: {answer.Status} at {page}");
            }
        }
    }

    /// <summary>What is shown after a moment, when nobody's earlier look counts any more.</summary>
    private async Task<DashboardView> LookAsync()
    {
        _clock.Turn(DashboardService.Pace);
        return (await Dashboard.LookAsync(_school.Admin, Stop)).Granted();
    }

    private async Task SayAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            (await _school.SayAsync(_school.TestStudent, _school.Maths)).Granted();
        }
    }
}
