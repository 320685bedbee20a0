using Chat.Web.Access;
using Chat.Web.Bot;
using Chat.Web.Conversations;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Bot;

/// <summary>How a test talks with the bot.</summary>
internal static class BotTalk
{
    public static BotConversationService Talks(this SchoolHouse school) => school.The<BotConversationService>();

    public static async Task<Begun> BeginAsync(this SchoolHouse school, Actor actor) => (await school.Talks().BeginAsync(actor, clientId: null, "ru", Stop)).Granted();

    public static async Task<Asked> AskAsync(this SchoolHouse school, Actor actor, string text, Guid? conversation = null) =>
        (await school.Talks().AskAsync(actor, conversation, Speech.Say(text), Stop)).Granted();

    /// <summary>Asks, and has the answer, whoever was the first to give it.</summary>
    public static async Task<MessageView> AnswerToAsync(this SchoolHouse school, Actor actor, string text, Guid? conversation = null)
    {
        var asked = await school.AskAsync(actor, text, conversation);
        return (await school.Talks().AnswerAsync(actor, asked.ConversationId, Stop)).Granted();
    }

    public static async Task<List<Message>> SaidByBotAsync(this SchoolHouse school, int conversationId)
    {
        await using var db = school.OpenDb();
        return await db.Messages.AsNoTracking().Where(m => m.ConversationId == conversationId && m.SenderId == school.Bot.Id).OrderBy(m => m.Seq).ToListAsync(Stop);
    }

    /// <summary>Waits until the bot has said so much, by itself.</summary>
    public static Task HearAsync(this SchoolHouse school, int conversationId, int count) => UntilAsync(async () => (await school.SaidByBotAsync(conversationId)).Count >= count);
}
