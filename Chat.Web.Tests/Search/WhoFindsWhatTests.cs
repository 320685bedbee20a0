using Chat.Web.Access;
using Chat.Web.Outcomes;
using Chat.Web.Search;
using Chat.Web.Tests.Access;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Search;

/// <summary>Whoever may read a thing finds it. To everybody else it was never said.</summary>
public class WhoFindsWhatTests(PeopleOfUnusualReach people) : IClassFixture<PeopleOfUnusualReach>
{
    private SchoolHouse School => people.School;

    [Fact]
    public async Task For_the_whole_cast_and_each_conversation_only_its_readers_find_its_word()
    {
        await using var db = School.OpenDb();
        var conversations = await db.Conversations.AsNoTracking().Include(c => c.Participants).OrderBy(c => c.Id).ToListAsync(Stop);
        foreach (var conversation in conversations)
        {
            await School.WriteAsync(said =>
            {
                var open = said.Conversations.Single(c => c.Id == conversation.Id);
                said.Messages.Add(new()
                {
                    ConversationId = open.Id,
                    Seq = ++open.LastSeq,
                    SenderId = conversation.Participants[0].UserId,
                    ClientMessageId = Guid.NewGuid(),
                    Text = $"Слово: {WordOf(open.Id)}.",
                    SentAt = DateTimeOffset.UtcNow,
                });
            });
        }

        var last = conversations[^1];
        var reader = School.Cast.First(a => last.Participants.Exists(p => p.UserId == a.Id));
        await UntilAsync(async () => (await FindAsync(reader, WordOf(last.Id))).Count == 1);

        var now = DateTimeOffset.UtcNow;
        foreach (var actor in School.Cast)
        {
            foreach (var conversation in conversations)
            {
                var reads = await db.ConversationsReachedBy(actor, now).AnyAsync(c => c.Id == conversation.Id, Stop);
                var word = WordOf(conversation.Id);

                List<int> expected = reads ? [conversation.Id] : [];
                Assert.Equal(expected, await FindAsync(actor, word));
                Assert.Equal(expected, await FindAsync(actor, "слово " + word[..^2]));

                var inside = await School.The<SearchService>().SearchAsync(actor, new SearchQuery(word, conversation.Id), Stop);
                Assert.Equal(reads ? null : Refusal.NotFound, inside.Refusal);
                Assert.Equal(reads ? 1 : null, inside.Value?.Total);
            }
        }

        Assert.True(conversations.Count > 6, "There must be something to look for.");
        foreach (var conversation in conversations)
        {
            Assert.Contains(School.Cast, a => !db.ConversationsReachedBy(a, now).Any(c => c.Id == conversation.Id));
        }
    }

    [Fact]
    public async Task A_conversation_one_cannot_read_and_one_that_is_not_there_answer_alike_whatever_is_asked()
    {
        foreach (var text in new[] { "слово", "", "x", new string('x', 1_000) })
        {
            var closed = await School.The<SearchService>().SearchAsync(School.Dmitry, new SearchQuery(text, School.Maths), Stop);
            var missing = await School.The<SearchService>().SearchAsync(School.Dmitry, new SearchQuery(text, int.MaxValue), Stop);

            closed.RefusedAs(Refusal.NotFound);
            Assert.Equal(missing, closed);
        }
    }

    [Fact]
    public async Task What_is_not_reached_does_not_even_shorten_a_page()
    {
        for (var i = 0; i < SearchService.PageSize + 2; i++)
        {
            (await School.SayAsync(School.TestTeacher, School.Maths, "катализатор реакции")).Granted();
        }

        (await School.SayAsync(School.Anna, School.AnnasTutoring, "катализатор в тетради")).Granted();
        await UntilAsync(async () => (await FindAsync(School.Maria, "катализатор")).Count == 1);

        var found = (await School.The<SearchService>().SearchAsync(School.Maria, new SearchQuery("катализаторы"), Stop)).Granted();
        Assert.Null(found.More);
        Assert.Equal(SearchService.PageSize, (await FindAsync(School.TestTeacher, "катализаторы")).Count);
    }

    private static string WordOf(int conversation) => $"тайна{conversation}тайна";

    private async Task<List<int>> FindAsync(Actor actor, string text) =>
        [.. (await School.The<SearchService>().SearchAsync(actor, new SearchQuery(text), Stop)).Granted().Items.Select(f => f.ConversationId)];
}
