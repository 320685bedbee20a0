using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Conversations;

/// <summary>Each keeps a list in their own way, and nobody else's changes by it.</summary>
public class ArrangingTheListTests(SchoolHouse school) : IClassFixture<SchoolHouse>
{
    [Fact]
    public async Task What_is_pinned_stands_on_top_of_ones_own_list_alone()
    {
        await school.SayAsync(school.Anna, school.AnnasPhysics);
        (await school.Listing.PinAsync(school.Anna, school.AnnasTutoring, isPinned: true, Stop)).Granted();

        Assert.Equal(school.AnnasTutoring, (await ListAsync(school.Anna))[0].Id);
        Assert.True((await ListAsync(school.Anna))[0].IsPinned);
        Assert.DoesNotContain(await ListAsync(school.Maria), c => c.IsPinned);

        (await school.Listing.PinAsync(school.Anna, school.AnnasTutoring, isPinned: false, Stop)).Granted();
        Assert.Equal(school.AnnasPhysics, (await ListAsync(school.Anna))[0].Id);
    }

    [Fact]
    public async Task What_is_put_away_is_out_of_the_list_until_something_is_said()
    {
        (await school.Listing.PutAwayAsync(school.TestStudent, school.Tutoring, isPutAway: true, Stop)).Granted();

        Assert.DoesNotContain(await ListAsync(school.TestStudent), c => c.Id == school.Tutoring);
        Assert.Contains(await ListAsync(school.TestStudent, Shown.PutAway), c => c.Id == school.Tutoring);
        Assert.Contains(await ListAsync(school.TestTutor), c => c.Id == school.Tutoring);

        await school.SayAsync(school.TestTutor, school.Tutoring);
        Assert.Contains(await ListAsync(school.TestStudent), c => c.Id == school.Tutoring);
        Assert.DoesNotContain(await ListAsync(school.TestStudent, Shown.PutAway), c => c.Id == school.Tutoring);
    }

    [Fact]
    public async Task Marked_unread_it_is_unread_from_there_for_oneself_only()
    {
        var first = (await school.SayAsync(school.TestTeacher, school.Maths, "One")).Granted();
        await school.SayAsync(school.TestTeacher, school.Maths, "Two");
        await school.Messages.MarkReadAsync(school.TestStudent, school.Maths, int.MaxValue, Stop);
        using var otherTab = school.Feed.Open(school.TestStudent.Id);
        using var teacher = school.Feed.Open(school.TestTeacher.Id);

        (await school.Listing.MarkUnreadAsync(school.TestStudent, school.Maths, cancellation: Stop)).Granted();
        Assert.Equal(1, await UnreadAsync());
        (await school.Listing.MarkUnreadAsync(school.TestStudent, school.Maths, first.Seq, Stop)).Granted();
        Assert.Equal(2, await UnreadAsync());

        Assert.Contains(await ListAsync(school.TestStudent, Shown.Unread), c => c.Id == school.Maths);
        Assert.Equal(2, otherTab.HeardSoFar<ReadMoved>().Count);
        Assert.Empty(teacher.HeardSoFar<ReadMoved>());

        async Task<int> UnreadAsync() => (await ListAsync(school.TestStudent)).Single(c => c.Id == school.Maths).Unread;
    }

    [Fact]
    public async Task Whoever_only_reads_along_has_nothing_to_arrange()
    {
        (await school.Listing.PinAsync(school.TestParent, school.Maths, isPinned: true, Stop)).RefusedAs(ConversationRefusals.ReadOnly);
        (await school.Listing.PutAwayAsync(school.Admin, school.Maths, isPutAway: true, Stop)).RefusedAs(ConversationRefusals.ReadOnly);
        (await school.Listing.MarkUnreadAsync(school.TestParent, school.Maths, cancellation: Stop)).RefusedAs(ConversationRefusals.ReadOnly);
        (await school.Listing.QuietAsync(school.Ivan, school.Maths, isQuiet: true, Stop)).RefusedAs(Chat.Web.Outcomes.Refusal.NotFound);
    }

    [Fact]
    public async Task Only_who_can_read_it_is_mentioned_and_finds_it_among_mentions()
    {
        var said = (await school.SayAsync(school.TestStudent, school.Maths, "@Test Teacher and @test parent, not @Иван Петров")).Granted();

        Assert.Equal(["Test Parent", "Test Teacher"], said.Mentions.Select(p => p.FullName).Order(StringComparer.Ordinal));
        Assert.Contains(await ListAsync(school.TestTeacher, Shown.Mentions), c => c.Id == school.Maths);
        Assert.Contains(await ListAsync(school.TestParent, Shown.Mentions), c => c.Id == school.Maths);
        Assert.Empty(await ListAsync(school.Ivan, Shown.Mentions));

        (await school.Revisions.EditAsync(school.TestStudent, school.Maths, said.Seq, "@Test Parent alone", Stop)).Granted();
        Assert.Empty(await ListAsync(school.TestTeacher, Shown.Mentions));
        (await school.Revisions.RemoveAsync(school.TestStudent, school.Maths, said.Seq, cancellation: Stop)).Granted();
        Assert.Empty(await ListAsync(school.TestParent, Shown.Mentions));
    }

    [Fact]
    public async Task A_reaction_is_given_and_taken_by_the_same_sign_and_only_by_a_sign_there_is()
    {
        var said = (await school.SayAsync(school.TestStudent, school.Maths, "Done!")).Granted();
        using var parent = school.Feed.Open(school.TestParent.Id);

        await school.Reactions.ToggleAsync(school.TestTeacher, school.Maths, said.Seq, "🎉", Stop);
        var both = (await school.Reactions.ToggleAsync(school.TestStudent, school.Maths, said.Seq, "🎉", Stop)).Granted();
        Assert.Equal(["Test Teacher", "Test Student"], Assert.Single(both.Reactions).People.Select(p => p.FullName));
        var one = (await school.Reactions.ToggleAsync(school.TestTeacher, school.Maths, said.Seq, "🎉", Stop)).Granted();
        Assert.Equal(["Test Student"], Assert.Single(one.Reactions).People.Select(p => p.FullName));

        Assert.Equal(3, parent.HeardSoFar<MessageChanged>().Count);
        (await school.Reactions.ToggleAsync(school.TestTeacher, school.Maths, said.Seq, "<b>", Stop)).RefusedAs(ConversationRefusals.SignUnknown);
        (await school.Reactions.ToggleAsync(school.TestParent, school.Maths, said.Seq, "🎉", Stop)).RefusedAs(ConversationRefusals.ReadOnly);
    }

    private async Task<IReadOnlyList<ConversationView>> ListAsync(Actor actor, Shown shown = Shown.All) =>
        await school.Conversations.ListAsync(actor, shown: shown, cancellation: Stop);
}
