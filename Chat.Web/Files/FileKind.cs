namespace Chat.Web.Files;

/// <summary>A kind of file that is taken: what it is served as, and what its name may end with. The first ending is the one it is given.</summary>
public sealed record FileKind(string ContentType, params string[] Endings)
{
    public static readonly FileKind Jpeg = new("image/jpeg", ".jpg", ".jpeg", ".jfif");

    public static readonly FileKind Png = new("image/png", ".png");

    public static readonly FileKind Gif = new("image/gif", ".gif");

    public static readonly FileKind WebP = new("image/webp", ".webp");

    public static readonly FileKind Pdf = new("application/pdf", ".pdf");

    /// <summary>Its endings are those that a double click only reads: a script keeps its words and loses its ending.</summary>
    public static readonly FileKind Text = new(
        "text/plain; charset=utf-8", ".txt", ".md", ".csv", ".tsv", ".log", ".tex", ".bib", ".srt", ".json", ".yml", ".yaml", ".ini", ".sql", ".c", ".h", ".cpp", ".hpp", ".cs", ".java", ".kt", ".go", ".rs", ".pas", ".asm");

    public static readonly FileKind Utf16Text = Text with { ContentType = "text/plain; charset=utf-16" };

    public static readonly FileKind Docx = new("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx");

    public static readonly FileKind Xlsx = new("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx");

    public static readonly FileKind Pptx = new("application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx");

    public static readonly FileKind Mp3 = new("audio/mpeg", ".mp3");

    public static readonly FileKind M4a = new("audio/mp4", ".m4a", ".m4b", ".mp4");

    public static readonly FileKind Ogg = new("audio/ogg", ".ogg", ".oga", ".opus");

    public static readonly FileKind Mp4 = new("video/mp4", ".mp4", ".m4v");

    public static readonly IReadOnlyList<FileKind> All = [Jpeg, Png, Gif, WebP, Pdf, Docx, Xlsx, Pptx, Mp3, M4a, Ogg, Mp4, Text];

    /// <summary>What is taken, as it is told to people: the same in every language.</summary>
    public const string Told = "JPEG, PNG, GIF, WebP, PDF, TXT, DOCX, XLSX, PPTX, MP3, M4A, OGG, MP4";

    public bool IsImage => ContentType.StartsWith("image/", StringComparison.Ordinal);
}
