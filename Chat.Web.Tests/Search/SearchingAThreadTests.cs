using Bunit;
using Chat.Web.Access;
using Chat.Web.Search;
using Chat.Web.Tests.TestSupport;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Search;

/// <summary>The field under a thread's head: how many there are, and from one to the next.</summary>
public sealed class SearchingAThreadTests : IAsyncLifetime
{
    private static readonly TimeSpan PauseInTyping = TimeSpan.FromMilliseconds(250);

    private readonly HandClock _clock = new();
    private readonly SearchingSchool _room;
    private readonly List<int> _shown = [];
    private readonly List<int> _said = [];

    public SearchingAThreadTests() => _room = new() { School = new() { Clock = _clock, RunsErrands = false } };

    private SchoolHouse School => _room.School;

    public async ValueTask InitializeAsync()
    {
        await _room.InitializeAsync();
        foreach (var text in new[] { "Синус угла", "Построим синусы", "О синусе завтра" })
        {
            _said.Add((await _room.SayAsync(School.TestTeacher, School.Maths, text)).Seq);
        }
    }

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task It_counts_the_hits_and_goes_round_them_by_enter_by_arrows_and_by_buttons()
    {
        using var screen = new Screen(School, School.TestStudent);
        var search = Open(screen);
        await LookForAsync(search, "синус");
        await SaysAsync(search, "1 of 3");

        await PressAsync(search, new() { Key = "Enter" }, "2 of 3");
        await PressAsync(search, new() { Key = "Enter" }, "3 of 3");
        await PressAsync(search, new() { Key = "Enter" }, "1 of 3");
        await PressAsync(search, new() { Key = "Enter", ShiftKey = true }, "3 of 3");
        await PressAsync(search, new() { Key = "ArrowDown" }, "2 of 3");
        await search.FindAll("button")[0].ClickAsync();
        await SaysAsync(search, "3 of 3");

        _said.Reverse();
        Assert.Equal([_said[0], _said[1], _said[2], _said[0], _said[2], _said[1], _said[2]], _shown);
    }

    [Theory]
    [InlineData("ru", "Ничего не нашлось")]
    [InlineData("en", "Nothing found")]
    public async Task What_nobody_said_is_told_in_words_and_leads_nowhere(string language, string said)
    {
        using var screen = new Screen(School, School.TestStudent, language);
        var search = Open(screen);

        await LookForAsync(search, "косеканс");

        await search.WaitForAssertionAsync(() => Assert.Contains(said, SaidIn(search), StringComparison.Ordinal));
        Assert.Empty(_shown);
    }

    [Fact]
    public async Task While_it_is_typed_a_member_finds_already()
    {
        using var screen = new Screen(School, School.TestStudent);
        var search = Open(screen);

        await TypeAsync(search, "сину");

        await SaysAsync(search, "1 of 3");
    }

    [Fact]
    public async Task A_message_that_is_taken_back_is_no_hit_any_more()
    {
        using var screen = new Screen(School, School.TestStudent);
        var search = Open(screen);
        await LookForAsync(search, "синус");
        await SaysAsync(search, "1 of 3");

        (await School.Revisions.RemoveAsync(School.TestTeacher, School.Maths, _said[1], cancellation: Stop)).Granted();

        await SaysAsync(search, "1 of 2");
    }

    [Fact]
    public async Task More_hits_than_a_page_are_all_walked()
    {
        for (var i = 0; i < SearchService.PageSize + 5; i++)
        {
            await School.SayAsync(School.TestTeacher, School.Maths, $"тангенс {i}");
        }

        await _room.IndexAsync();
        using var screen = new Screen(School, School.TestStudent);
        var search = Open(screen);
        await LookForAsync(search, "тангенсы");

        await SaysAsync(search, $"1 of {SearchService.PageSize + 5}");
    }

    [Fact]
    public async Task An_overseers_search_is_written_down_once_for_each_enter_and_never_for_typing()
    {
        using var screen = new Screen(School, School.Admin);
        var search = Open(screen);
        foreach (var typed in new[] { "си", "син", "синус" })
        {
            await TypeAsync(search, typed);
            await search.WaitForAssertionAsync(() => Assert.Contains("Press Enter", SaidIn(search), StringComparison.Ordinal));
        }

        Assert.Equal(0, await WrittenDownAsync());
        Assert.Empty(_shown);

        await search.Find("form").SubmitAsync();
        await SaysAsync(search, "1 of 3");
        await PressAsync(search, new() { Key = "Enter" }, "2 of 3");
        Assert.Equal(1, await WrittenDownAsync());
    }

    [Fact]
    public async Task On_the_page_for_all_chats_an_overseer_finds_by_enter_alone_as_well()
    {
        using var screen = new Screen(School, School.Admin);
        var page = screen.Render<SearchPage>();
        await page.WaitForAssertionAsync(() => Assert.Contains("Type a word", page.Find("[role=status]").TextContent, StringComparison.Ordinal));

        await TypeAsync(page, "синус");
        await page.WaitForAssertionAsync(() => Assert.Contains("Press Enter", page.Find("[role=status]").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".finding"));
        Assert.Equal(0, await WrittenDownAsync());

        await page.Find("form").SubmitAsync();
        await page.WaitForAssertionAsync(() => Assert.Equal(3, page.FindAll(".finding").Count));
        Assert.Equal(1, await WrittenDownAsync());

        (await School.Revisions.RemoveAsync(School.TestTeacher, School.Maths, _said[1], cancellation: Stop)).Granted();
        await page.WaitForAssertionAsync(() => Assert.DoesNotContain("Построим", page.Markup, StringComparison.Ordinal));
        Assert.Equal(1, await WrittenDownAsync());
    }

    [Fact]
    public async Task While_typing_an_overseer_cannot_even_tell_whether_there_is_anything()
    {
        var (some, none) = (await AskAsync(School.Admin, "синус"), await AskAsync(School.Admin, "косеканс"));

        Assert.Equal(none, some);
        Assert.True(some.IsWaiting);
        Assert.Equal(3, (await AskAsync(School.TestParent, "синус")).Places.Count);
    }

    [Fact]
    public async Task An_admins_own_conversation_is_found_while_typing()
    {
        var own = (await School.Conversations.StartAsync(School.Admin, School.Ivan.Id, aboutStudentId: null, Stop)).Granted().ConversationId;
        await _room.SayAsync(School.Ivan, own, "Нужны амперметры");

        var found = (await _room.Search.SearchAsync(School.Admin, new SearchQuery("амперметр", own) { IsDeliberate = false }, Stop)).Granted();

        Assert.Single(found.Places);
    }

    private async Task<Findings> AskAsync(Actor actor, string text) =>
        (await _room.Search.SearchAsync(actor, new SearchQuery(text, School.Maths) { IsDeliberate = false }, Stop)).Granted();

    private IRenderedComponent<ThreadSearch> Open(Screen screen) => screen.Render<ThreadSearch>(parameters => parameters
        .Add(s => s.ConversationId, School.Maths)
        .Add(s => s.OnGoTo, seq =>
        {
            _shown.Add(seq);
            return Task.CompletedTask;
        })
        .Add(s => s.OnClosed, () => Task.CompletedTask));

    private static string SaidIn(IRenderedComponent<ThreadSearch> search) => Screen.TextOf(search.Find("[role=status]"));

    private static Task SaysAsync(IRenderedComponent<ThreadSearch> search, string expected) => search.WaitForAssertionAsync(() => Assert.Equal(expected, SaidIn(search)));

    /// <summary>Types and presses Enter before the pause in typing is over.</summary>
    private static async Task LookForAsync(IRenderedComponent<ThreadSearch> search, string text)
    {
        _ = search.Find("input").InputAsync(text);
        await search.Find("form").SubmitAsync();
    }

    /// <summary>Types and waits.</summary>
    private async Task TypeAsync<TPage>(IRenderedComponent<TPage> page, string text)
        where TPage : IComponent
    {
        var typing = page.Find("input").InputAsync(text);
        _clock.Turn(PauseInTyping);
        await typing;
    }

    private static async Task PressAsync(IRenderedComponent<ThreadSearch> search, KeyboardEventArgs pressed, string expected)
    {
        await search.Find("input").KeyDownAsync(pressed);
        if (pressed.Key is "Enter")
        {
            await search.Find("form").SubmitAsync();
        }

        await SaysAsync(search, expected);
    }

    private async Task<int> WrittenDownAsync()
    {
        await using var db = School.OpenDb();
        return await db.AuditEntries.CountAsync(e => e.Action == "messages.searched", Stop);
    }
}
