namespace Chat.Web.Files;

/// <summary>The one thing in EXIF that a picture cannot do without: which way up it is. 1 is as it lies, 2 to 8 are the other ways.</summary>
internal static class ExifTurn
{
    private const int OrientationTag = 0x0112;

    /// <summary>Only what an honest camera writes is believed; everything else counts as 1.</summary>
    public static int Read(ReadOnlySpan<byte> segment)
    {
        if (!segment.StartsWith("Exif\0\0"u8) || segment.Length < 20)
        {
            return 1;
        }

        var tiff = segment[6..];
        var isBig = tiff[0] == 'M';
        var start = Long(tiff[4..], isBig);
        if (start > tiff.Length - 2)
        {
            return 1;
        }

        var directory = tiff[(int)start..];
        var count = Short(directory, isBig);
        for (var i = 0; i < count && 2 + ((i + 1) * 12) <= directory.Length; i++)
        {
            var entry = directory.Slice(2 + (i * 12), 12);
            if (Short(entry, isBig) == OrientationTag)
            {
                return Short(entry[8..], isBig) is >= 1 and <= 8 and var turn ? turn : 1;
            }
        }

        return 1;
    }

    /// <summary>A segment that says this and nothing else.</summary>
    public static byte[] Write(int turn) =>
    [
        .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8,
        0, 1,
        OrientationTag >> 8, OrientationTag & 0xFF, 0, 3, 0, 0, 0, 1, 0, (byte)turn, 0, 0,
        0, 0, 0, 0,
    ];

    private static int Short(ReadOnlySpan<byte> bytes, bool isBig) => isBig ? bytes.Big16() : bytes.Little16();

    private static uint Long(ReadOnlySpan<byte> bytes, bool isBig) => isBig ? bytes.Big32() : bytes.Little32();
}
