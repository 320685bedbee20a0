using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>What somebody who does not see hears of an open chat: what others say, once, and no faster than one can listen.</summary>
public sealed class AnnouncingTests(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
{
    /// <summary>Promised: not more often than this, in milliseconds; a timer may be a little early.</summary>
    private const double NotWithin = 2_950;

    [Fact]
    public async Task What_another_says_is_said_once_with_its_author_and_what_one_says_oneself_is_not()
    {
        var (student, teacher, heard) = await MeetAsync();
        var (question, answer, thanks) = (Unheard("Вопрос"), Unheard("Ответ"), Unheard("Спасибо"));

        await teacher.Thread.SendAsync(question);
        await heard.HearsAsync(question);
        await student.Thread.SendAsync(answer);
        await student.Thread.ShowsOnceAsync(answer);
        await teacher.Thread.SendAsync(thanks);
        await heard.HearsAsync(thanks);

        // Nothing of what stood there before either: these two are all that was said.
        Assert.Equal([$"{TestTeacher.FullName}: {question}", $"{TestTeacher.FullName}: {thanks}"], (await heard.SoFarAsync()).Select(said => said.Text));
        await Expect(student.Page.Locator("[data-announcer]")).ToHaveAttributeAsync("aria-live", "polite");
    }

    [Fact]
    public async Task When_much_is_said_it_is_counted_and_no_more_is_said_than_one_can_listen_to()
    {
        var (student, teacher, heard) = await MeetAsync();
        var many = Enumerable.Range(1, 7).Select(i => Unheard($"Быстро {i}")).ToList();

        foreach (var text in many)
        {
            await teacher.Thread.SendAsync(text);
        }

        await heard.HearsAsync(student.Word<Web.Conversations.ConversationTexts>("ManyNew"));
        var last = Unheard("Наконец");
        await teacher.Thread.SendAsync(last);
        await heard.HearsAsync(last);

        var said = await heard.SoFarAsync();
        Assert.All(said.Zip(said.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At > NotWithin, $"{pair.First} {pair.Second}"));
        Assert.Equal($"{TestTeacher.FullName}: {many[0]}", said[0].Text);
        Assert.True(said.Count < many.Count, "Each was said alone.");
    }

    private async Task<(Person Student, Person Teacher, Announcements Heard)> MeetAsync()
    {
        var (student, teacher) = (await ArriveAsync(TestStudent), await ArriveAsync(TestTeacher));
        var heard = await Announcements.OfAsync(student);
        await student.Chats.OpenAsync(Maths);
        await teacher.Chats.OpenAsync(Maths);
        await student.Thread.ReadyAsync();
        await teacher.Thread.ReadyAsync();
        return (student, teacher, heard);
    }
}
