using Chat.Web.Access;
using Chat.Web.Bot;
using Chat.Web.Limits;
using Chat.Web.Operations;
using Chat.Web.Outcomes;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Bot;

/// <summary>Whatever happens to the house in between, each message of a person has one answer; and nobody has more than a storm's worth.</summary>
public class OnceAndForAllTests
{
    [Fact]
    public async Task What_was_asked_before_the_house_fell_is_answered_when_it_stands_again_and_not_once_more()
    {
        await using var before = await new SchoolHouse { RunsErrands = false }.OpenAsync();
        var conversations = new List<int>();
        for (var i = 0; i < 20; i++)
        {
            conversations.Add((await before.AskAsync(before.Anna, $"Когда обед? {i}")).Message.ConversationId);
        }

        // Some were answered already, and one has the last word after an answer that somebody did not wait for.
        var answered = await before.AskAsync(before.Anna, "Где взять справку после болезни?");
        (await before.Talks().AnswerAsync(before.Anna, answered.ConversationId, Stop)).Granted();
        var two = await before.AskAsync(before.Anna, "Когда экзамены?");
        await before.AskAsync(before.Anna, "И когда собрание родителей?", two.ConversationId);
        (await before.Talks().AnswerAsync(before.Anna, two.ConversationId, Stop)).Granted();
        var copy = (await before.The<BackupService>().MakeAsync(before.Admin, Stop)).Granted();

        await using var after = await new SchoolHouse { RestoredFrom = copy.Directory }.OpenAsync();
        foreach (var conversation in conversations)
        {
            await after.HearAsync(conversation, 1);
        }

        await after.HearAsync(two.Message.ConversationId, 2);
        await after.QuietAsync();
        foreach (var conversation in conversations.Append(answered.Message.ConversationId))
        {
            Assert.Single(await after.SaidByBotAsync(conversation));
        }

        Assert.Equal(2, (await after.SaidByBotAsync(two.Message.ConversationId)).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_may_no_longer_ask_when_their_turn_comes_is_not_answered(bool isSuspended)
    {
        await using var school = await new SchoolHouse { RunsErrands = false }.OpenAsync();
        var asked = await school.AskAsync(school.Anna, "Когда обед?");

        _ = isSuspended ? (await school.Accounts.SuspendAsync(school.Admin, school.Anna.Id, Stop)).Granted() : (await school.Accounts.ChangeRoleAsync(school.Admin, school.Anna.Id, Role.Tutor, Stop)).Granted();

        (await school.The<BotService>().AnswerAsync(asked.Message.Id, Stop)).RefusedAs(Refusal.NotFound);
        Assert.Empty(await school.SaidByBotAsync(asked.Message.ConversationId));
    }

    [Fact]
    public async Task A_crowd_too_large_for_its_ear_is_answered_to_the_last()
    {
        await using var school = await new SchoolHouse().OpenAsync();
        var begun = await school.BeginAsync(school.Anna);

        // More than a line holds: it is hung up, and finds the rest when it looks again.
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => school.SayAsync(school.Anna, begun.Id, $"Когда обед? {i}")));

        await school.HearAsync(begun.Id, 301);
        await school.QuietAsync();
        Assert.Equal(301, (await school.SaidByBotAsync(begun.Id)).Count);
    }

    [Fact]
    public async Task A_hundred_questions_at_once_are_limited_and_each_that_is_let_through_has_one_answer()
    {
        await using var school = await new SchoolHouse { LimitsMultiplier = 1 }.OpenAsync();
        var begun = await school.BeginAsync(school.Anna);

        var said = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => school.SayAsync(school.Anna, begun.Id, $"Когда обед? {i}")));

        var through = said.Count(s => s.Refusal is null);
        Assert.InRange(through, 1, 40);
        Assert.All(said.Where(s => s.Refusal is not null), s => s.RefusedAs(RateLimits.TooOften));
        await school.HearAsync(begun.Id, through + 1);
        Assert.Equal(through + 1, (await school.SaidByBotAsync(begun.Id)).Count);

        // Neither is there another way around: a new conversation for each question.
        var (refused, chats) = ((await school.Talks().AskAsync(school.Anna, publicId: null, Speech.Say("Когда обед?"), Stop)).Refusal?.Code, await CountAsync(school));
        Assert.Equal(RateLimits.TooOften.Code, refused);
        Assert.Equal(chats, await CountAsync(school));
        // Others are asked nothing of this.
        (await school.Talks().AskAsync(school.Dmitry, publicId: null, Speech.Say("Когда обед?"), Stop)).Granted();
    }

    private static async Task<int> CountAsync(SchoolHouse school)
    {
        await using var db = school.OpenDb();
        return await db.Conversations.CountAsync(Stop);
    }
}
