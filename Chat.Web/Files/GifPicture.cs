namespace Chat.Web.Files;

/// <summary>GIF, block by block. Comments, foreign notes and whatever follows its end stay behind: none of it is picture, and some of it has been script.</summary>
internal static class GifPicture
{
    private const byte Extension = 0x21;
    private const byte Image = 0x2C;
    private const byte End = 0x3B;

    public static bool IsOne(ReadOnlySpan<byte> start) => start.StartsWith("GIF87a"u8) || start.StartsWith("GIF89a"u8);

    public static Picture CopyClean(Stream from, Stream to)
    {
        from.Pass(to, 6);
        var screen = from.Take(7);
        to.Write(screen);
        CopyColours(from, to, screen[4]);
        var (width, height) = (((ReadOnlySpan<byte>)screen).Little16(), ((ReadOnlySpan<byte>)screen)[2..].Little16());
        var (frames, pixels) = (0, 0L);
        for (var block = from.Take(); block != End; block = from.Take())
        {
            switch (block)
            {
                case Image:
                    var place = from.Take(9);
                    (frames, pixels) = (frames + 1, pixels + ((long)((ReadOnlySpan<byte>)place)[4..].Little16() * ((ReadOnlySpan<byte>)place)[6..].Little16()));
                    to.WriteByte(Image);
                    to.Write(place);
                    CopyColours(from, to, place[8]);
                    to.WriteByte(from.Take());
                    CopyParts(from, to);
                    break;
                case Extension:
                    CopyExtension(from, to);
                    break;
                default:
                    throw new InvalidDataException("There is no block of this kind.");
            }
        }

        to.WriteByte(End);
        return frames > 0 ? new Picture(width, height, frames, Math.Max(pixels, (long)width * height)) : throw new InvalidDataException("It shows nothing.");
    }

    /// <summary>How long a frame stays and how often all begin anew is kept, and nothing else.</summary>
    private static void CopyExtension(Stream from, Stream to)
    {
        var label = from.Take();
        if (label == 0xF9 || (label == 0xFF && from.Peek(12) is [_, .. var program] && program.AsSpan().SequenceEqual("NETSCAPE2.0"u8)))
        {
            to.Write([Extension, label]);
            CopyParts(from, to);
        }
        else
        {
            CopyParts(from, Stream.Null);
        }
    }

    private static void CopyColours(Stream from, Stream to, byte flags)
    {
        if ((flags & 0x80) != 0)
        {
            from.Pass(to, 3L << ((flags & 7) + 1));
        }
    }

    private static void CopyParts(Stream from, Stream to)
    {
        byte length;
        do
        {
            length = from.Take();
            to.WriteByte(length);
            from.Pass(to, length);
        }
        while (length > 0);
    }
}
