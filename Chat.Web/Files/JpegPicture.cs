namespace Chat.Web.Files;

/// <summary>
/// JPEG, read marker by marker and never decoded. Where it was taken, by which phone and for whom (EXIF, XMP, IPTC,
/// comments), and whatever follows its end, stays behind; how its colours are meant and which way up it is comes along.
/// </summary>
internal static class JpegPicture
{
    private const int StartOfScan = 0xDA;
    private const int EndOfImage = 0xD9;

    /// <summary>No picture of the size that is taken has so many; walking through millions of empty ones would be work for nothing.</summary>
    private const int MostSegments = 10_000;

    public static bool IsOne(ReadOnlySpan<byte> start) => start is [0xFF, 0xD8, 0xFF, ..];

    public static Picture CopyClean(Stream from, Stream to)
    {
        from.Skip(2);
        to.Write([0xFF, 0xD8]);
        Picture? picture = null;
        var (turn, isBegun, segments) = (1, false, 0);
        for (var marker = NextMarker(from); marker != EndOfImage; marker = marker == StartOfScan ? CopyScan(from, to) : NextMarker(from))
        {
            if (marker is 0x01 or (>= 0xD0 and <= 0xD8) || ++segments > MostSegments)
            {
                throw new InvalidDataException("A marker stands where none may, or there are too many.");
            }

            var segment = from.Take(((ReadOnlySpan<byte>)from.Take(2)).Big16() - 2);
            picture ??= SizeIn(marker, segment);
            turn = marker == 0xE1 && turn == 1 ? ExifTurn.Read(segment) : turn;
            if (!IsKept(marker, segment))
            {
                continue;
            }

            // Which way up it is stands behind JFIF's own segment, before everything else.
            if (marker != 0xE0 && !isBegun)
            {
                isBegun = true;
                turn = turn == 1 ? TurnAhead(from, turn) : turn;
                if (turn != 1)
                {
                    Write(to, 0xE1, ExifTurn.Write(turn));
                }
            }

            Write(to, marker, segment);
        }

        to.Write([0xFF, EndOfImage]);
        return picture is null ? throw new InvalidDataException("It has no size.")
            : turn >= 5 ? new Picture(picture.Height, picture.Width)
            : picture;
    }

    /// <summary>JFIF, the colour profile and Adobe's word on colours are what a reader needs; every other note is about something else.</summary>
    private static bool IsKept(int marker, ReadOnlySpan<byte> segment) => marker switch
    {
        0xE0 => segment.StartsWith("JFIF\0"u8),
        0xE2 => segment.StartsWith("ICC_PROFILE\0"u8),
        0xEE => segment.StartsWith("Adobe"u8),
        (>= 0xE1 and <= 0xEF) or 0xFE => false,
        _ => true,
    };

    /// <summary>What is kept may stand before the EXIF: that is looked for among the segments that are still to come.</summary>
    private static int TurnAhead(Stream from, int turn)
    {
        var at = from.Position;
        while (turn == 1 && from.Peek(4) is [0xFF, >= 0xE0 and <= 0xEF and var marker, var high, var low])
        {
            from.Skip(4);
            var segment = from.Take((high << 8) + low - 2);
            turn = marker == 0xE1 ? ExifTurn.Read(segment) : turn;
        }

        from.Position = at;
        return turn;
    }

    private static int NextMarker(Stream from)
    {
        if (from.Take() != 0xFF)
        {
            throw new InvalidDataException("There is no marker where one must be.");
        }

        int marker;
        do
        {
            marker = from.Take();
        }
        while (marker == 0xFF);
        return marker;
    }

    private static Picture? SizeIn(int marker, ReadOnlySpan<byte> frame) =>
        marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) && frame.Length >= 5 ? new Picture(frame[3..].Big16(), frame[1..].Big16()) : null;

    /// <summary>What is between a scan's head and the next marker is the picture itself: 0xFF stands in it only before 0 and before a restart.</summary>
    private static int CopyScan(Stream from, Stream to)
    {
        while (true)
        {
            var one = from.Take();
            if (one != 0xFF)
            {
                to.WriteByte(one);
                continue;
            }

            var next = from.Take();
            while (next == 0xFF)
            {
                next = from.Take();
            }

            if (next is not (0 or (>= 0xD0 and <= 0xD7)))
            {
                return next;
            }

            to.Write([0xFF, next]);
        }
    }

    private static void Write(Stream to, int marker, ReadOnlySpan<byte> segment)
    {
        var length = segment.Length + 2;
        to.Write([0xFF, (byte)marker, (byte)(length >> 8), (byte)length]);
        to.Write(segment);
    }
}
