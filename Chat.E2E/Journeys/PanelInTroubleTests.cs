using System.Text.Json.Nodes;
using Chat.Web.Outcomes;
using Chat.Web.Sockets;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>The panel where something goes amiss: a refusal, a school that cannot write just now, a line that is left or ends.</summary>
public sealed class PanelInTroubleTests(Stage stage, Site site) : PanelJourney(stage, site)
{
    [Fact]
    public async Task What_is_said_after_something_that_was_refused_stands_there_once()
    {
        var student = await TryAsync(Anna);
        await student.Panel.OpenAsync();
        await student.Panel.IsAsync("live");
        // It looks like something and is nothing: the browser sends it, and the school does not take it.
        await student.Panel.AskAsync("\u200B");
        var refused = student.Panel.OnItsWay.Filter(new() { Has = student.Page.Locator("[data-retry]") });
        await Expect(refused).ToHaveCountAsync(1);

        var question = Unheard("Когда концерт?");
        await student.Panel.AskAsync(question);

        await Expect(student.Panel.OfBot).ToHaveCountAsync(2);
        await student.Panel.ShowsOnceAsync(question);
        await Expect(refused).ToHaveCountAsync(1);
        await refused.Locator("[data-drop]").ClickAsync();
        await Expect(student.Panel.OnItsWay).ToHaveCountAsync(0);
        await student.Panel.ShowsOnceAsync(question);
    }

    [Fact]
    public async Task What_the_school_cannot_write_just_now_is_tried_again_by_itself()
    {
        var student = await VisitorAsync();
        const string why = "Сейчас не записать";
        var canWrite = false;
        await student.Page.RouteWebSocketAsync("**/ws/chat/**", line =>
        {
            var school = line.ConnectToServer();
            line.OnMessage(frame =>
            {
                var said = JsonNode.Parse(frame.Text!)!;
                if (canWrite || (string?)said["type"] is not "message")
                {
                    school.Send(frame.Text!);
                    return;
                }

                canWrite = true;
                line.Send(new JsonObject
                {
                    ["type"] = "error",
                    ["code"] = Refusal.StorageUnavailable.Code,
                    ["detail"] = why,
                    ["client_message_id"] = (string?)said["client_message_id"],
                }.ToJsonString());
            });
        });
        await student.SignInAsync(Dmitry);
        await student.GoAsync("/chat-test");
        await student.Panel.OpenAsync();
        await student.Panel.IsAsync("live");

        var question = Unheard("Когда субботник?");
        await student.Panel.AskAsync(question);

        await Expect(student.Panel.OnItsWay).ToContainTextAsync(why);
        await student.Panel.ShowsOnceAsync(question);
    }

    [Fact]
    public async Task A_line_that_was_left_says_nothing_more_of_how_it_stands()
    {
        var left = new TaskCompletionSource<IWebSocketRoute>(TaskCreationOptions.RunContinuationsAsynchronously);
        var student = await VisitorAsync();
        await student.Page.RouteWebSocketAsync("**/ws/chat/**", line =>
        {
            line.ConnectToServer();
            // Hanging up takes as long as the network likes.
            line.OnClose((_, _) => left.TrySetResult(line));
        });
        await student.SignInAsync(TestStudent);
        await student.GoAsync("/chat-test");
        await student.Panel.OpenAsync();
        await student.Panel.IsAsync("live");
        await student.Panel.AskAsync(Unheard("Когда экскурсия?"));
        await Expect(student.Panel.OfBot).ToHaveCountAsync(2);
        await student.Panel.Anew.ClickAsync();
        await Expect(student.Panel.Messages).ToHaveCountAsync(1);
        await student.Panel.IsAsync("live");

        await student.Page.EvaluateAsync("() => { window.seen = []; document.addEventListener('chatstate', ({ detail }) => seen.push(detail.state)); }");
        await (await left.Task.WaitAsync(Patience.Limit, Stop)).CloseAsync(new() { Code = 1000 });
        var question = Unheard("А поход?");
        await student.Panel.AskAsync(question);
        await student.Panel.ShowsOnceAsync(question);

        Assert.Equal(["live"], (await student.Page.EvaluateAsync<string[]>("seen")).Distinct());
    }

    [Fact]
    public async Task A_conversation_that_is_there_no_more_is_left_for_the_newest()
    {
        IWebSocketRoute? line = null;
        var tutor = await VisitorAsync();
        await tutor.Page.RouteWebSocketAsync("**/ws/chat/**", dialled =>
        {
            dialled.ConnectToServer();
            line = dialled;
        });
        await tutor.SignInAsync(Maria);
        await tutor.GoAsync("/chat-test");
        await tutor.Panel.OpenAsync();
        await tutor.Panel.IsAsync("live");
        var gone = await tutor.Panel.ConversationAsync();
        await BeginAsync(Maria);

        await line!.CloseAsync(new() { Code = (int)CloseCode.NoSuchChat });

        await Patience.UntilAsync(async () => await tutor.Panel.ConversationAsync() != gone);
        await tutor.Panel.IsAsync("live");
        var question = Unheard("Когда занятие?");
        await tutor.Panel.AskAsync(question);
        await tutor.Panel.ShowsOnceAsync(question);
        await Expect(tutor.Panel.OfBot).ToHaveCountAsync(2);
    }
}
