using Chat.Web.Access;
using Chat.Web.Audit;
using Chat.Web.Conversations;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Files;

/// <summary>A file that may be handed out.</summary>
/// <param name="Version">Another one for other bytes.</param>
public sealed record OpenedFile(string Path, string ContentType, string FileName, string Version, DateTimeOffset StoredAt);

/// <summary>Hands files out: to whoever may read the message one hangs on, and, while it hangs on nothing, to its owner alone.</summary>
public sealed partial class AttachmentService(
    IDbContextFactory<ChatDbContext> database, WriteLane lane, FileStore store, AuditLog audit, Denials denials, TimeProvider clock, ILogger<AttachmentService> logger)
{
    private readonly Repetition _repetition = new(clock);

    public async Task<Outcome<OpenedFile>> OpenAsync(Actor actor, Guid id, bool isThumbnail, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        if (await FindAsync(db, actor, id, cancellation) is not var (attachment, isOversight))
        {
            return await denials.NotFoundAsync(actor, $"attachment:{id}", cancellation);
        }

        if (isThumbnail && attachment.ThumbnailType is null)
        {
            return Refusal.NotFound;
        }

        // A film is asked for in many pieces: it is opened once.
        if (isOversight && _repetition.IsWorthAnEntry($"{actor.Id} {id}")
            && await audit.WriteDownAsync(lane, actor, "attachment.opened", $"attachment:{id}", cancellation) is { } refusal)
        {
            return refusal;
        }

        var path = isThumbnail ? store.ThumbnailPathOf(id) : store.PathOf(id);
        if (!File.Exists(path))
        {
            Log.Missing(logger, id);
            return Refusal.NotFound;
        }

        return new OpenedFile(path, isThumbnail ? attachment.ThumbnailType! : attachment.ContentType, attachment.FileName, isThumbnail ? $"{attachment.Sha256[..32]}-small" : attachment.Sha256, attachment.UploadedAt);
    }

    /// <summary>The attachment, if this person may have it, and whether that is by office.</summary>
    private async Task<(Attachment Attachment, bool IsOversight)?> FindAsync(ChatDbContext db, Actor actor, Guid id, CancellationToken cancellation)
    {
        if (await db.Attachments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancellation) is not { } attachment)
        {
            return null;
        }

        if (attachment.MessageId is null)
        {
            return attachment.OwnerId == actor.Id ? (attachment, false) : null;
        }

        var place = await db.Messages.Where(m => m.Id == attachment.MessageId).Select(m => new { m.ConversationId, m.Seq, IsRemoved = m.RemovedAt != null }).SingleAsync(cancellation);
        return await db.FindReachedAsync(actor, place.ConversationId, clock.GetUtcNow(), cancellation) is { } conversation
            && place.Seq > conversation.ClearedBy(actor)
            && (!place.IsRemoved || actor.SeesWhatWasSaidBeforeIn(conversation))
                ? (attachment, actor.OverseesOnly(conversation))
                : null;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The file of attachment {Id} is not where it should be")]
        public static partial void Missing(ILogger logger, Guid id);
    }
}
