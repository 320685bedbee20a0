using System.Globalization;
using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Data;
using Chat.Web.Limits;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Chat.Web.Files;

/// <summary>
/// Takes files in. One is looked into and made durable before anything speaks of it, so that a row without its file is
/// never seen; a file without a row may be left by a crash, and is swept up later.
/// </summary>
public sealed class UploadService(
    IDbContextFactory<ChatDbContext> database, WriteLane lane, FileStore store, FileInspector inspector, ThumbnailOrders thumbnails, RateLimits limits, IOptionsMonitor<UploadOptions> options, TimeProvider clock)
{
    /// <summary>A place for one more file of this person's, if they may have one.</summary>
    public async Task<Outcome<Upload>> BeginAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (limits.Take(Limit.UploadsByPerson, actor.Id.ToString(CultureInfo.InvariantCulture)) is { } tooOften)
        {
            return tooOften;
        }

        var allowed = options.CurrentValue;
        if (store.Free < allowed.LeastFreeBytes)
        {
            return UploadRefusals.StorageFull;
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        return await UsedByAsync(db, actor.Id, cancellation) >= allowed.QuotaBytes ? QuotaExceeded : new Upload(store, allowed, actor.Id);
    }

    /// <summary>Keeps what was taken in: it waits for its message from here on.</summary>
    public async Task<Outcome<AttachmentView>> KeepAsync(Upload upload, CancellationToken cancellation = default)
    {
        if (upload.Raw is not { Stream.Length: > 0 } raw)
        {
            return UploadRefusals.Empty;
        }

        try
        {
            await using var clean = store.Begin(upload.Id);
            var looked = await inspector.LookAsync(raw.Stream, clean.Stream, cancellation);
            if (looked.Value is not { } found)
            {
                return looked.Refusal!;
            }

            var thumbnail = await LookAtThumbnailAsync(upload, found, cancellation);
            return thumbnail.Refusal is { } unfit ? unfit : await StoreAsync(upload, found, found.Picture is null ? raw : clean, thumbnail.Value, cancellation);
        }
        catch (IOException full) when (FileStore.IsFull(full))
        {
            store.Remove(upload.Id);
            return UploadRefusals.StorageFull;
        }
    }

    /// <summary>A file that came along with something else, from beginning to end.</summary>
    public async Task<Outcome<Guid>> KeepAsync(Actor actor, string fileName, Stream content, CancellationToken cancellation)
    {
        var begun = await BeginAsync(actor, cancellation);
        if (begun.Value is not { } upload)
        {
            return begun.Refusal!;
        }

        await using (upload)
        {
            if (await upload.TakeAsync(fileName, content, cancellation) is { } refusal)
            {
                return refusal;
            }

            var kept = await KeepAsync(upload, cancellation);
            return kept.Value is { } view ? view.Id : kept.Refusal!;
        }
    }

    private Refusal QuotaExceeded => UploadRefusals.QuotaExceeded.With(Upload.Megabytes(options.CurrentValue.QuotaBytes));

    private static Task<long> UsedByAsync(ChatDbContext db, int ownerId, CancellationToken cancellation) =>
        db.Attachments.Where(a => a.OwnerId == ownerId).SumAsync(a => a.Bytes, cancellation);

    /// <summary>It must be what it is for: a small picture beside a picture, as clean as that one.</summary>
    private async Task<Outcome<SmallPicture?>> LookAtThumbnailAsync(Upload upload, Found found, CancellationToken cancellation)
    {
        if (upload.Thumbnail.Length == 0 || !found.Kind.IsImage)
        {
            return (SmallPicture?)null;
        }

        var clean = new MemoryStream();
        var looked = await inspector.LookAsync(upload.Thumbnail, clean, cancellation);
        return looked.Value is { Picture: { Frames: 1, Width: <= Upload.MaxThumbnailSide, Height: <= Upload.MaxThumbnailSide } } small
            ? new SmallPicture(small.Kind.ContentType, clean)
            : UploadRefusals.ThumbnailUnfit;
    }

    private async Task<Outcome<AttachmentView>> StoreAsync(Upload upload, Found found, UnfinishedFile file, SmallPicture? thumbnail, CancellationToken cancellation)
    {
        var attachment = new Attachment
        {
            Id = upload.Id,
            OwnerId = upload.OwnerId,
            FileName = FileName.Fit(upload.Name, found.Kind),
            ContentType = found.Kind.ContentType,
            Bytes = file.Stream.Length,
            Width = found.Picture?.Width,
            Height = found.Picture?.Height,
            Sha256 = await Upload.HashAsync(file.Stream, cancellation),
            ThumbnailType = thumbnail?.ContentType,
            UploadedAt = clock.GetUtcNow(),
        };
        if (thumbnail is not null)
        {
            await using var small = store.Begin(upload.Id);
            thumbnail.Bytes.WriteTo(small.Stream);
            await small.FinishAsync(store.ThumbnailPathOf(upload.Id));
        }

        await file.FinishAsync(store.PathOf(upload.Id));
        var stored = await RememberAsync(attachment, cancellation);
        if (stored.Refusal is not null)
        {
            store.Remove(upload.Id);
        }
        else if (found.Kind.IsImage && thumbnail is null)
        {
            thumbnails.Add(upload.Id);
        }

        return stored;
    }

    /// <summary>What one person has is counted again where it grows: of many that come at once, not all may fit.</summary>
    private Task<Outcome<AttachmentView>> RememberAsync(Attachment attachment, CancellationToken cancellation) => lane.TryAsync<AttachmentView>(async db =>
    {
        if (await UsedByAsync(db, attachment.OwnerId, cancellation) + attachment.Bytes > options.CurrentValue.QuotaBytes)
        {
            return QuotaExceeded;
        }

        db.Attachments.Add(attachment);
        await db.SaveChangesAsync(cancellation);
        return new AttachmentView(attachment.Id, attachment.FileName, attachment.ContentType, attachment.Bytes, attachment.Width, attachment.Height, attachment.ThumbnailType is not null);
    }, cancellation);

    private sealed record SmallPicture(string ContentType, MemoryStream Bytes);
}
