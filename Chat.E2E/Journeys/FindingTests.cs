using System.Text.RegularExpressions;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>Searching where one reads, and the keys that are told of.</summary>
public sealed class FindingTests(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
{
    [Fact]
    public async Task In_a_thread_one_goes_from_hit_to_hit_by_keyboard_and_comes_back_to_where_one_was()
    {
        var (student, teacher) = (await ArriveAsync(TestStudent), await ArriveAsync(TestTeacher));
        await teacher.Chats.OpenAsync(Maths);
        foreach (var text in new[] { "Котангенс первый", "Котангенсы вторые", "О котангенсе третьем" })
        {
            await teacher.Thread.SendAsync(text);
            await teacher.Thread.ShowsOnceAsync(text);
        }

        await student.Chats.OpenAsync(Maths);
        await student.Thread.ReadyAsync();
        await student.Thread.Finder.ClickAsync();
        await Expect(student.Thread.FinderField).ToBeFocusedAsync();

        // Whoever looks for what was said a moment ago may be quicker than the index.
        await Patience.UntilAsync(async () =>
        {
            await student.Thread.FinderField.FillAsync("");
            await student.Thread.FinderField.PressSequentiallyAsync("котангенс");
            await Expect(student.Thread.FinderSays).Not.ToBeEmptyAsync();
            return (await student.Thread.FinderSays.InnerTextAsync()).EndsWith("из 3", StringComparison.Ordinal);
        });
        await Expect(student.Thread.FinderSays).ToHaveTextAsync("1 из 3");
        await Expect(student.Thread.Target).ToContainTextAsync("О котангенсе третьем");

        await student.Page.Keyboard.PressAsync("Enter");
        await Expect(student.Thread.Target).ToContainTextAsync("Котангенсы вторые");
        await Expect(student.Thread.Target).ToBeInViewportAsync();
        await student.Page.Keyboard.PressAsync("Shift+Enter");
        await Expect(student.Thread.Target).ToContainTextAsync("О котангенсе третьем");
        await Expect(student.Thread.FinderField).ToBeFocusedAsync();

        await student.Page.Keyboard.PressAsync("Escape");
        await Expect(student.Thread.FinderField).ToHaveCountAsync(0);
        await Expect(student.Thread.Finder).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_list_of_keys_opens_by_its_keys_and_from_the_menu_and_gives_the_focus_back()
    {
        var student = await ArriveAsync(TestStudent);
        await student.Chats.OpenAsync(Maths);
        await student.Thread.ReadyAsync();

        await student.Page.Keyboard.PressAsync("?");
        await Expect(student.Thread.Field).ToHaveValueAsync("?");
        await student.Page.Keyboard.PressAsync("Control+/");
        await Expect(student.Thread.Dialog).ToContainTextAsync("Shift+F6");
        await student.Page.Keyboard.PressAsync("Escape");
        await Expect(student.Thread.Dialog).ToHaveCountAsync(0);
        await Expect(student.Thread.Field).ToBeFocusedAsync();

        await student.Page.Keyboard.PressAsync("Shift+F6");
        await student.Page.Keyboard.PressAsync("?");
        await Expect(student.Thread.Dialog).ToBeVisibleAsync();
        await student.Page.Keyboard.PressAsync("Escape");
        await Expect(student.Thread.Messages.Last).ToBeFocusedAsync();

        await student.Page.Locator(".user-menu summary").ClickAsync();
        await student.Page.Locator("[data-opens-shortcuts]").ClickAsync();
        await Expect(student.Thread.Dialog).ToBeVisibleAsync();
        await student.Page.Keyboard.PressAsync("Escape");
        await Expect(student.Page.Locator(".user-menu summary")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_single_key_can_be_switched_off_and_the_other_stays()
    {
        var student = await ArriveAsync(TestStudent);
        await student.GoAsync("/settings");
        await student.Page.Locator("input[name=keys][value=Off]").CheckAsync();
        await student.Page.Locator("form[action='/preferences'] .button.primary").ClickAsync();
        await Expect(student.Page.Locator("html")).ToHaveAttributeAsync("data-single-keys", "off");
        await student.GoAsync("/chat");
        await student.Chats.OpenAsync(Maths);
        await student.Thread.ReadyAsync();
        await student.Page.Keyboard.PressAsync("Shift+F6");
        await Expect(student.Thread.Messages.Last).ToBeFocusedAsync();

        // The second key is heard after the first: had that one opened anything, this would be its second time.
        await student.Page.EvaluateAsync("() => { window.asked = 0; document.querySelector('[data-shortcuts]').addEventListener('click', () => window.asked++); }");
        await student.Page.Keyboard.PressAsync("?");
        await student.Page.Keyboard.PressAsync("Control+/");

        await Expect(student.Thread.Dialog).ToBeVisibleAsync();
        Assert.Equal(1, await student.Page.EvaluateAsync<int>("window.asked"));
    }

    [Fact]
    public async Task The_tab_says_how_much_is_unread_whatever_part_of_the_list_is_shown()
    {
        var (student, tutor) = (await ArriveAsync(TestStudent), await ArriveAsync(TestTutor));
        await tutor.Chats.OpenAsync(Tutoring);
        await tutor.Thread.SendAsync(Unheard("Напишите мне"));
        await student.GoAsync("/chat?show=PutAway");
        await Expect(student.Chats.Names).ToHaveCountAsync(0);
        await Expect(student.Page).ToHaveTitleAsync(new Regex(@"^\(\d+\) "));
        var before = await student.Page.TitleAsync();

        await tutor.Thread.SendAsync(Unheard("И ещё раз"));

        await Expect(student.Page).Not.ToHaveTitleAsync(before);
        await Expect(student.Page).ToHaveTitleAsync(new Regex(@"^\(\d+\) "));
    }
}
