using Chat.Web.Accounts;

namespace Chat.Web.Conversations;

/// <summary>
/// A file that hangs on a message, or waits for one. Its bytes lie elsewhere, under its id; here stands what it is, as it
/// was found to be and not as it was said to be.
/// </summary>
public class Attachment
{
    public const int MaxNameLength = 200;

    /// <summary>Drawn at random: knowing one says nothing about any other, and opens nothing.</summary>
    public Guid Id { get; init; }

    /// <summary>Who uploaded it, and alone may attach it.</summary>
    public int OwnerId { get; init; }

    public AppUser Owner { get; init; } = null!;

    /// <summary>The message it hangs on; none until it is sent.</summary>
    public long? MessageId { get; set; }

    /// <summary>Its place among the files of that message, from 0.</summary>
    public int Place { get; set; }

    /// <summary>What it was called, its ending made to agree with what it is.</summary>
    public required string FileName { get; init; }

    /// <summary>Found by looking into it.</summary>
    public required string ContentType { get; init; }

    public long Bytes { get; init; }

    /// <summary>In pixels, as it is to be shown; none for what is no image.</summary>
    public int? Width { get; init; }

    public int? Height { get; init; }

    public required string Sha256 { get; init; }

    /// <summary>What its small picture is; none where it has none.</summary>
    public string? ThumbnailType { get; set; }

    public DateTimeOffset UploadedAt { get; init; }
}

/// <summary>A file as every reader of its message sees it.</summary>
public sealed record AttachmentView(Guid Id, string FileName, string ContentType, long Bytes, int? Width, int? Height, bool HasThumbnail)
{
    public string Address => $"/api/attachments/{Id}/";

    public string? ThumbnailAddress => HasThumbnail ? $"{Address}thumbnail/" : null;

    public bool IsImage => Is("image/");

    public bool IsAudio => Is("audio/");

    public bool IsVideo => Is("video/");

    private bool Is(string kind) => ContentType.StartsWith(kind, StringComparison.Ordinal);
}

/// <summary>What may be attached, for those who say so before anything is uploaded. The room that keeps files fills it in.</summary>
/// <param name="MaxBytes">Of one file.</param>
/// <param name="MaxFiles">On one message.</param>
/// <param name="Accept">The endings a browser offers to choose from.</param>
/// <param name="Told">What is taken, as people are told: the same in every language.</param>
public sealed record UploadLimits(long MaxBytes, int MaxFiles, string Accept, string Told)
{
    public double MaxMegabytes => Math.Round(MaxBytes / 1024.0 / 1024.0, 1);
}

/// <summary>
/// How this room hands a file that came along with a message to the one that keeps files, which it does not know: it is
/// looked into and stored, and waits under the id that is answered.
/// </summary>
public delegate Task<Outcomes.Outcome<Guid>> KeepFile(Access.Actor actor, string fileName, Stream content, CancellationToken cancellation);
