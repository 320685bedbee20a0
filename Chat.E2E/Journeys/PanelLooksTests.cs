using Chat.Web.Bot;
using static Chat.E2E.Cast;
using static Chat.E2E.SampleFiles;

namespace Chat.E2E.Journeys;

/// <summary>The panel by key, by finger, on a phone and to those who do not see it.</summary>
public sealed class PanelLooksTests(Stage stage, Site site) : PanelJourney(stage, site)
{
    [Fact]
    public async Task It_is_worked_by_keys_says_what_it_is_and_gives_the_focus_back()
    {
        var parent = await TryAsync(TestParent);
        await Expect(parent.Panel.Launcher).ToHaveAccessibleNameAsync(parent.Word<PanelTexts>("Open", parent.Word<PanelTexts>("Name")));
        await Expect(parent.Panel.Launcher).ToHaveAttributeAsync("aria-expanded", "false");

        await parent.Panel.Launcher.FocusAsync();
        await parent.Page.Keyboard.PressAsync("Enter");
        await Expect(parent.Panel.Field).ToBeFocusedAsync();
        await Expect(parent.Panel.Launcher).ToHaveAttributeAsync("aria-expanded", "true");
        await parent.Panel.Prompts.First.ClickAsync();
        await Expect(parent.Panel.OfBot).ToHaveCountAsync(2);
        await Expect(parent.Panel.Prompts.First).ToBeHiddenAsync();

        await parent.Page.Keyboard.PressAsync("Escape");
        await Expect(parent.Panel.Window).ToBeHiddenAsync();
        await Expect(parent.Panel.Launcher).ToBeFocusedAsync();
    }

    [Fact]
    public async Task On_a_phone_it_makes_way_for_the_article_a_link_leads_to_and_on_a_desk_it_stays_beside_it()
    {
        foreach (var (look, staysOpen) in new[] { (Look.Phone, false), (Look.Desk, true) })
        {
            var teacher = await ArriveAsync(TestTeacher, look);
            await teacher.GoAsync("/help");
            await teacher.LiveAsync();
            await teacher.Panel.OpenAsync();
            await teacher.Panel.IsAsync("live");
            await teacher.Panel.AskAsync("Когда обед?");
            var source = teacher.Panel.Sources.Last;
            await Expect(source).ToBeVisibleAsync();
            var title = await source.InnerTextAsync();

            await source.ClickAsync();

            await Expect(teacher.Page.GetByRole(AriaRole.Heading, new() { Name = title, Exact = true, Level = 2 })).ToBeVisibleAsync();
            await Expect(teacher.Panel.Window).ToBeVisibleAsync(new() { Visible = staysOpen });
            await Expect(teacher.Panel.Launcher).ToHaveAttributeAsync("aria-expanded", staysOpen ? "true" : "false");
        }
    }

    [Fact]
    public async Task On_a_phone_the_focus_stays_in_it_and_what_is_behind_it_is_out_of_reach()
    {
        var student = await ArriveAsync(Anna, Look.Phone);
        await student.GoAsync("/help");
        await student.LiveAsync();
        await student.Panel.OpenAsync();
        await student.Panel.IsAsync("live");

        await Expect(student.Panel.Window).ToHaveAttributeAsync("aria-modal", "true");
        for (var press = 0; press < 12; press++)
        {
            await student.Page.Keyboard.PressAsync("Tab");
            Assert.True(await student.Page.EvaluateAsync<bool>("document.activeElement === document.body || !!document.activeElement.closest('[data-window]')"));
        }

        await student.Page.SetViewportSizeAsync(1280, 800);
        await Expect(student.Panel.Window).Not.ToHaveAttributeAsync("aria-modal", "true");
        await Expect(student.Page.Locator("[inert]")).ToHaveCountAsync(0);
        await student.Page.SetViewportSizeAsync(390, 844);
        await Expect(student.Panel.Window).ToHaveAttributeAsync("aria-modal", "true");

        await student.Page.Keyboard.PressAsync("Escape");
        if (await student.Panel.Window.IsVisibleAsync())
        {
            await student.Panel.Field.PressAsync("Escape");
        }

        await Expect(student.Page.Locator("[inert]")).ToHaveCountAsync(0);
        await Expect(student.Panel.Launcher).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Its_links_are_large_enough_to_be_met_and_an_answer_says_in_which_language_it_is()
    {
        var admin = await ArriveAsync(Administrator);
        await admin.SpeakAsync("en");
        await admin.GoAsync("/chat-test");
        await admin.LiveAsync();
        await admin.Panel.OpenAsync();
        await admin.Panel.IsAsync("live");
        await admin.Panel.AskAsync("Когда обед?");
        var source = admin.Panel.Sources.Last;
        await Expect(source).ToBeVisibleAsync();
        foreach (var link in await admin.Panel.OfBot.Last.Locator(".panel-sources a").AllAsync())
        {
            Assert.InRange((await link.BoundingBoxAsync())!.Height, 24, 60);
        }

        var text = admin.Panel.OfBot.Last.Locator(".prose");
        var isRussian = (await text.InnerTextAsync()).Any(letter => letter is >= 'а' and <= 'я');
        await Expect(text).ToHaveAttributeAsync("lang", isRussian ? "ru" : "en");
    }

    [Fact]
    public async Task Who_would_rather_break_lines_with_Enter_does_so_here_as_well()
    {
        var tutor = await ArriveAsync(Maria);
        await tutor.SendByCtrlAsync();
        await tutor.GoAsync("/chat-test");
        await tutor.LiveAsync();
        await tutor.Panel.OpenAsync();
        await tutor.Panel.IsAsync("live");
        var (first, second) = (Unheard("Первая строка"), Unheard("вторая строка"));

        await tutor.Panel.AskAsync(first);
        await tutor.Panel.Field.PressSequentiallyAsync(second);
        await Expect(tutor.Panel.Field).ToHaveValueAsync($"{first}\n{second}");
        await Expect(tutor.Panel.Field).ToHaveAttributeAsync("enterkeyhint", "enter");
        await tutor.Panel.Field.PressAsync("Control+Enter");

        await tutor.Panel.ShowsOnceAsync(second);
        await Expect(tutor.Panel.OfPerson.Last).ToContainTextAsync(first);
    }

    [Fact]
    public async Task Code_is_copied_and_where_the_browser_has_no_clipboard_nothing_breaks()
    {
        var parent = await TryAsync(Elena);
        await parent.Panel.OpenAsync();
        await parent.Panel.IsAsync("live");
        await parent.Panel.AskAsync("```\n2 + 2\n```\n\nи\n\n```\n3 + 3\n```");
        var buttons = parent.Panel.OfPerson.Locator(".copy");
        await Expect(buttons).ToHaveCountAsync(2);
        var isDone = new System.Text.RegularExpressions.Regex("done");
        await buttons.First.ClickAsync();
        await Expect(buttons.First).ToHaveClassAsync(isDone);

        // As on plain http, but for the machine one sits at.
        await parent.Page.EvaluateAsync("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
        await buttons.Last.ClickAsync();
        await Expect(buttons.First).Not.ToHaveClassAsync(isDone);
        await Expect(buttons.Last).Not.ToHaveClassAsync(isDone);
    }

    [Fact]
    public async Task Shut_and_opened_again_before_the_quick_questions_came_it_offers_each_of_them_once()
    {
        await BeginAsync(Dmitry);
        var student = await TryAsync(Dmitry);
        var (asked, mayCome) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await student.Page.RouteAsync("**/api/bot-prompts/", async route =>
        {
            asked++;
            await mayCome.Task;
            await route.ContinueAsync();
        });
        await student.Panel.OpenAsync();
        await student.Panel.Field.PressAsync("Escape");
        await Expect(student.Panel.Window).ToBeHiddenAsync();
        await student.Panel.OpenAsync();
        await student.Panel.IsAsync("live");

        mayCome.SetResult();

        await Expect(student.Panel.Prompts.First).ToBeVisibleAsync();
        await student.Panel.Prompts.First.ClickAsync();
        await Expect(student.Panel.OfBot).ToHaveCountAsync(2);
        var offered = await student.Panel.Prompts.AllTextContentsAsync();
        Assert.Equal(offered.Distinct(), offered);
        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData("ru")]
    [InlineData("en")]
    public async Task It_looks_good_to_axe_shut_and_open_with_a_talk_and_a_file_in_it(string language)
    {
        await BeginAsync(Ivan);
        var teacher = await ArriveAsync(Ivan, new Look { IsInspected = true });
        await teacher.SpeakAsync(language);
        await teacher.GoAsync("/chat-test");
        await teacher.LiveAsync();
        await teacher.InspectAsync();
        await teacher.Panel.OpenAsync();
        await teacher.Panel.IsAsync("live");
        await teacher.Panel.AskAsync("Суббота? **Да** `или` [нет](https://school.example)\n\n- раз\n- два");
        await Expect(teacher.Panel.OfBot).ToHaveCountAsync(2);
        await teacher.Panel.AttachAsync(Pdf, new FilePayload { Name = "b.exe", MimeType = Pdf.MimeType, Buffer = Pdf.Buffer });
        await Expect(teacher.Panel.Chips).ToHaveCountAsync(2);
        await teacher.InspectAsync();
    }
}
