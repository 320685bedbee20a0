using System.Text;

namespace Chat.Web.Files;

/// <summary>MP3, M4A, OGG and MP4, known by how they are built. Where an MP4 says where it was taken, that is blotted out in its place.</summary>
internal static class SoundAndFilm
{
    private const int Deepest = 4;

    /// <summary>No film of the size that is taken has so many; walking through millions of empty ones would be work for nothing.</summary>
    private const int MostBoxes = 10_000;

    private static readonly byte[] Nothing = new byte[4096];
    private static readonly int[] BitRates = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    private static readonly int[] BitRatesOfVersion2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    private static readonly int[] SampleRates = [44_100, 48_000, 32_000];
    private static readonly HashSet<string> Brands = new(StringComparer.Ordinal) { "isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4A ", "M4B ", "M4V ", "MSNV", "dash", "f4v " };
    private static readonly HashSet<string> Holders = new(StringComparer.Ordinal) { "moov", "trak", "mdia" };

    public static FileKind? Find(Stream file)
    {
        file.Position = 0;
        var start = file.Peek(64);
        return start.AsSpan().StartsWith("OggS"u8) ? FindInOgg(start)
            : start.Length >= 12 && start.AsSpan(4).StartsWith("ftyp"u8) ? FindInBoxes(file)
            : IsMp3(file) ? FileKind.Mp3
            : null;
    }

    /// <summary>The first page carries the head of its one stream.</summary>
    private static FileKind? FindInOgg(ReadOnlySpan<byte> start)
    {
        if (start.Length < 28 || start.Length < 27 + start[26] + 8)
        {
            return null;
        }

        var head = start[(27 + start[26])..];
        return head.StartsWith("OpusHead"u8) || head.StartsWith("\x01vorbis"u8) || head.StartsWith("Speex   "u8) || head.StartsWith("\x7FFLAC"u8) ? FileKind.Ogg : null;
    }

    private static FileKind? FindInBoxes(Stream file)
    {
        var brand = Encoding.Latin1.GetString(file.Peek(12).AsSpan(8));
        if (!Brands.Contains(brand))
        {
            return null;
        }

        var found = new HashSet<string>(StringComparer.Ordinal);
        var boxes = 0;
        Walk(file, file.Length, found, depth: 0, ref boxes);
        return !found.Contains("moov") || !found.Contains("mdat") ? null
            : found.Contains("vide") ? FileKind.Mp4
            : found.Contains("soun") ? FileKind.M4a
            : null;
    }

    private static void Walk(Stream file, long end, HashSet<string> found, int depth, ref int boxes)
    {
        while (file.Position <= end - 8)
        {
            var at = file.Position;
            var head = file.Take(8);
            var (size, name) = ((long)((ReadOnlySpan<byte>)head).Big32(), Encoding.Latin1.GetString(head, 4, 4));
            size = size == 0 ? end - at : size;
            // The long form of a size, which says 1 here, is not read: nothing that is taken needs it.
            if (size < 8 || size > end - at || depth > Deepest || ++boxes > MostBoxes)
            {
                throw new InvalidDataException("A box does not fit into what it stands in, or there are too many.");
            }

            found.Add(name);
            if (name is "hdlr" && file.Peek(12) is { Length: 12 } handler)
            {
                found.Add(Encoding.Latin1.GetString(handler, 8, 4));
            }

            if (Holders.Contains(name))
            {
                Walk(file, at + size, found, depth + 1, ref boxes);
            }
            else if (name is "udta" or "meta" or "uuid")
            {
                BlotOut(file, at, size);
            }

            file.Position = at + size;
        }
    }

    /// <summary>A box of this size stays, so that nothing moves; it is called free, and holds nothing.</summary>
    private static void BlotOut(Stream file, long at, long size)
    {
        file.Position = at + 4;
        file.Write("free"u8);
        for (var left = size - 8; left > 0; left -= Nothing.Length)
        {
            file.Write(Nothing, 0, (int)Math.Min(Nothing.Length, left));
        }
    }

    private static bool IsMp3(Stream file)
    {
        var tag = file.Peek(10);
        if (tag is [(byte)'I', (byte)'D', (byte)'3', _, _, _, < 128, < 128, < 128, < 128])
        {
            var length = 10 + (tag[6] << 21) + (tag[7] << 14) + (tag[8] << 7) + tag[9];
            if (length >= file.Length)
            {
                return false;
            }

            file.Position = length;
            SkipRoom(file);
        }

        return FrameLength(file.Peek(4)) is { } first && file.Position + first < file.Length && SeekTo(file, file.Position + first) && FrameLength(file.Peek(4)) is not null;
    }

    /// <summary>Some leave room between the tag and the sound.</summary>
    private static void SkipRoom(Stream file)
    {
        var sound = -1;
        while (sound < 0 && file.Peek(Nothing.Length) is { Length: > 0 } some)
        {
            sound = some.AsSpan().IndexOfAnyExcept((byte)0);
            file.Position += sound < 0 ? some.Length : sound;
        }
    }

    private static bool SeekTo(Stream file, long position)
    {
        file.Position = position;
        return true;
    }

    /// <summary>How many bytes a frame of layer III has, by its four bytes of head; none if they are no such head.</summary>
    private static int? FrameLength(ReadOnlySpan<byte> head)
    {
        if (head.Length < 4 || head[0] != 0xFF || (head[1] & 0xE6) != 0xE2 || (head[1] & 0x18) == 0x08 || head[2] >> 4 is 0 or 15 || ((head[2] >> 2) & 3) == 3)
        {
            return null;
        }

        var version = (head[1] >> 3) & 3;
        var isFirst = version == 3;
        var bitRate = (isFirst ? BitRates : BitRatesOfVersion2)[head[2] >> 4] * 1000;
        var sampleRate = SampleRates[(head[2] >> 2) & 3] / (isFirst ? 1 : version == 2 ? 2 : 4);
        return ((isFirst ? 144 : 72) * bitRate / sampleRate) + ((head[2] >> 1) & 1);
    }
}
