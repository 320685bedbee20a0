using Chat.Web.Access;
using Chat.Web.Outcomes;
using Chat.Web.Tests.Api;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Sockets;

/// <summary>
/// The socket is the fourth door: everybody at every conversation is let in, heard and refused as the service says of the
/// same person and the same thing. <see cref="DoorsAgreeTests"/> holds requests to that, <see cref="PageAgreesTests"/> pages.
/// </summary>
public class SocketsAgreeTests(PeopleAtTheDoors people) : IClassFixture<PeopleAtTheDoors>
{
    private readonly List<(string What, bool IsGranted)> _cells = [];

    private SchoolHouse School => people.School;

    [Fact]
    public async Task Everybody_at_every_conversation()
    {
        foreach (var actor in people.Cast)
        {
            var token = (await people.House.AsAsync(actor)).Authorization!.Split(' ')[1];
            foreach (var conversation in people.Conversations)
            {
                var opened = (await School.Conversations.OpenAsync(actor, conversation, Stop)).Refusal;
                await using var socket = await SocketCaller.DialAsync(School, $"/ws/chat/{conversation}/?token={token}");
                if (opened is not null)
                {
                    Assert.Equal(4404, await socket.ClosedAsync());
                    Assert.Equal(opened.Code, Assert.Single(await socket.AllAsync()).Text("code"));
                    _cells.Add(("open", false));
                    continue;
                }

                _cells.Add(("open", true));
                await CompareAsync(actor, conversation, socket);
            }
        }

        Assert.All(_cells.GroupBy(c => c.What), of => Assert.Equal([false, true], of.Select(c => c.IsGranted).Distinct().Order()));
        Assert.True(_cells.Count > 150, $"only {_cells.Count} cells");
    }

    private async Task CompareAsync(Actor actor, int conversation, SocketCaller socket)
    {
        var (one, other) = people.MembersOf(conversation);
        var word = await people.WordAsync(conversation, one.Id == actor.Id ? other : one);
        var canPost = (await socket.NextAsync("connected")).GetProperty("can_post").GetBoolean();
        var said = (await School.SayAsync(actor, conversation)).Refusal;
        Assert.True(canPost == said is null, $"{actor} in {conversation}: can_post is {canPost}, the service says {said?.Code ?? "yes"}");

        await CompareAsync("send", new { type = "message", text = "Hello" }, said);
        await CompareAsync("send in the other dialect", new { type = "chat_message", content = "Hello" }, said);
        await CompareAsync("type", new { type = "typing", is_typing = true }, (await School.Messages.TypeAsync(actor, conversation, Stop)).Refusal);
        await CompareAsync("stop typing", new { type = "typing", is_typing = false }, (await School.Messages.StopTypingAsync(actor, conversation, Stop)).Refusal);
        var read = (await School.Messages.MarkReadAsync(actor, conversation, word.Seq, Stop)).Refusal;
        await CompareAsync("read by number", new { type = "read", seq = word.Seq }, read);
        await CompareAsync("read by id", new { type = "read", message_ids = new[] { word.Id } }, read);
        await CompareAsync("resume", new { type = "resume", after = word.Seq }, said: null);

        async Task CompareAsync(string what, object frame, Refusal? said)
        {
            var from = socket.Heard.Count;
            await socket.SayAsync(frame);
            var no = (await socket.HeardSoFarAsync()).Skip(from).FirstOrDefault(f => f.Text("type") == "error");
            var code = no.ValueKind is System.Text.Json.JsonValueKind.Undefined ? null : no.Text("code");
            Assert.True(code == said?.Code, $"{actor}, {what} in {conversation}: the socket says {code ?? "yes"}, the service {said?.Code ?? "yes"}");
            _cells.Add((what == "resume" ? "open" : what, said is null));
        }
    }
}
