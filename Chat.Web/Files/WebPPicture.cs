using System.Buffers.Binary;
using System.Text;

namespace Chat.Web.Files;

/// <summary>WebP, chunk by chunk. EXIF, XMP and chunks nobody knows stay behind, and the head says that they are not there.</summary>
internal static class WebPPicture
{
    private const byte SaysExifAndXmp = 0x0C;

    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal) { "VP8X", "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP" };

    public static bool IsOne(ReadOnlySpan<byte> start) => start.Length >= 12 && start.StartsWith("RIFF"u8) && start[8..].StartsWith("WEBP"u8);

    public static Picture CopyClean(Stream from, Stream to)
    {
        var size = ((ReadOnlySpan<byte>)from.Take(12))[4..].Little32();
        var end = Math.Min(from.Length, 8L + size);
        to.Write("RIFF\0\0\0\0WEBP"u8);
        Picture? picture = null;
        var (frames, pixels) = (0, 0L);
        while (from.Position <= end - 8)
        {
            var head = from.Take(8);
            var (name, length) = (Encoding.Latin1.GetString(head, 0, 4), ((ReadOnlySpan<byte>)head)[4..].Little32());
            var start = from.Peek((int)Math.Min(length, 16));
            picture ??= SizeIn(name, start);
            if (name is "ANMF")
            {
                (frames, pixels) = (frames + 1, pixels + Area(start));
            }

            Copy(from, Kept.Contains(name) ? to : Stream.Null, head, length);
        }

        Finish(to);
        return picture is null ? throw new InvalidDataException("It has no size.") : picture with { Frames = Math.Max(1, frames), Pixels = pixels };
    }

    private static void Copy(Stream from, Stream to, ReadOnlySpan<byte> head, uint length)
    {
        to.Write(head);
        if (head.StartsWith("VP8X"u8) && length > 0)
        {
            to.WriteByte((byte)(from.Take() & ~SaysExifAndXmp));
            from.Pass(to, length - 1L);
        }
        else
        {
            from.Pass(to, length);
        }

        if (length % 2 == 1)
        {
            // Chunks are even; the last one of some files is not.
            to.WriteByte(0);
            from.Skip(Math.Min(1, from.Length - from.Position));
        }
    }

    private static void Finish(Stream to)
    {
        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(size, (uint)(to.Length - 8));
        to.Position = 4;
        to.Write(size);
        to.Position = to.Length;
    }

    private static Picture SizeIn(string name, ReadOnlySpan<byte> start) => name switch
    {
        "VP8X" when start.Length >= 10 => new Picture(Little24(start[4..]) + 1, Little24(start[7..]) + 1),
        "VP8L" when start is [0x2F, _, _, _, _, ..] => new Picture((int)(start[1..].Little32() & 0x3FFF) + 1, (int)((start[1..].Little32() >> 14) & 0x3FFF) + 1),
        "VP8 " when start is [_, _, _, 0x9D, 0x01, 0x2A, _, _, _, _, ..] => new Picture(start[6..].Little16() & 0x3FFF, start[8..].Little16() & 0x3FFF),
        _ => throw new InvalidDataException("It does not begin with its size."),
    };

    private static long Area(ReadOnlySpan<byte> frame) => frame.Length >= 12 ? (Little24(frame[6..]) + 1L) * (Little24(frame[9..]) + 1L) : 0;

    private static int Little24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
