using System.Net.Http.Json;
using Chat.Web.Bot;
using static Chat.E2E.Cast;
using static Chat.E2E.SampleFiles;

namespace Chat.E2E.Journeys;

/// <summary>The scenarios of document B, in the panel that any page can carry.</summary>
public sealed class PanelTests(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
{
    [Fact]
    public async Task Scenario_1_somebody_says_hello_and_is_greeted_and_the_conversation_is_in_the_list()
    {
        var student = await TryAsync(TestStudent);
        await student.Panel.OpenAsync();
        await Expect(student.Panel.Field).ToBeFocusedAsync();
        await student.Panel.IsAsync("live");
        await Expect(student.Panel.OfBot).ToHaveCountAsync(1);

        await student.Panel.AskAsync("Hello");

        await Expect(student.Panel.OfBot).ToHaveCountAsync(2);
        await Expect(student.Panel.OfBot.Last.Locator(".tag")).ToHaveTextAsync(student.Word<PanelTexts>("Bot"));
        await Expect(student.Panel.OfPerson).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^Hello"));
        await Expect(student.Chats.Row(student.Word<PanelTexts>("Name"))).ToBeVisibleAsync();
        await Expect(student.Page.Locator("[data-happened] li")).ToHaveCountAsync(1);
        Assert.True(await student.Page.EvaluateAsync<bool>("chatBot.isConnected() && /^[0-9a-f-]{36}$/.test(chatBot.getConversationId())"));
    }

    [Fact]
    public async Task Scenario_2_two_tabs_show_the_same_at_once_and_that_something_is_being_typed()
    {
        var one = await TryAsync(Anna);
        await one.Panel.OpenAsync();
        await one.Panel.IsAsync("live");
        var other = await OpenTabAsync(one);
        await other.GoAsync("/chat-test");
        await other.Panel.OpenAsync();
        await other.Panel.IsAsync("live");

        await one.Panel.Field.PressSequentiallyAsync("Где");
        await Expect(other.Panel.Typing).ToHaveTextAsync(other.Word<PanelTexts>("TypingSelf"));
        var question = Unheard("Где расписание?");
        await one.Panel.AskAsync(question);

        await other.Panel.ShowsOnceAsync(question);
        await Expect(other.Panel.OfBot).ToHaveCountAsync(2);
        await Expect(one.Panel.OfBot).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Scenario_3_where_no_socket_gets_through_it_goes_by_requests_and_comes_back_by_itself()
    {
        var student = await VisitorAsync();
        student.Complaints.Pardon("WebSocket", "net::ERR_", "negotiat", "Failed to fetch");
        var isBlocked = true;
        await student.Page.RouteWebSocketAsync("**/ws/chat/**", line =>
        {
            if (isBlocked)
            {
                _ = line.CloseAsync(new() { Code = 1011 });
            }
            else
            {
                line.ConnectToServer();
            }
        });
        // And the page's own line with it: what is in the panel does not need that either.
        await student.Page.RouteAsync("**/_blazor/**", route => isBlocked ? route.AbortAsync() : route.ContinueAsync());
        await student.SignInAsync(Dmitry);
        await student.GoAsync("/chat-test");

        await student.Panel.OpenAsync();
        await student.Panel.IsAsync("slow");
        var question = Unheard("Когда открыта столовая?");
        await student.Panel.AskAsync(question);
        await student.Panel.ShowsOnceAsync(question);
        await Expect(student.Panel.OfBot).ToHaveCountAsync(2);

        isBlocked = false;
        await student.Panel.IsAsync("live");
        var another = Unheard("А библиотека?");
        await student.Panel.AskAsync(another);
        await student.Panel.ShowsOnceAsync(another);
        await Expect(student.Panel.OfBot).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task Scenario_4_a_picture_and_a_document_go_along_and_are_in_the_chat()
    {
        var student = await TryAsync(Maria);
        await student.Panel.OpenAsync();
        await student.Panel.IsAsync("live");

        await student.Panel.AttachAsync(await PictureAsync(student, "board.png"), Pdf);
        await Expect(student.Panel.Chips).ToHaveCountAsync(2);
        var words = Unheard("Что это на доске?");
        await student.Panel.AskAsync(words);

        await student.Panel.ShowsOnceAsync(words);
        var sent = student.Panel.OfPerson.Filter(new() { HasText = words });
        Assert.True(await sent.GetByAltText("board.png").EvaluateAsync<bool>("img => img.decode().then(() => img.naturalWidth > 1)"));
        await Expect(sent.GetByRole(AriaRole.Link, new() { Name = Pdf.Name })).ToBeVisibleAsync();
        await Expect(student.Panel.Chips).ToHaveCountAsync(0);
        await Expect(student.Panel.OfBot).ToHaveCountAsync(2);
        await Expect(student.Panel.Messages.Last).ToBeInViewportAsync(new() { Ratio = 0.9f });

        await student.Panel.AttachAsync(new FilePayload { Name = "x.svg", MimeType = "image/png", Buffer = "<svg/>"u8.ToArray() });
        await Expect(student.Panel.Chips).ToContainTextAsync(student.Word<Chat.Web.Conversations.ConversationTexts>("FileWrongKind"));
        await Expect(student.Panel.Messages.Last).ToBeInViewportAsync(new() { Ratio = 0.9f });
    }

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
    public async Task What_comes_while_it_is_shut_is_marked_and_what_was_written_outlives_a_reload()
    {
        var parent = await TryAsync(Elena);
        await parent.Panel.OpenAsync();
        await parent.Panel.IsAsync("live");
        await parent.Panel.Field.FillAsync("Я ещё думаю");
        await parent.Page.ReloadAsync();
        await Expect(parent.Panel.Field).ToHaveValueAsync("Я ещё думаю");
        await parent.Panel.IsAsync("live");

        await parent.Panel.Field.PressAsync("Escape");
        await Expect(parent.Panel.Window).ToBeHiddenAsync();
        using var program = await ProgramAsync(Elena);
        var conversation = await parent.Page.EvaluateAsync<string>("chatBot.getConversationId()");
        using var asked = await program.PostAsJsonAsync("/api/user-response/", new { message = "Когда собрание?", conversation_id = conversation }, Stop);
        asked.EnsureSuccessStatusCode();
        await Expect(parent.Panel.Unread).ToHaveTextAsync("1");
        await parent.Panel.OpenAsync();
        await Expect(parent.Panel.OfBot).ToHaveCountAsync(2);
        await Expect(parent.Panel.Unread).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Who_signs_in_after_somebody_in_the_same_tab_finds_nothing_of_theirs_in_it()
    {
        var tab = await VisitorAsync();
        tab.Complaints.Pardon("429");
        await tab.SignInAsync(Admin);
        await tab.GoAsync("/chat-test");
        await tab.LiveAsync();
        await tab.Panel.OpenAsync();
        await tab.Panel.IsAsync("live");
        // What they send does not get through before they leave, and one more thing is not even sent.
        await tab.Page.RouteWebSocketAsync("**/ws/chat/**", line => { _ = line.CloseAsync(new() { Code = 1011 }); });
        await tab.Page.RouteAsync("**/api/user-response/", route => route.FulfillAsync(new() { Status = 429, Json = new { code = "too_many_requests", detail = "" } }));
        await tab.Page.ReloadAsync();
        await tab.Panel.IsAsync("slow");
        var unsent = Unheard("Это между нами");
        await tab.Panel.AskAsync(unsent);
        await Expect(tab.Panel.OnItsWay).ToContainTextAsync(unsent);
        await tab.Panel.Field.FillAsync("И это тоже");

        await tab.Account.SignOutAsync();
        await tab.Page.UnrouteAllAsync();
        await tab.SignInAsync(Dmitry);
        await tab.GoAsync("/chat-test");
        await Expect(tab.Panel.Window).ToBeHiddenAsync();
        await tab.Panel.OpenAsync();
        await Expect(tab.Panel.OfBot.First).ToBeVisibleAsync();

        await Expect(tab.Panel.Field).ToHaveValueAsync("");
        await Expect(tab.Panel.Messages.Filter(new() { HasText = unsent })).ToHaveCountAsync(0);

        // It waits for whoever wrote it, and goes out when they are back.
        await tab.Account.SignOutAsync();
        await tab.SignInAsync(Admin);
        await tab.GoAsync("/chat-test");
        await tab.Panel.ShowsOnceAsync(unsent);
        await Expect(tab.Panel.Field).ToHaveValueAsync("И это тоже");
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
    public async Task A_new_conversation_is_begun_once_and_only_where_something_was_said_in_the_one_before()
    {
        var tutor = await TryAsync(TestTutor);
        await tutor.Panel.OpenAsync();
        await tutor.Panel.IsAsync("live");
        await Expect(tutor.Panel.OfBot).ToHaveCountAsync(1);
        var first = await tutor.Panel.ConversationAsync();

        await tutor.Panel.Anew.ClickAsync();
        await Expect(tutor.Panel.Field).ToBeFocusedAsync();
        await tutor.Panel.AskAsync(Unheard("Когда каникулы?"));
        await Expect(tutor.Panel.OfBot).ToHaveCountAsync(2);
        Assert.Equal(first, await tutor.Panel.ConversationAsync());
        Assert.Equal(1, await CountAsync(TestTutor));

        var other = await OpenTabAsync(tutor);
        await other.GoAsync("/chat-test");
        await other.Panel.OpenAsync();
        await Expect(other.Panel.OfBot).ToHaveCountAsync(2);
        await tutor.Panel.Anew.DblClickAsync();
        await Expect(tutor.Panel.Messages).ToHaveCountAsync(1);
        Assert.NotEqual(first, await tutor.Panel.ConversationAsync());

        // One's other tab comes along, and what is asked there is asked where it is seen.
        await Expect(other.Panel.Messages).ToHaveCountAsync(1);
        await other.Panel.IsAsync("live");
        var question = Unheard("А экзамены?");
        await other.Panel.AskAsync(question);
        await tutor.Panel.ShowsOnceAsync(question);
        Assert.Equal(2, await CountAsync(TestTutor));
    }

    [Fact]
    public async Task A_new_conversation_that_is_refused_takes_nothing_away_and_says_why()
    {
        await BeginAsync(Admin);
        var admin = await TryAsync(Admin);
        admin.Complaints.Pardon("429", "net::ERR_");
        await admin.Panel.OpenAsync();
        await admin.Panel.IsAsync("live");
        var question = Unheard("Когда педсовет?");
        await admin.Panel.AskAsync(question);
        await admin.Panel.ShowsOnceAsync(question);
        await Expect(admin.Panel.OfBot).ToHaveCountAsync(2);
        const string why = "Слишком много вопросов подряд";
        await AnswerBeginningAsync(admin, route => route.FulfillAsync(new() { Status = 429, Json = new { code = "too_many_requests", detail = why } }));

        await admin.Panel.Anew.ClickAsync();
        await Expect(admin.Panel.Problem).ToHaveTextAsync(why);
        await admin.Panel.ShowsOnceAsync(question);

        await AnswerBeginningAsync(admin, route => route.AbortAsync());
        await admin.Panel.Anew.ClickAsync();
        await Expect(admin.Panel.Problem).ToHaveTextAsync(admin.Word<PanelTexts>("AnewFailed"));
        await admin.Panel.ShowsOnceAsync(question);

        await admin.Page.UnrouteAllAsync();
        await admin.Panel.Anew.ClickAsync();
        await Expect(admin.Panel.Messages).ToHaveCountAsync(1);
        await Expect(admin.Panel.Problem).ToBeHiddenAsync();
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
    public async Task What_does_not_get_through_says_so_and_goes_on_by_itself_when_the_line_is_back()
    {
        var admin = await VisitorAsync();
        admin.Complaints.PardonALostLine();
        admin.Complaints.Pardon("429");
        const string why = "Подождите немного";
        var answers = new Queue<Func<IRoute, Task>>([route => route.FulfillAsync(new() { Status = 429, Json = new { code = "too_many_requests", detail = why } })]);
        var isCut = true;
        await admin.Page.RouteWebSocketAsync("**/ws/chat/**", line =>
        {
            if (isCut)
            {
                _ = line.CloseAsync(new() { Code = 1011 });
            }
            else
            {
                line.ConnectToServer();
            }
        });
        await admin.Page.RouteAsync("**/api/user-response/", route => isCut ? answers.TryDequeue(out var answer) ? answer(route) : Task.CompletedTask : route.ContinueAsync());
        await admin.SignInAsync(Admin);
        await admin.GoAsync("/chat-test");
        await admin.Panel.OpenAsync();
        await admin.Panel.IsAsync("slow");
        var (question, taken) = (Unheard("Во сколько собрание?"), Unheard("Забудьте"));
        await admin.Panel.AskAsync(question);
        await admin.Panel.AskAsync(taken);

        // First it is told to wait; then nobody answers at all.
        await Expect(admin.Panel.OnItsWay.First).ToContainTextAsync(why);
        await Expect(admin.Panel.OnItsWay.Last).ToContainTextAsync(admin.Word<PanelTexts>("Sending"));
        await Expect(admin.Panel.OnItsWay.Locator("[data-retry]")).ToHaveCountAsync(2, new() { Timeout = 25_000 });
        await admin.Panel.OnItsWay.Last.Locator("[data-drop]").ClickAsync();
        await Expect(admin.Panel.OnItsWay).ToHaveCountAsync(1);

        isCut = false;
        await admin.Panel.IsAsync("live");
        await admin.Panel.ShowsOnceAsync(question);
        await Expect(admin.Panel.Messages.Filter(new() { HasText = taken })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_was_read_in_one_tab_is_not_counted_in_another_any_more()
    {
        await BeginAsync(Administrator);
        var one = await TryAsync(Administrator);
        await one.Panel.OpenAsync();
        await one.Panel.IsAsync("live");
        await one.Panel.Field.PressAsync("Escape");
        var (other, third) = (await OpenTabAsync(one), await OpenTabAsync(one));
        using var program = await ProgramAsync(Administrator);
        var conversation = await one.Panel.ConversationAsync();
        using var asked = await program.PostAsJsonAsync("/api/user-response/", new { message = "Когда собрание?", conversation_id = conversation }, Stop);
        asked.EnsureSuccessStatusCode();
        await Expect(one.Panel.Unread).ToHaveTextAsync("1");
        await third.GoAsync("/chat-test");
        await Expect(third.Panel.Unread).ToHaveTextAsync("1");

        await other.GoAsync("/chat-test");
        await other.Panel.OpenAsync();
        await Expect(other.Panel.OfBot).ToHaveCountAsync(2);

        await Expect(one.Panel.Unread).ToBeHiddenAsync();
        await Expect(third.Panel.Unread).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Where_there_is_more_than_it_shows_it_leads_to_the_whole_chat()
    {
        await BeginAsync(Admin);
        var admin = await TryAsync(Admin);
        await Expect(admin.Page.Locator("[data-fact=state]")).ToHaveTextAsync(admin.Word<PanelTexts>("Unopened"));
        await admin.Panel.OpenAsync();
        await admin.Panel.IsAsync("live");
        await Expect(admin.Panel.OfBot).ToHaveCountAsync(1);
        await Expect(admin.Panel.Older).ToHaveCountAsync(0);
        using var program = await ProgramAsync(Admin);
        var conversation = await admin.Panel.ConversationAsync();
        for (var number = 0; number < 26; number++)
        {
            using var asked = await program.PostAsJsonAsync("/api/user-response/", new { message = $"Вопрос {number}", conversation_id = conversation }, Stop);
            asked.EnsureSuccessStatusCode();
            using var answered = await program.PostAsJsonAsync("/api/bot-response/", new { conversation_id = conversation }, Stop);
            answered.EnsureSuccessStatusCode();
        }

        await admin.Page.ReloadAsync();
        await admin.Panel.IsAsync("live");
        await admin.LiveAsync();
        await admin.Panel.Older.ClickAsync();

        await Expect(admin.Thread.Title).ToHaveTextAsync(admin.Word<BotTexts>("Name"));
        Assert.Matches("/chat/[0-9]+$", admin.Page.Url);
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

    // Only beginning one is answered so; what there is is still read.
    private static Task<IAsyncDisposable> AnswerBeginningAsync(Person person, Func<IRoute, Task> answer) =>
        person.Page.RouteAsync("**/api/chat/conversations/", route => route.Request.Method == "POST" ? answer(route) : route.ContinueAsync());

    // Whatever they said before: they go on with this one.
    private async Task BeginAsync(Chat.Web.Data.DemoPerson who)
    {
        using var program = await ProgramAsync(who);
        using var begun = await program.PostAsJsonAsync("/api/chat/conversations/", new { }, Stop);
        begun.EnsureSuccessStatusCode();
    }

    private async Task<int> CountAsync(Chat.Web.Data.DemoPerson who)
    {
        using var program = await ProgramAsync(who);
        var listed = await program.GetFromJsonAsync<System.Text.Json.Nodes.JsonNode>("/api/chat/conversations/?limit=100", Stop);
        return listed!["results"]!.AsArray().Count;
    }

    private async Task<Person> TryAsync(Chat.Web.Data.DemoPerson who)
    {
        var person = await ArriveAsync(who);
        await person.GoAsync("/chat-test");
        await person.LiveAsync();
        return person;
    }
}
