using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Chat.Web.Data;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>A program on a socket and a browser in the same chat.</summary>
public sealed class SocketsTests(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
{
    [Fact]
    public async Task A_socket_and_a_page_talk_to_each_other_and_see_each_other_write()
    {
        var teacher = await ArriveAsync(TestTeacher);
        await teacher.Chats.OpenAsync(Maths);
        await teacher.Thread.ReadyAsync();
        using var socket = await DialAsync(TestStudent, teacher.Thread.Id);
        await NextAsync(socket, "connected");
        await Expect(teacher.Thread.Presence).ToHaveTextAsync(teacher.Word<Chat.Web.Conversations.ConversationTexts>("Here"));
        var (asked, answered) = (Unheard("Слышно через сокет?"), Unheard("Слышно."));

        await SayAsync(socket, new { type = "typing", is_typing = true });
        await Expect(teacher.Thread.Typing).ToContainTextAsync("Test Student");
        await SayAsync(socket, new { type = "typing", is_typing = false });
        await Expect(teacher.Thread.Typing).Not.ToContainTextAsync("Test Student");

        await SayAsync(socket, new { type = "message", text = asked });
        await teacher.Thread.ShowsOnceAsync(asked);
        await teacher.Thread.Field.PressSequentiallyAsync(answered);
        await NextAsync(socket, "typing");
        await teacher.Thread.Field.PressAsync("Enter");
        await teacher.Thread.ShowsOnceAsync(answered);

        Assert.Equal(answered, (string?)(await NextAsync(socket, "message", said => (string?)said["message"]!["content"] != asked))["message"]!["content"]);
    }

    private async Task<ClientWebSocket> DialAsync(DemoPerson who, int chat)
    {
        using var http = new HttpClient { BaseAddress = Site.Address, Timeout = Patience.Limit };
        using var answer = await http.PostAsJsonAsync("/api/auth/login/", new { email = who.Email, password = who.Password }, Stop);
        var token = (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>(Stop))!["access"];
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(new Uri(Site.Address, $"/ws/chat/{chat}/?token={token}")) { Scheme = "ws" }.Uri, Stop);
        return socket;
    }

    private static Task SayAsync(ClientWebSocket socket, object frame) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(frame)), WebSocketMessageType.Text, endOfMessage: true, Stop);

    private static async Task<JsonNode> NextAsync(ClientWebSocket socket, string type, Func<JsonNode, bool>? which = null)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        deadline.CancelAfter(Patience.Limit);
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var came = await socket.ReceiveAsync(buffer.AsMemory(), deadline.Token);
            Assert.True(came is { EndOfMessage: true, MessageType: WebSocketMessageType.Text });
            var frame = JsonNode.Parse(buffer.AsSpan(0, came.Count))!;
            if ((string?)frame["type"] == type && which?.Invoke(frame) is not false)
            {
                return frame;
            }
        }
    }
}
