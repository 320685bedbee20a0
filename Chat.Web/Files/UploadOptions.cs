using System.ComponentModel.DataAnnotations;

namespace Chat.Web.Files;

/// <summary>What may be uploaded, how much, and for how long it waits: section <c>Files</c>.</summary>
public sealed class UploadOptions
{
    public const string Section = "Files";

    /// <summary>Of one file.</summary>
    [Range(1, 1024L * 1024 * 1024)]
    public long MaxBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>Of all files of one person.</summary>
    [Range(1, long.MaxValue)]
    public long QuotaBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>What must stay free on the disk: it is shared with the database.</summary>
    [Range(0, long.MaxValue)]
    public long LeastFreeBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The longer side of a picture, in pixels.</summary>
    [Range(1, 65_535)]
    public int MaxSide { get; set; } = 30_000;

    /// <summary>All pixels of a picture: more than a phone takes, and less than what would fill a reader's memory.</summary>
    [Range(1, long.MaxValue)]
    public long MaxPixels { get; set; } = 120_000_000;

    /// <summary>Of a moving picture.</summary>
    [Range(1, 100_000)]
    public int MaxFrames { get; set; } = 1_000;

    /// <summary>The files inside an office document.</summary>
    [Range(1, 65_535)]
    public int MaxEntries { get; set; } = 5_000;

    /// <summary>How large an office document may grow when it is unpacked.</summary>
    [Range(1, long.MaxValue)]
    public long MaxExpandedBytes { get; set; } = 200 * 1024 * 1024;

    /// <summary>How long an upload waits for its message.</summary>
    public TimeSpan KeepUnattached { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Makes the small pictures that a browser did not, where it is installed. Empty for none.</summary>
    public string ThumbnailCommand { get; set; } = "vipsthumbnail";

    /// <summary>How long it may take for one.</summary>
    public TimeSpan ThumbnailPatience { get; set; } = TimeSpan.FromSeconds(20);
}
