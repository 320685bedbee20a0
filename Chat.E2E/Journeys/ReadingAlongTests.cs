using Chat.Web.Conversations;
using Microsoft.EntityFrameworkCore;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>A parent sees what is said to their child, as it is said, and cannot say anything there.</summary>
public sealed class ReadingAlongTests(Stage stage) : Journey(stage)
{
    [Fact]
    public async Task A_parent_reads_along_live_and_has_nothing_to_write_with()
    {
        var (parent, tutor) = (await ArriveAsync(Elena), await ArriveAsync(Maria));
        await Expect(parent.Chats.ReadOnlyMark(AnnasTutoring)).ToHaveCountAsync(1);
        await parent.Chats.OpenAsync(AnnasTutoring);
        await tutor.Chats.OpenAsync(AnnasTutoring);
        var advice = Unheard("Повторите параметры.");

        await tutor.Thread.SendAsync(advice);

        await parent.Thread.ShowsOnceAsync(advice);
        await Expect(parent.Thread.ReadOnlyMark).ToBeVisibleAsync();
        await Expect(parent.Thread.Notice).ToHaveTextAsync(parent.Word<ConversationTexts>("ReadOnlyGuardian"));
        await Expect(parent.Thread.Field).ToHaveCountAsync(0);
        await Expect(tutor.Thread.Field).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task What_a_parent_forges_past_the_missing_composer_is_refused_and_not_stored()
    {
        var (parent, child) = (await VisitorAsync(), await VisitorAsync());
        var (parentsForger, childsForger) = (await Forger.TakeApartAsync(parent), await Forger.TakeApartAsync(child));
        await parent.SignInAsync(Elena);
        await child.SignInAsync(Anna);
        await parent.Chats.OpenAsync(AnnasTutoring);
        await child.Chats.OpenAsync(AnnasTutoring);
        var (forbidden, allowed) = (Unheard("Это не я писала"), Unheard("А это я"));

        Assert.Equal(ConversationRefusals.ReadOnly.Code, await parentsForger.SendAsync(forbidden));
        Assert.Null(await childsForger.SendAsync(allowed));

        await parent.Thread.ShowsOnceAsync(allowed);
        await Expect(parent.Thread.Stored(forbidden)).ToHaveCountAsync(0);
        await using var db = Site.OpenDb();
        Assert.Equal([allowed], await db.Messages.Where(m => m.Text == forbidden || m.Text == allowed).Select(m => m.Text).ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Nobody_sees_a_parent_typing()
    {
        var (parent, tutor, child) = (await VisitorAsync(), await VisitorAsync(), await ArriveAsync(Anna));
        var (parentsForger, tutorsForger) = (await Forger.TakeApartAsync(parent), await Forger.TakeApartAsync(tutor));
        await parent.SignInAsync(Elena);
        await tutor.SignInAsync(Maria);
        foreach (var person in new[] { parent, tutor, child })
        {
            await person.Chats.OpenAsync(AnnasTutoring);
        }

        await child.Thread.ReadyAsync();
        await parentsForger.TypeAsync();
        await tutorsForger.TypeAsync();

        await Expect(child.Thread.Typing).ToHaveTextAsync(child.Word<ConversationTexts>("Typing.one", Maria.FullName));
    }
}
