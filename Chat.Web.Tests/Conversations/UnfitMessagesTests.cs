using Chat.Web.Conversations;
using Chat.Web.Outcomes;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;
using static Chat.Web.Tests.TestSupport.Speech;

namespace Chat.Web.Tests.Conversations;

/// <summary>Whatever cannot be said is refused by its name, leaves nothing behind, and nobody hears of it.</summary>
public class UnfitMessagesTests(SchoolHouse school) : IClassFixture<SchoolHouse>
{
    /// <summary>By name, because half a character does not survive the way through a test runner.</summary>
    private static readonly Dictionary<string, (string? Text, Refusal Refusal)> Unfit = new()
    {
        ["nothing"] = (null, ConversationRefusals.MessageEmpty),
        ["an empty text"] = ("", ConversationRefusals.MessageEmpty),
        ["only white space"] = (" \t\r\n\u00a0\u2003", ConversationRefusals.MessageEmpty),
        ["only characters of no width"] = ("\u200b\u200d\ufeff\u2060", ConversationRefusals.MessageEmpty),
        ["only letters that fill a place"] = ("\u3164\u115f\u1160 \uffa0", ConversationRefusals.MessageEmpty),
        ["only blank Braille"] = ("\u2800\u2800", ConversationRefusals.MessageEmpty),
        ["only marks that change nothing"] = ("\ufe0f\u034f\u180b\U000e0061", ConversationRefusals.MessageEmpty),
        ["one character too many"] = (new string('a', Message.MaxLength + 1), ConversationRefusals.MessageTooLong),
        ["a NUL"] = ("a\0b", ConversationRefusals.MessageUnreadable),
        ["a bell"] = ("ding\adong", ConversationRefusals.MessageUnreadable),
        ["an escape sequence"] = ("\u001b[2J", ConversationRefusals.MessageUnreadable),
        ["a C1 control"] = ("a\u009bb", ConversationRefusals.MessageUnreadable),
        ["a first half alone"] = ("half \ud83d of a smile", ConversationRefusals.MessageUnreadable),
        ["a second half alone"] = ("half \ude00 of a smile", ConversationRefusals.MessageUnreadable),
        ["two halves the wrong way round"] = ("\ude00\ud83d", ConversationRefusals.MessageUnreadable),
    };

    public static TheoryData<string> Names => [.. Unfit.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Text_that_cannot_be_said(string name) =>
        await NothingHappensAsync(Say(Unfit[name].Text), Unfit[name].Refusal);

    [Fact]
    public async Task A_message_without_a_client_id() =>
        await NothingHappensAsync(new Draft("Hello", Guid.Empty), ConversationRefusals.ClientIdMissing);

    [Fact]
    public async Task A_client_id_used_again_for_another_text()
    {
        var first = Say("Hello");
        (await school.Messages.SendAsync(school.TestStudent, school.Maths, first, Stop)).Granted();

        await NothingHappensAsync(first with { Text = "Good-bye" }, ConversationRefusals.ClientIdReused);
    }

    [Fact]
    public async Task A_client_id_used_again_in_another_conversation()
    {
        var first = Say("Hello");
        (await school.Messages.SendAsync(school.TestStudent, school.Tutoring, first, Stop)).Granted();

        await NothingHappensAsync(first, ConversationRefusals.ClientIdReused);
    }

    [Fact]
    public async Task A_message_in_the_name_of_somebody_else()
    {
        await NothingHappensAsync(Say("Hello") with { NamedSenderId = school.TestTeacher.Id }, ConversationRefusals.SenderNotYou);

        (await school.Messages.SendAsync(school.TestStudent, school.Maths, Say("Hello") with { NamedSenderId = school.TestStudent.Id }, Stop)).Granted();
    }

    private async Task NothingHappensAsync(Draft draft, Refusal refusal)
    {
        using var teacher = school.Feed.Open(school.TestTeacher.Id);
        var before = await StoredAsync();

        (await school.Messages.SendAsync(school.TestStudent, school.Maths, draft, Stop)).RefusedAs(refusal);

        Assert.Equal(before, await StoredAsync());
        Assert.Empty(teacher.HeardSoFar<MessageSent>());
    }

    private async Task<(int Messages, int LastSeq, string? LastText)> StoredAsync()
    {
        await using var db = school.OpenDb();
        var conversation = await school.ConversationAsync(school.Maths);
        return (await db.Messages.CountAsync(Stop), conversation.LastSeq, conversation.LastText);
    }
}
