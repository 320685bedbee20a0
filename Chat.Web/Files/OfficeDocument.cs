using System.IO.Compression;
using System.Text;
using Chat.Web.Outcomes;

namespace Chat.Web.Files;

/// <summary>
/// DOCX, XLSX and PPTX: archives of a known shape. Every part is unpacked once, into nothing, and counted, for an archive
/// may say what it likes of its size; archives inside it are not opened. What carries programs is not taken.
/// </summary>
internal static class OfficeDocument
{
    private const string Contents = "[Content_Types].xml";
    private const int MostContents = 4 * 1024 * 1024;
    private const int TailLength = 22 + 65_535;

    public static bool IsOne(ReadOnlySpan<byte> start) => start is [(byte)'P', (byte)'K', 3, 4, ..];

    public static Outcome<FileKind> Find(Stream file, UploadOptions limits)
    {
        var parts = PartsOf(file, limits.MaxEntries);
        if (parts is null)
        {
            return UploadRefusals.GrowsTooLarge;
        }

        if (parts.Exists(p => p.Name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)))
        {
            return UploadRefusals.HasMacros;
        }

        // Parts that lie over each other are one of the ways to make much of little.
        if (parts.Sum(p => p.Size) > limits.MaxExpandedBytes || parts.Sum(p => p.Packed) > file.Length)
        {
            return UploadRefusals.GrowsTooLarge;
        }

        if (parts.Find(p => p.Name is Contents) is not { } contents || parts.Exists(p => p.IsEncrypted || p.Method is not (0 or 8)))
        {
            return UploadRefusals.TypeUnknown.With(FileKind.Told);
        }

        var left = limits.MaxExpandedBytes;
        foreach (var part in parts)
        {
            left -= Unpack(file, part, left, into: null);
            if (left < 0)
            {
                return UploadRefusals.GrowsTooLarge;
            }
        }

        using var described = new MemoryStream();
        Unpack(file, contents, MostContents, described);
        return KindOf(Encoding.UTF8.GetString(described.GetBuffer(), 0, (int)described.Length));
    }

    private static Outcome<FileKind> KindOf(string contents) =>
        contents.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase) || contents.Contains("vbaProject", StringComparison.OrdinalIgnoreCase) ? UploadRefusals.HasMacros
        : contents.Contains("wordprocessingml.document.main+xml", StringComparison.Ordinal) ? FileKind.Docx
        : contents.Contains("spreadsheetml.sheet.main+xml", StringComparison.Ordinal) ? FileKind.Xlsx
        : contents.Contains("presentationml.presentation.main+xml", StringComparison.Ordinal) ? FileKind.Pptx
        : UploadRefusals.TypeUnknown.With(FileKind.Told);

    /// <summary>The parts as the directory at the end lists them; none if they are too many.</summary>
    private static List<Part>? PartsOf(Stream file, int most)
    {
        file.Position = Math.Max(0, file.Length - TailLength);
        ReadOnlySpan<byte> tail = file.Take(file.Length - file.Position);
        var end = tail.LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || tail.Length - end < 22)
        {
            throw new InvalidDataException("It has no directory.");
        }

        var (count, at) = (tail[(end + 10)..].Little16(), tail[(end + 16)..].Little32());
        if (count > most)
        {
            return null;
        }

        var parts = new List<Part>(count);
        file.Position = at <= file.Length ? at : throw new InvalidDataException("Its directory is not in it.");
        for (var i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> head = file.Take(46);
            if (!head.StartsWith("PK\x01\x02"u8))
            {
                throw new InvalidDataException("Its directory is damaged.");
            }

            var name = Encoding.UTF8.GetString(file.Take(head[28..].Little16()));
            file.Skip(head[30..].Little16() + head[32..].Little16());
            parts.Add(new Part(name, (head[8..].Little16() & 1) != 0, head[10..].Little16(), head[20..].Little32(), head[24..].Little32(), head[42..].Little32()));
        }

        return parts;
    }

    /// <returns>How large it has become; more than <paramref name="most"/> as soon as it would be.</returns>
    private static long Unpack(Stream file, Part part, long most, Stream? into)
    {
        file.Position = part.At <= file.Length ? part.At : throw new InvalidDataException("A part is not in it.");
        ReadOnlySpan<byte> head = file.Take(30);
        if (!head.StartsWith("PK\x03\x04"u8))
        {
            throw new InvalidDataException("A part has no beginning.");
        }

        file.Skip(head[26..].Little16() + head[28..].Little16());
        using var packed = new MemoryStream(file.Take(part.Packed));
        using var unpacked = part.Method == 8 ? new DeflateStream(packed, CompressionMode.Decompress) : (Stream)packed;
        var (some, total) = (new byte[1 << 16], 0L);
        while (total <= most && unpacked.Read(some) is > 0 and var read)
        {
            total += read;
            into?.Write(some, 0, read);
        }

        return total;
    }

    /// <param name="Size">As the archive says.</param>
    private sealed record Part(string Name, bool IsEncrypted, int Method, long Packed, long Size, long At);
}
