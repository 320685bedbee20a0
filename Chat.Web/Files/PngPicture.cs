using System.Text;

namespace Chat.Web.Files;

/// <summary>PNG, chunk by chunk. What is needed to show it comes along; texts, EXIF, the time and whatever follows its end stay behind.</summary>
internal static class PngPicture
{
    /// <summary>Besides the chunks that a PNG must have: transparency, colours, size and movement.</summary>
    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
    {
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs", "cICP", "mDCV", "cLLI", "acTL", "fcTL", "fdAT",
    };

    public static bool IsOne(ReadOnlySpan<byte> start) => start is [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..];

    public static Picture CopyClean(Stream from, Stream to)
    {
        from.Pass(to, 8);
        Picture? picture = null;
        var (name, frames) = ("", 0);
        while (name is not "IEND")
        {
            var head = from.Take(8);
            var length = ((ReadOnlySpan<byte>)head).Big32();
            name = Encoding.Latin1.GetString(head, 4, 4);
            if ((picture is null) != (name is "IHDR"))
            {
                throw new InvalidDataException("It does not begin with its size.");
            }

            picture ??= SizeIn(from.Peek(8), length);
            frames += name is "fcTL" ? 1 : 0;
            if (Kept.Contains(name))
            {
                to.Write(head);
                from.Pass(to, length + 4L);
            }
            else
            {
                from.Skip(length + 4L);
            }
        }

        return picture! with { Frames = Math.Max(1, frames), Pixels = (long)picture.Width * picture.Height * Math.Max(1, frames) };
    }

    private static Picture SizeIn(ReadOnlySpan<byte> head, uint length) =>
        length == 13 && head.Length == 8 && head.Big32() <= int.MaxValue && head[4..].Big32() <= int.MaxValue
            ? new Picture((int)head.Big32(), (int)head[4..].Big32())
            : throw new InvalidDataException("It has no size.");
}
