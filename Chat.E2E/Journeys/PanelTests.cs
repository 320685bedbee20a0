using Chat.Web.Bot;
using static Chat.E2E.Cast;
using static Chat.E2E.SampleFiles;

namespace Chat.E2E.Journeys;

/// <summary>The scenarios of document B, in the panel that any page can carry.</summary>
public sealed class PanelTests(Stage stage, Site site) : PanelJourney(stage, site)
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
}
