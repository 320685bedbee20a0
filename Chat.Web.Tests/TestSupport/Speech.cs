using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Outcomes;

namespace Chat.Web.Tests.TestSupport;

/// <summary>The shortest way to say something.</summary>
public static class Speech
{
    public static Draft Say(string? text) => new(text, Guid.NewGuid());

    public static Task<Outcome<MessageView>> SayAsync(this SchoolHouse school, Actor actor, int conversation, string text = "Hello") =>
        school.Messages.SendAsync(actor, conversation, Say(text), Patience.Stop);

    public static async Task<int> LastSeqAsync(this SchoolHouse school, int conversation) => (await school.ConversationAsync(conversation)).LastSeq;
}
