using System.Text;
using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Data;

namespace Chat.Web.Search;

/// <summary>What this room asks of the index.</summary>
internal static class SearchQueries
{
    /// <summary>
    /// The messages that seem to say what is wanted, in conversations that are reached: from each of those into its own part
    /// of the index, by the word that says most. Whether they do say it, their text will tell.
    /// </summary>
    /// <param name="reached">The conversations the asking person may read, and no others.</param>
    public static IQueryable<Message> MessagesWith(this ChatDbContext db, Actor actor, IQueryable<Conversation> reached, Wanted wanted)
    {
        // "Its conversation is among …": asked as a join, SQLite would rather walk through the whole index.
        var within = db.SearchTerms.Where(t => reached.Select(c => c.Id).Contains(t.ConversationId));
        foreach (var word in wanted.Asked.Skip(1))
        {
            var (whole, begun) = (Whole(db.SearchTerms, word), Begun(db.SearchTerms, word));
            within = word.MayGoOn
                ? within.Where(t => whole.Any(o => o.ConversationId == t.ConversationId && o.MessageId == t.MessageId)
                    || begun.Any(o => o.ConversationId == t.ConversationId && o.MessageId == t.MessageId))
                : within.Where(t => whole.Any(o => o.ConversationId == t.ConversationId && o.MessageId == t.MessageId));
        }

        var first = wanted.Asked[0];
        var places = Whole(within, first).Select(t => t.MessageId);
        places = first.MayGoOn ? places.Concat(Begun(within, first).Select(t => t.MessageId)) : places;
        return db.Messages.Where(m => m.RemovedAt == null && places.Contains(m.Id)
            && !db.Participants.Any(p => p.UserId == actor.Id && p.ConversationId == m.ConversationId && p.ClearedSeq >= m.Seq));
    }

    // A word that is whole and one that is begun are asked for apart: each is one stretch of the index, both together are not.
    private static IQueryable<SearchTerm> Whole(IQueryable<SearchTerm> terms, WantedWord word)
    {
        var keys = word.Keys;
        return terms.Where(t => keys.Contains(t.Term));
    }

    private static IQueryable<SearchTerm> Begun(IQueryable<SearchTerm> terms, WantedWord word)
    {
        var (from, to) = (word.Form, Following(word.Form));
        return terms.Where(t => t.Term.CompareTo(from) >= 0 && t.Term.CompareTo(to) < 0);
    }

    /// <summary>The first text after all that begin like this one.</summary>
    private static string Following(string beginning)
    {
        Rune.DecodeLastFromUtf16(beginning, out var last, out var length);
        var next = last.Value == 0xD7FF ? 0xE000 : last.Value + 1;
        return beginning[..^length] + new Rune(next);
    }
}
