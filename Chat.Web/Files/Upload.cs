using System.Security.Cryptography;
using Chat.Web.Data;
using Chat.Web.Outcomes;

namespace Chat.Web.Files;

/// <summary>One file on its way in, with the small picture that may come beside it. Whatever was not kept in the end is gone with it.</summary>
public sealed class Upload(FileStore store, UploadOptions limits, int ownerId) : IAsyncDisposable
{
    public const int MaxThumbnailBytes = 256 * 1024;
    public const int MaxThumbnailSide = 640;

    private readonly MemoryStream _thumbnail = new();
    private UnfinishedFile? _raw;

    public Guid Id { get; } = Guid.NewGuid();

    public int OwnerId => ownerId;

    /// <summary>As it came, but for the way to it.</summary>
    public string Name { get; private set; } = "";

    public bool HasFile => _raw is not null;

    internal UnfinishedFile? Raw => _raw;

    internal MemoryStream Thumbnail => _thumbnail;

    /// <summary>Takes the file in as it comes, and no more of it than is allowed.</summary>
    public async Task<Refusal?> TakeAsync(string? name, Stream content, CancellationToken cancellation)
    {
        var called = FileName.Check(name);
        if (called.Refusal is { } unreadable)
        {
            return unreadable;
        }

        try
        {
            (Name, _raw) = (called.Value!, store.Begin(Id));
        }
        catch (IOException failure)
        {
            return WhyNotKept(failure);
        }

        return await CopyAsync(content, _raw.Stream, limits.MaxBytes, UploadRefusals.TooLarge.With(Megabytes(limits.MaxBytes)), cancellation);
    }

    public Task<Refusal?> TakeThumbnailAsync(Stream content, CancellationToken cancellation) =>
        CopyAsync(content, _thumbnail, MaxThumbnailBytes, UploadRefusals.ThumbnailUnfit, cancellation);

    public async ValueTask DisposeAsync()
    {
        await _thumbnail.DisposeAsync();
        if (_raw is not null)
        {
            await _raw.DisposeAsync();
        }
    }

    internal static async Task<string> HashAsync(Stream file, CancellationToken cancellation)
    {
        file.Position = 0;
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
    }

    internal static string Megabytes(long bytes) => Math.Round(bytes / 1024.0 / 1024.0, 1).ToString(System.Globalization.CultureInfo.CurrentCulture);

    /// <summary>Counted while it comes: what was said of its length is not believed.</summary>
    private static async Task<Refusal?> CopyAsync(Stream content, Stream to, long most, Refusal tooLarge, CancellationToken cancellation)
    {
        var some = new byte[1 << 16];
        var total = 0L;
        while (await content.ReadAsync(some, cancellation) is > 0 and var read)
        {
            total += read;
            if (total > most)
            {
                return tooLarge;
            }

            try
            {
                await to.WriteAsync(some.AsMemory(0, read), cancellation);
            }
            catch (IOException failure)
            {
                return WhyNotKept(failure);
            }
        }

        return null;
    }

    /// <summary>A full disk is told to whoever uploads; any other fault of it is ours, and not to be taken for one of what came over the line.</summary>
    private static Refusal WhyNotKept(IOException failure) =>
        FileStore.IsFull(failure) ? UploadRefusals.StorageFull : throw new StorageUnavailableException("The disk does not take a file.", failure);
}
