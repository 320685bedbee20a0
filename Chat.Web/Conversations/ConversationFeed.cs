using Chat.Web.Access;
using Chat.Web.Data;
using Chat.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Conversations;

/// <summary>
/// For rooms that keep something which follows from what is said: a message came, or says something else. They are told
/// after it is stored, and are not waited for.
/// </summary>
public delegate void WordsChanged();

/// <summary>Tells everyone who may read a conversation of what happened in it. Who that is is asked anew each time.</summary>
public sealed class ConversationFeed(IDbContextFactory<ChatDbContext> database, Feed feed, NewestMessages newest, IEnumerable<WordsChanged> listeners, TimeProvider clock)
{
    /// <remarks>What has happened is stored already: the caller may go away, the readers still hear.</remarks>
    public async Task TellAsync(int conversationId, ChatEvent happened, int? exceptUserId = null)
    {
        newest.Hear(conversationId, happened);
        if (happened is MessageEvent)
        {
            foreach (var hear in listeners)
            {
                hear();
            }
        }

        await using var db = await database.CreateDbContextAsync(CancellationToken.None);
        var readers = await db.ReadersOf(conversationId, clock.GetUtcNow()).ToListAsync(CancellationToken.None);
        readers.RemoveAll(id => id == exceptUserId);
        if (happened is MessageEvent { Message: var message } of && (of is MessageChanged || message.Quote is not null))
        {
            readers = await TellClearersAsync(db, of, readers);
        }

        feed.Publish(happened, readers);
    }

    /// <summary>Whoever has cleared what an event goes back to hears what is left of it, or nothing. A plain new message goes back to nothing: it costs no question.</summary>
    /// <returns>Everybody else, who hears it as it is.</returns>
    private async Task<List<int>> TellClearersAsync(ChatDbContext db, MessageEvent happened, List<int> readers)
    {
        var message = happened.Message;
        var oldest = Math.Min(message.Seq, message.Quote?.Seq ?? message.Seq);
        var clearers = await db.Participants.Where(p => p.ConversationId == message.ConversationId && p.ClearedSeq >= oldest && p.Role == p.User.Role)
            .ToDictionaryAsync(p => p.UserId, p => p.ClearedSeq, CancellationToken.None);
        foreach (var (userId, cleared) in clearers)
        {
            if (message.Since(cleared) is { } left && readers.Contains(userId))
            {
                feed.Publish(happened with { Message = left }, userId);
            }
        }

        return readers.FindAll(id => !clearers.ContainsKey(id));
    }
}
