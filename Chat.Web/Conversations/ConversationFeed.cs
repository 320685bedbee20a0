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
        if (happened is MessageSent or MessageChanged)
        {
            foreach (var hear in listeners)
            {
                hear();
            }
        }

        await using var db = await database.CreateDbContextAsync(CancellationToken.None);
        var readers = await db.ReadersOf(conversationId, clock.GetUtcNow()).ToListAsync(CancellationToken.None);
        feed.Publish(happened, readers.Where(id => id != exceptUserId));
    }
}
