using Chat.Web.Data;
using Chat.Web.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Chat.Web.Conversations;

/// <summary>
/// The newest messages of the conversations that are in use, in memory: what a page opens with, and what programs ask for
/// most. Kept true by what is told of each conversation. Who may read them is not known here and is asked each time.
/// </summary>
public sealed class NewestMessages(IDbContextFactory<ChatDbContext> database) : IDisposable
{
    /// <summary>How many of each conversation.</summary>
    public const int Kept = 100;

    private const int MostConversations = 2_000;

    private readonly MemoryCache _places = new(new MemoryCacheOptions { SizeLimit = MostConversations });

    /// <summary>The newest messages, oldest first; all there are, where there are fewer than <see cref="Kept"/>.</summary>
    public async ValueTask<IReadOnlyList<MessageView>> OfAsync(int conversationId, CancellationToken cancellation)
    {
        var place = _places.GetOrCreate(conversationId, entry =>
        {
            entry.Size = 1;
            return new Place();
        })!;
        if (place.Messages is { } known)
        {
            return known;
        }

        // The place is there before anything is read: whatever is told from here on makes what is read now too old to keep.
        var version = place.Version;
        await using var db = await database.CreateDbContextAsync(cancellation);
        var read = await db.Messages.Where(m => m.ConversationId == conversationId).OrderByDescending(m => m.Seq).Take(Kept).ToViewsAsync(cancellation);
        read.Reverse();
        place.Keep([.. read], version);
        return read;
    }

    /// <summary>Follows what happens in a conversation. Done before anybody is answered, so that nobody misses what they did themselves.</summary>
    public void Hear(int conversationId, ChatEvent happened)
    {
        if (happened is MessageSent or MessageChanged && _places.TryGetValue(conversationId, out Place? place))
        {
            place!.FoldIn((happened as MessageSent)?.Message);
        }
    }

    /// <summary>Somebody is called something else now, or is somebody else; or what was said is no longer kept.</summary>
    public void Forget() => _places.Clear();

    public void Dispose() => _places.Dispose();

    private sealed class Place
    {
        private readonly Lock _turn = new();

        public MessageView[]? Messages { get; private set; }

        public int Version { get; private set; }

        public void Keep(MessageView[] read, int version)
        {
            lock (_turn)
            {
                if (Version == version)
                {
                    Messages = read;
                }
            }
        }

        /// <param name="sent">The message that was said; none where another changed, which may be quoted in any of them.</param>
        public void FoldIn(MessageView? sent)
        {
            lock (_turn)
            {
                Version++;
                var last = Messages is [.., { } newest] ? newest.Seq : 0;
                Messages = Messages is null || sent is null || sent.Seq > last + 1 ? null
                    : sent.Seq <= last ? Messages
                    : [.. Messages.AsSpan(Math.Max(0, Messages.Length + 1 - Kept)), sent];
            }
        }
    }
}
