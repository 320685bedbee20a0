using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Conversations;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Search;

/// <summary>
/// Finds what was said in whatever a person may read. The index only proposes: each message is found by what it says now,
/// so that neither a removed word nor one that was changed a moment ago is ever shown or counted.
/// </summary>
public sealed class SearchService(IDbContextFactory<ChatDbContext> database, ConversationService conversations, WriteLane lane, AuditLog audit, TimeProvider clock)
{
    public const int PageSize = 20;

    /// <summary>Beyond this, how many more there are makes no difference to anyone.</summary>
    public const int MostCounted = 500;

    private const int ReadAtOnce = 100;
    private const int MostRead = 1_000;

    public async Task<Outcome<Findings>> SearchAsync(Actor actor, SearchQuery query, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var reached = db.ConversationsReachedBy(actor, clock.GetUtcNow());
        if (query.ConversationId is { } id)
        {
            reached = reached.Where(c => c.Id == id);
            if (!await reached.AnyAsync(cancellation))
            {
                return Refusal.NotFound;
            }
        }

        var read = Wanted.Read(query.Text);
        if (read.Value is not { } wanted)
        {
            return read.Refusal!;
        }

        if (!wanted.IsEnough)
        {
            return Findings.TooShort;
        }

        if (!query.IsDeliberate && await IsOversightAsync(actor, query, cancellation))
        {
            return Findings.Waiting;
        }

        var harvest = await GatherAsync(db.MessagesWith(actor, reached, wanted), wanted, query, cancellation);
        return await ShowAsync(actor, query, harvest, cancellation);
    }

    /// <summary>The numbers of the messages of one conversation in which it is found, as far as they are counted.</summary>
    public async Task<Outcome<IReadOnlyList<int>>> FindPlacesAsync(Actor actor, int conversationId, string text, CancellationToken cancellation = default)
    {
        var found = await SearchAsync(actor, new SearchQuery(text, conversationId), cancellation);
        return found.Refusal is { } refusal ? refusal : Outcome.Of(found.Value!.Places);
    }

    /// <summary>Whether looking there would have to be answered for. Of somebody who may search by office, all their conversations are.</summary>
    private async Task<bool> IsOversightAsync(Actor actor, SearchQuery query, CancellationToken cancellation) =>
        actor.MayOversee() && (query.ConversationId is not { } id || (await conversations.FindAsync(actor, id, cancellation)).Value is not { Standing: not Standing.Overseer });

    private sealed record Hit(long Id, int ConversationId, int Seq, PersonView Sender, DateTimeOffset SentAt, string Text);

    /// <param name="Hits">The first ones, with their words that were meant: a page, and one more if there is more.</param>
    /// <param name="Places">The numbers of all that were counted.</param>
    /// <param name="Rest">Where nobody has looked yet; none if everything was looked through.</param>
    private sealed record Harvest(List<(Hit Message, List<Word> Words)> Hits, List<int> Places, long? Rest);

    /// <summary>Reads what the index proposes, the newest first, until there is enough of what is really meant.</summary>
    private static async Task<Harvest> GatherAsync(IQueryable<Message> proposed, Wanted wanted, SearchQuery query, CancellationToken cancellation)
    {
        var enough = IsCounted(query) ? MostCounted : PageSize + 1;
        var (hits, places, before) = (new List<(Hit, List<Word>)>(), new List<int>(), query.Before);
        for (var read = 0; read < MostRead && places.Count < enough; read += ReadAtOnce)
        {
            var messages = await proposed
                .Where(m => before == null || m.Id < before)
                .OrderByDescending(m => m.Id)
                .Take(ReadAtOnce)
                .Select(m => new Hit(m.Id, m.ConversationId, m.Seq, new PersonView(m.Sender.Id, m.Sender.FullName, m.Sender.Role), m.SentAt, m.Text))
                .ToListAsync(cancellation);
            foreach (var message in messages)
            {
                var words = Words.In(message.Text).ToList();
                if (!wanted.IsSaidBy(words))
                {
                    continue;
                }

                places.Add(message.Seq);
                if (places.Count <= PageSize + 1)
                {
                    hits.Add((message, words.FindAll(wanted.Means)));
                }
            }

            if (messages.Count < ReadAtOnce)
            {
                return new(hits, places, Rest: null);
            }

            before = messages[^1].Id;
        }

        return new(hits, places, before);
    }

    /// <summary>Gives the findings the names their conversations have for this viewer. Where some of that is oversight, it is written down before anything is shown.</summary>
    private async Task<Outcome<Findings>> ShowAsync(Actor actor, SearchQuery query, Harvest harvest, CancellationToken cancellation)
    {
        var page = harvest.Hits.Take(PageSize).ToList();
        var names = (await conversations.FindAllAsync(actor, page.Select(h => h.Message.ConversationId).ToHashSet(), cancellation)).ToDictionary(c => c.Id);
        if (page.Count > 0 && names.Count == 0)
        {
            // Reach ended in this very moment: what was counted is not to be known either.
            return Refusal.NotFound;
        }

        if (names.Values.Any(c => c.Standing is Standing.Overseer) && await WriteDownAsync(actor, query, cancellation) is { } refusal)
        {
            return refusal;
        }

        List<Finding> items =
        [
            .. page.Where(h => names.ContainsKey(h.Message.ConversationId)).Select(h => new Finding(
                h.Message.Id, h.Message.ConversationId, names[h.Message.ConversationId].Name, h.Message.Sender, h.Message.SentAt, h.Message.Seq, Snippet.Of(h.Message.Text, h.Words))),
        ];
        return new Findings(items, harvest.Hits.Count > PageSize ? page[^1].Message.Id : harvest.Rest)
        {
            Total = IsCounted(query) ? harvest.Places.Count : null,
            Places = IsCounted(query) ? harvest.Places : [],
            IsAtLeast = harvest.Rest is not null,
        };
    }

    private Task<Refusal?> WriteDownAsync(Actor actor, SearchQuery query, CancellationToken cancellation) =>
        audit.WriteDownAsync(lane, actor, "messages.searched", query.ConversationId is { } id ? $"conversation:{id}" : "conversations", cancellation);

    private static bool IsCounted(SearchQuery query) => query is { ConversationId: not null, Before: null };
}
