using Chat.Web.Outcomes;
using Microsoft.Extensions.Options;

namespace Chat.Web.Files;

/// <summary>What was found in a file.</summary>
/// <param name="Picture">None for what is no picture.</param>
internal sealed record Found(FileKind Kind, Picture? Picture);

/// <summary>
/// Looks into files. What one is decides what is in it: not its name, and not what a program says it is. A picture is
/// copied without what it tells of whoever took it; nothing is ever decoded.
/// </summary>
public sealed class FileInspector(IOptionsMonitor<UploadOptions> options) : IDisposable
{
    private const int StartLength = 16;

    // A few files can be made to be much work; those that wait for it hold up nobody who only talks.
    private readonly SemaphoreSlim _turns = new(2);

    /// <param name="clean">Where a picture's copy goes; left empty for everything else.</param>
    internal async Task<Outcome<Found>> LookAsync(Stream file, Stream clean, CancellationToken cancellation)
    {
        await _turns.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => Look(file, clean), cancellation);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    private Outcome<Found> Look(Stream file, Stream clean)
    {
        file.Position = 0;
        var start = file.Peek(StartLength);
        try
        {
            return JpegPicture.IsOne(start) ? Fitting(FileKind.Jpeg, JpegPicture.CopyClean(file, clean))
                : PngPicture.IsOne(start) ? Fitting(FileKind.Png, PngPicture.CopyClean(file, clean))
                : GifPicture.IsOne(start) ? Fitting(FileKind.Gif, GifPicture.CopyClean(file, clean))
                : WebPPicture.IsOne(start) ? Fitting(FileKind.WebP, WebPPicture.CopyClean(file, clean))
                : OfficeDocument.IsOne(start) ? Plain(OfficeDocument.Find(file, options.CurrentValue))
                : start.AsSpan().StartsWith("%PDF-"u8) ? new Found(FileKind.Pdf, null)
                : SoundAndFilm.Find(file) is { } played ? new Found(played, null)
                : PlainText.Find(file) is { } text ? new Found(text, null)
                : UploadRefusals.TypeUnknown.With(FileKind.Told);
        }
        catch (InvalidDataException)
        {
            return UploadRefusals.Damaged;
        }
    }

    private static Outcome<Found> Plain(Outcome<FileKind> found) => found.Value is { } kind ? new Found(kind, null) : found.Refusal!;

    private Outcome<Found> Fitting(FileKind kind, Picture picture)
    {
        var limits = options.CurrentValue;
        return picture.Width < 1 || picture.Height < 1 ? UploadRefusals.Damaged
            : Math.Max(picture.Width, picture.Height) > limits.MaxSide || (long)picture.Width * picture.Height > limits.MaxPixels
                || picture.Frames > limits.MaxFrames || picture.AllPixels > limits.MaxPixels * 10 ? UploadRefusals.PictureTooLarge
            : new Found(kind, picture);
    }
}
