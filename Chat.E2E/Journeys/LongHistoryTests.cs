using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>A chat of fifty thousand messages is read as easily as one of fifty.</summary>
public sealed class LongHistoryTests(Stage stage) : Journey(stage, new Site())
{
    private const int Length = 50_000;
    private const int MostNodes = 250;

    public override async ValueTask InitializeAsync()
    {
        await Site.InitializeAsync();
        await Site.TerminateAsync();
        await LongHistory.FillAsync(Site, await Site.NumberOfAsync(Anna, Maria), Length);
        await Site.StartAgainAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Site.DisposeAsync();
    }

    [Fact]
    public async Task It_opens_at_the_end_goes_back_without_a_jump_and_comes_forward_again()
    {
        var student = await ArriveAsync(Anna);
        await student.Chats.OpenAsync(AnnasTutoring);
        await student.Thread.ReadyAsync();
        await Expect(student.Thread.Message(Length)).ToBeInViewportAsync();

        for (var page = 0; page < 8; page++)
        {
            Assert.InRange(await student.Thread.ShiftWhenOlderArrivesAsync(), 0, 2);
            Assert.InRange(await student.Thread.Messages.CountAsync(), 40, MostNodes);
        }

        await student.Thread.ToBottom.ClickAsync();
        await Expect(student.Thread.Message(Length)).ToBeInViewportAsync();
        await Expect(student.Thread.ToBottom).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_link_opens_around_its_message_and_what_follows_is_reached_by_scrolling()
    {
        var student = await ArriveAsync(Anna);
        await student.GoAsync($"/chat/{await Site.NumberOfAsync(Anna, Maria)}?at=25000");

        await Expect(student.Thread.Target).ToBeInViewportAsync();
        await Expect(student.Thread.Target).ToHaveAttributeAsync("data-seq", "25000");
        await student.Thread.ReadyAsync();
        await student.Page.EvaluateAsync("() => { const all = document.querySelector('.messages'); all.scrollTop = all.scrollHeight; }");
        await Expect(student.Thread.Message(25_050)).ToBeAttachedAsync();
    }

    [Fact]
    public async Task What_is_said_while_one_reads_further_up_moves_nothing_and_is_counted()
    {
        var (student, tutor) = (await ArriveAsync(Anna), await ArriveAsync(Maria));
        await tutor.Chats.OpenAsync(AnnasTutoring);
        await student.Chats.OpenAsync(AnnasTutoring);
        await student.Thread.ReadyAsync();
        Assert.InRange(await student.Thread.ShiftWhenOlderArrivesAsync(), 0, 2);
        var place = await student.Page.EvaluateAsync<double>("() => document.querySelector('.messages').scrollTop");

        var last = Unheard("Ты здесь?");
        await tutor.Thread.SendAsync(Unheard("Аня!"));
        await tutor.Thread.SendAsync(last);

        await Expect(student.Thread.ToBottom).ToContainTextAsync(student.Word<Web.Conversations.ConversationTexts>("NewBelow.few", 2));
        Assert.Equal(place, await student.Page.EvaluateAsync<double>("() => document.querySelector('.messages').scrollTop"), 2.0);
        await student.Thread.ToBottom.ClickAsync();
        await Expect(student.Thread.Stored(last)).ToBeInViewportAsync();
    }
}
