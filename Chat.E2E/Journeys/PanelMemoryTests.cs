using System.Net.Http.Json;
using Chat.Web.Bot;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>What the panel keeps, and for whom: what was written, what did not get through, what was read, and one's other tabs.</summary>
public sealed class PanelMemoryTests(Stage stage, Site site) : PanelJourney(stage, site)
{
    private const string Unwritten = "И это тоже";

    [Fact]
    public async Task What_comes_while_it_is_shut_is_marked_and_what_was_written_outlives_a_reload()
    {
        var parent = await TryAsync(Elena);
        await parent.Panel.OpenAsync();
        await parent.Panel.IsAsync("live");
        const string draft = "Я ещё думаю\nи думаю\nи думаю";
        await parent.Panel.Field.FillAsync(draft);
        await parent.Page.ReloadAsync();
        await Expect(parent.Panel.Field).ToHaveValueAsync(draft);
        await parent.Panel.IsAsync("live");
        Assert.True(await parent.Panel.Field.EvaluateAsync<bool>("field => field.scrollHeight <= field.clientHeight"));

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
        await tab.SignInAsync(Admin);
        var unsent = await WriteInVainAsync(tab);

        // Their session ends without their signing out.
        await tab.Browser.ClearCookiesAsync();
        await tab.GoAsync("/sign-in");
        await tab.Page.UnrouteAllAsync();
        await tab.SignInAsync(Dmitry);
        await tab.GoAsync("/chat-test");
        await Expect(tab.Panel.Window).ToBeHiddenAsync();
        await tab.Panel.OpenAsync();
        await Expect(tab.Panel.OfBot.First).ToBeVisibleAsync();

        await Expect(tab.Panel.Field).ToHaveValueAsync("");
        await Expect(tab.Panel.Messages.Filter(new() { HasText = unsent })).ToHaveCountAsync(0);

        // It waits for whoever wrote it, and goes out when they are back.
        await tab.Browser.ClearCookiesAsync();
        await tab.SignInAsync(Admin);
        await tab.GoAsync("/chat-test");
        await tab.Panel.ShowsOnceAsync(unsent);
        await Expect(tab.Panel.Field).ToHaveValueAsync(Unwritten);
    }

    [Fact]
    public async Task Who_signs_out_leaves_nothing_unsent_behind()
    {
        var tab = await VisitorAsync();
        await tab.SignInAsync(Ivan);
        var unsent = await WriteInVainAsync(tab);

        await tab.Account.SignOutAsync();
        await tab.Page.UnrouteAllAsync();
        await tab.SignInAsync(Ivan);
        await tab.GoAsync("/chat-test");
        await Expect(tab.Panel.Window).ToBeHiddenAsync();
        await tab.Panel.OpenAsync();
        await Expect(tab.Panel.OfBot.First).ToBeVisibleAsync();

        await Expect(tab.Panel.Field).ToHaveValueAsync("");
        await Expect(tab.Panel.Messages.Filter(new() { HasText = unsent })).ToHaveCountAsync(0);
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

    // What they send does not get through, and one more thing is not even sent.
    private static async Task<string> WriteInVainAsync(Person tab)
    {
        tab.Complaints.Pardon("429");
        await tab.Page.RouteWebSocketAsync("**/ws/chat/**", line => { _ = line.CloseAsync(new() { Code = 1011 }); });
        await tab.Page.RouteAsync("**/api/user-response/", route => route.FulfillAsync(new() { Status = 429, Json = new { code = "too_many_requests", detail = "" } }));
        await tab.GoAsync("/chat-test");
        await tab.LiveAsync();
        await tab.Panel.OpenAsync();
        await tab.Panel.IsAsync("slow");
        var unsent = Unheard("Это между нами");
        await tab.Panel.AskAsync(unsent);
        await Expect(tab.Panel.OnItsWay).ToContainTextAsync(unsent);
        await tab.Panel.Field.FillAsync(Unwritten);
        return unsent;
    }

    // Only beginning one is answered so; what there is is still read.
    private static Task<IAsyncDisposable> AnswerBeginningAsync(Person person, Func<IRoute, Task> answer) =>
        person.Page.RouteAsync("**/api/chat/conversations/", route => route.Request.Method == "POST" ? answer(route) : route.ContinueAsync());

    private async Task<int> CountAsync(Chat.Web.Data.DemoPerson who)
    {
        using var program = await ProgramAsync(who);
        var listed = await program.GetFromJsonAsync<System.Text.Json.Nodes.JsonNode>("/api/chat/conversations/?limit=100", Stop);
        return listed!["results"]!.AsArray().Count;
    }
}
