using System.Text.Json;
using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Outcomes;
using Chat.Web.Tests.Search;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Api;

/// <summary>Whoever clears a thread for themselves finds none of its words by any door; the other side keeps all of them.</summary>
public class ClearingTests(SearchingSchool searching) : IClassFixture<SearchingSchool>
{
    private SchoolHouse School => searching.School;

    [Fact]
    public async Task None_of_the_old_words_is_found_by_any_door_and_all_of_them_by_the_other_side()
    {
        var (me, other) = (School.TestTeacher, School.TestStudent);
        var thread = await ThreadAsync("Elephants", "Giraffes @Test Teacher");
        (await School.Moderation.PinAsync(me, thread, 1, isPinned: true, cancellation: Stop)).Granted();
        Assert.NotEmpty(await WordsAsync(me, thread));

        await ClearAsync(me, thread);

        Assert.Empty(await WordsAsync(me, thread));
        Assert.Superset(new HashSet<string> { "Elephants", "Giraffes @Test Teacher" }, (await WordsAsync(other, thread)).ToHashSet());
        Assert.Equal(2, (await School.Reader.BeforeAsync(other, thread, cancellation: Stop)).Granted().Count);
        var view = (await School.Conversations.FindAsync(me, thread, Stop)).Granted();
        Assert.Equal((null, 0), (view.LastText, view.Unread));
    }

    [Fact]
    public async Task A_program_finds_the_words_a_person_finds_and_a_stranger_none_of_them()
    {
        await searching.SayAsync(School.Ivan, School.AnnasPhysics, "Xylophones");
        foreach (var reader in new[] { School.Anna, School.Ivan, School.Elena, School.Admin })
        {
            var found = await FindAsync(reader, School.AnnasPhysics, "xylophones");
            Assert.Equal("Xylophones", Assert.Single(found.Is(200)["results"].EnumerateArray()).GetProperty("content").GetString());
            Assert.Equal(1, found["count"].GetInt32());
        }

        foreach (var words in new[] { "xylophones", "xylo*", "\"xylophones\"", "xylophones OR a", "NEAR(xylophones a)", "-a xylophones", "%", "_", "[", "'; --" })
        {
            var refused = (await FindAsync(School.Dmitry, School.AnnasPhysics, words)).Is(404, "not_found");
            Assert.Equal((await FindAsync(School.Dmitry, 999_999, words)).Body, refused.Body);
            Assert.Equal(0, (await FindAsync(School.Dmitry, School.DmitrysPhysics, words)).Is(200)["count"].GetInt32());
        }

        (await FindAsync(School.Anna, School.AnnasPhysics, new string('x', 201))).Is(400, "search_too_long");
        (await FindAsync(School.Anna, School.AnnasPhysics, "\u0000")).Is(400, "search_unreadable");
    }

    [Fact]
    public async Task It_is_gone_from_every_list_until_something_new_is_said()
    {
        var (me, other) = (School.Ivan, School.Maria);
        var thread = await ThreadAsync("Zebras", "Camels @Иван Петров", me, other);
        Assert.Contains(thread, await ListedAsync(Shown.All));
        Assert.Contains(thread, await ListedAsync(Shown.Mentions));
        await ClearAsync(me, thread);

        foreach (var shown in Enum.GetValues<Shown>())
        {
            Assert.DoesNotContain(thread, await ListedAsync(shown));
        }

        await searching.SayAsync(other, thread, "Ostriches");
        Assert.Contains(thread, await ListedAsync(Shown.All));
        Assert.Contains(thread, await ListedAsync(Shown.Unread));
        Assert.DoesNotContain(thread, await ListedAsync(Shown.Mentions));
        Assert.Equal(["Ostriches"], (await School.Reader.BeforeAsync(me, thread, cancellation: Stop)).Granted().Select(m => m.Text));
        Assert.Equal(1, await School.Reader.CountUnreadAsync(me, Stop));
        Assert.NotEmpty(await searching.FindAsync(me, "ostriches"));
        Assert.Empty(await searching.FindAsync(me, "zebras"));

        async Task<IEnumerable<int>> ListedAsync(Shown shown) => (await School.Conversations.ListAsync(me, shown: shown, cancellation: Stop)).Select(c => c.Id);
    }

    [Fact]
    public async Task What_was_cleared_is_not_changed_reacted_to_or_looked_up_by_its_number()
    {
        var (me, other) = (School.Maria, School.Admin);
        var thread = await ThreadAsync("Hippos", "Rhinos", me, other);
        var mine = (await School.SayAsync(me, thread, "Lions")).Granted();
        await ClearAsync(me, thread);

        (await School.Messages.LocateAsync(me, mine.Id, Stop)).RefusedAs(Refusal.NotFound);
        (await School.Revisions.HistoryAsync(me, thread, mine.Seq, Stop)).RefusedAs(Refusal.NotFound);
        (await School.Revisions.EditAsync(me, thread, mine.Seq, "Tigers", Stop)).RefusedAs(Refusal.NotFound);
        (await School.Revisions.RemoveAsync(me, thread, mine.Seq, cancellation: Stop)).RefusedAs(Refusal.NotFound);
        (await School.Reactions.ToggleAsync(me, thread, mine.Seq, "👍", Stop)).RefusedAs(Refusal.NotFound);
        (await School.Moderation.PinAsync(me, thread, mine.Seq, isPinned: true, cancellation: Stop)).RefusedAs(Refusal.NotFound);
        (await School.Messages.SendAsync(me, thread, new Draft("As I said", Guid.NewGuid(), mine.Seq), Stop)).RefusedAs(ConversationRefusals.ReplyToNothing);
        (await School.Listing.MarkUnreadAsync(me, thread, cancellation: Stop)).RefusedAs(ConversationRefusals.NothingToRead);
        Assert.Empty((await School.Reader.PinnedAsync(other, thread, Stop)).Granted());
        Assert.Equal("Lions", (await School.Reader.BeforeAsync(other, thread, cancellation: Stop)).Granted()[^1].Text);
    }

    /// <summary>Whoever is answered may have cleared what the answer goes back to: they hear the answer, and nothing of that.</summary>
    [Fact]
    public async Task What_was_cleared_is_quoted_to_the_others_alone()
    {
        var (me, other) = (School.TestTutor, School.Admin);
        var thread = await ThreadAsync("Wolves", "Foxes", me, other);
        await ClearAsync(me, thread);
        using var mine = School.Feed.Open(me.Id);
        using var theirs = School.Feed.Open(other.Id);

        var answer = (await School.Messages.SendAsync(other, thread, new Draft("Who said that?", Guid.NewGuid(), ReplyToSeq: 1), Stop)).Granted();
        Assert.Equal("Wolves", answer.Quote!.Text);
        Assert.Equal("Wolves", Assert.Single(theirs.HeardSoFar<MessageSent>()).Message.Quote!.Text);
        AssertNothingQuoted(Assert.Single(mine.HeardSoFar<MessageSent>()).Message);

        AssertNothingQuoted((await School.Reactions.ToggleAsync(me, thread, answer.Seq, "👍", Stop)).Granted());
        AssertNothingQuoted(Assert.Single(mine.HeardSoFar<MessageChanged>()).Message);
        AssertNothingQuoted((await School.Revisions.RemoveAsync(me, thread, answer.Seq, "Look", Stop)).Granted());
        AssertNothingQuoted(Assert.Single((await School.Reader.BeforeAsync(me, thread, cancellation: Stop)).Granted()));
        AssertNothingQuoted(Assert.Single((await School.Pages.MessagesAsync(me, thread, new MessageQuery(new PageQuery(0, 50)), Stop)).Granted().Items));
        var forPrograms = await (await School.CallAsAsync(me)).GetAsync($"/api/chat/forum/{thread}/messages/");
        Assert.Equal(JsonValueKind.Null, Assert.Single(forPrograms.Is(200)["results"].EnumerateArray()).GetProperty("reply_to").ValueKind);
        Assert.Equal("Wolves", (await School.Reader.BeforeAsync(other, thread, cancellation: Stop)).Granted()[^1].Quote!.Text);

        // What is said since is quoted to both.
        var since = (await School.Messages.SendAsync(other, thread, new Draft("And that?", Guid.NewGuid(), answer.Seq), Stop)).Granted();
        Assert.Equal(answer.Seq, Assert.Single(mine.HeardSoFar<MessageSent>()).Message.Quote!.Seq);
        Assert.Equal(since.Id, (await School.Reader.BeforeAsync(me, thread, cancellation: Stop)).Granted()[^1].Id);

        static void AssertNothingQuoted(MessageView message) => Assert.Equal((null, null), (message.Quote, message.ReplyToId));
    }

    [Fact]
    public async Task What_becomes_of_cleared_words_is_heard_by_the_others_alone()
    {
        var (me, other) = (School.TestParent, School.TestTeacher);
        var thread = (await School.Conversations.StartAsync(me, other.Id, School.TestStudent.Id, Stop)).Granted().ConversationId;
        var said = (await School.SayAsync(other, thread, "Bears")).Granted();
        await ClearAsync(me, thread);
        using var mine = School.Feed.Open(me.Id);
        using var theirs = School.Feed.Open(other.Id);

        (await School.Revisions.EditAsync(other, thread, said.Seq, "Big bears", Stop)).Granted();
        (await School.Reactions.ToggleAsync(other, thread, said.Seq, "👍", Stop)).Granted();
        (await School.Moderation.PinAsync(other, thread, said.Seq, isPinned: true, cancellation: Stop)).Granted();

        Assert.Equal(3, theirs.HeardSoFar<MessageChanged>().Count);
        Assert.Empty(mine.HeardSoFar<MessageEvent>());
        Assert.Empty((await School.Reader.PinnedAsync(me, thread, Stop)).Granted());
        await searching.SayAsync(other, thread, "Badgers");
        Assert.Single(mine.HeardSoFar<MessageSent>());
    }

    [Fact]
    public async Task A_pointer_does_not_go_back_when_two_clear_and_read_at_once()
    {
        var (me, other) = (School.Ivan, School.Admin);
        var thread = await ThreadAsync("One", "Two", me, other);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            var said = (await School.SayAsync(other, thread, $"Line {i}")).Granted();
            (await School.Messages.MarkReadAsync(me, thread, said.Seq, Stop)).Granted();
            await ClearAsync(me, thread);
        }));

        await ClearAsync(me, thread);
        Assert.Equal(0, await UnreadAsync());
        Assert.Empty((await School.Reader.BeforeAsync(me, thread, cancellation: Stop)).Granted());

        async Task<int> UnreadAsync() => (await School.Conversations.FindAsync(me, thread, Stop)).Granted().Unread;
    }

    private async Task<int> ThreadAsync(string mine, string others, Actor? me = null, Actor? other = null)
    {
        var (one, two) = (me ?? School.TestTeacher, other ?? School.TestStudent);
        var thread = (await School.Conversations.StartAsync(one, two.Id, aboutStudentId: null, Stop)).Granted().ConversationId;
        await searching.SayAsync(one, thread, mine);
        await searching.SayAsync(two, thread, others);
        return thread;
    }

    private async Task ClearAsync(Actor actor, int thread) => (await School.Listing.ClearAsync(actor, thread, Stop)).Granted();

    /// <summary>Every word of the thread that this person comes by, whatever way they look.</summary>
    private async Task<List<string>> WordsAsync(Actor actor, int thread)
    {
        var (reader, words) = (School.Reader, new List<string>());
        words.AddRange((await reader.BeforeAsync(actor, thread, cancellation: Stop)).Granted().Select(m => m.Text));
        words.AddRange((await reader.BeforeAsync(actor, thread, 3, Stop)).Granted().Select(m => m.Text));
        words.AddRange((await reader.AfterAsync(actor, thread, 0, Stop)).Granted().Select(m => m.Text));
        words.AddRange((await reader.AroundAsync(actor, thread, 1, Stop)).Granted().Select(m => m.Text));
        words.AddRange((await reader.FromAsync(actor, thread, 1, 10, Stop)).Granted().Select(m => m.Text));
        words.AddRange((await reader.PinnedAsync(actor, thread, Stop)).Granted().Select(m => m.Text));
        words.AddRange((await School.Pages.MessagesAsync(actor, thread, new MessageQuery(new PageQuery(0, 50)), Stop)).Granted().Items.Select(m => m.Text));
        words.AddRange((await School.Pages.MessagesAsync(actor, thread, new MessageQuery(new PageQuery(0, 50), SenderId: actor.Id), Stop)).Granted().Items.Select(m => m.Text));
        words.AddRange((await School.Conversations.ListAsync(actor, cancellation: Stop)).Where(c => c.Id == thread).Select(c => c.LastText ?? ""));
        foreach (var word in new[] { "elephants", "giraffes" })
        {
            words.AddRange((await searching.AskAsync(actor, word)).Granted().Items.Select(f => $"{f.MessageId}"));
            words.AddRange((await searching.AskAsync(actor, word, thread)).Granted().Items.Select(f => $"{f.MessageId}"));
        }

        foreach (var word in new[] { "elephants", "giraffes" })
        {
            words.AddRange((await FindAsync(actor, thread, word)).Is(200)["results"].EnumerateArray().Select(m => m.GetProperty("content").GetString()!));
        }

        return words;
    }

    private async Task<Answer> FindAsync(Actor actor, int conversation, string words) =>
        await (await School.CallAsAsync(actor)).GetAsync($"/api/chat/forum/{conversation}/messages/?search={Uri.EscapeDataString(words)}");
}
