using System.Threading.Channels;

namespace Chat.Web.Files;

/// <summary>The pictures that came without a small one. When more wait than can be made, the oldest do without.</summary>
public sealed class ThumbnailOrders
{
    private readonly Channel<Guid> _waiting = Channel.CreateBounded<Guid>(new BoundedChannelOptions(200) { FullMode = BoundedChannelFullMode.DropOldest });

    public void Add(Guid id) => _waiting.Writer.TryWrite(id);

    public IAsyncEnumerable<Guid> AllAsync(CancellationToken cancellation) => _waiting.Reader.ReadAllAsync(cancellation);
}
