using System.Buffers.Binary;

namespace Chat.Web.Files;

/// <summary>The few ways in which the readers of this room read. What ends too early is no such file.</summary>
internal static class Bytes
{
    public static byte Take(this Stream stream) => stream.ReadByte() is >= 0 and var read ? (byte)read : throw new InvalidDataException("It ends too early.");

    public static byte[] Take(this Stream stream, long count)
    {
        if (count < 0 || count > stream.Length - stream.Position)
        {
            throw new InvalidDataException("It ends too early.");
        }

        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public static void Skip(this Stream stream, long count)
    {
        if (count < 0 || count > stream.Length - stream.Position)
        {
            throw new InvalidDataException("It ends too early.");
        }

        stream.Seek(count, SeekOrigin.Current);
    }

    /// <summary>The next bytes, as many as there are of so many, without going on.</summary>
    public static byte[] Peek(this Stream stream, int count)
    {
        var at = stream.Position;
        var bytes = new byte[Math.Min(count, stream.Length - at)];
        stream.ReadExactly(bytes);
        stream.Position = at;
        return bytes;
    }

    public static void Pass(this Stream from, Stream to, long count)
    {
        Span<byte> some = stackalloc byte[4096];
        if (count < 0 || count > from.Length - from.Position)
        {
            throw new InvalidDataException("It ends too early.");
        }

        while (count > 0)
        {
            var part = some[..(int)Math.Min(some.Length, count)];
            from.ReadExactly(part);
            to.Write(part);
            count -= part.Length;
        }
    }

    public static int Big16(this ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16BigEndian(bytes);

    public static uint Big32(this ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes);

    public static int Little16(this ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    public static uint Little32(this ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}

/// <summary>What a picture says of itself.</summary>
/// <param name="Pixels">Of all its frames together.</param>
internal sealed record Picture(int Width, int Height, int Frames = 1, long Pixels = 0)
{
    public long AllPixels => Math.Max(Pixels, (long)Width * Height);
}
