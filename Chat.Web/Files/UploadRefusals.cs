using Chat.Web.Outcomes;

namespace Chat.Web.Files;

/// <summary>Why a file is not taken.</summary>
public static class UploadRefusals
{
    /// <summary>The argument is how many megabytes a file may have.</summary>
    public static readonly Refusal TooLarge = new(RefusalKind.TooLarge, "upload_too_large");

    /// <summary>The argument is what is taken.</summary>
    public static readonly Refusal TypeUnknown = new(RefusalKind.WrongType, "upload_type_unsupported");

    /// <summary>An office document that carries programs.</summary>
    public static readonly Refusal HasMacros = new(RefusalKind.WrongType, "upload_has_macros");

    /// <summary>It begins like something that is taken, and does not go on like it.</summary>
    public static readonly Refusal Damaged = new(RefusalKind.WrongType, "upload_damaged");

    /// <summary>A picture with more pixels, or more frames, than anyone could look at.</summary>
    public static readonly Refusal PictureTooLarge = new(RefusalKind.TooLarge, "picture_too_large");

    /// <summary>An office document that grows beyond measure when it is opened.</summary>
    public static readonly Refusal GrowsTooLarge = new(RefusalKind.TooLarge, "upload_grows_too_large");

    public static readonly Refusal Empty = new(RefusalKind.Invalid, "upload_empty");

    /// <summary>Control characters, half of a surrogate pair, or marks that turn a name round: it would not be seen as what it is.</summary>
    public static readonly Refusal NameUnreadable = new(RefusalKind.Invalid, "upload_name_unreadable");

    /// <summary>The small picture beside it is none, or is not small.</summary>
    public static readonly Refusal ThumbnailUnfit = new(RefusalKind.Invalid, "thumbnail_unfit");

    /// <summary>The argument is how many megabytes one person's files may have together.</summary>
    public static readonly Refusal QuotaExceeded = new(RefusalKind.TooOften, "quota_exceeded") { RetryAfter = TimeSpan.FromHours(1) };

    /// <summary>The disk has no room for it. Nothing of it was kept.</summary>
    public static readonly Refusal StorageFull = new(RefusalKind.NoRoom, "storage_full");
}
