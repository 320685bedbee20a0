using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Chat.Web.Tests.TestSupport;

/// <summary>Small real files of every kind that is taken, made byte by byte, and what hides in them.</summary>
public static class SampleFiles
{
    /// <summary>What must not be in any file that was handed out.</summary>
    public const string Secret = "59.9398 N 30.3146 E, taken by Anna";

    private static readonly byte[] SecretBytes = Encoding.UTF8.GetBytes(Secret);

    public static byte[] Png(int width = 4, int height = 3, params (string Name, byte[] Data)[] notes)
    {
        using var file = new MemoryStream();
        file.Write([0x89, .. "PNG\r\n\x1a\n"u8]);
        WriteChunk(file, "IHDR", [.. Big32(width), .. Big32(height), 8, 2, 0, 0, 0]);
        foreach (var (name, data) in notes)
        {
            WriteChunk(file, name, data);
        }

        WriteChunk(file, "IDAT", Zlib(Enumerable.Range(0, Math.Min(height, 2_000)).SelectMany(y => new byte[] { 0 }.Concat(Enumerable.Range(0, Math.Min(width, 2_000)).SelectMany(x => new[] { (byte)(x * 40), (byte)(y * 60), (byte)120 })))));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    public static byte[] PngThatTells() =>
        [.. Png(4, 3, ("eXIf", SecretBytes), ("tEXt", SecretBytes), ("iTXt", SecretBytes), ("zTXt", SecretBytes), ("tIME", [7, 234, 1, 1, 1, 1, 1]), ("prVt", SecretBytes)), .. SecretBytes];

    /// <summary>A grey JPEG of 16 by 8, one colour, in which nothing is left out that a decoder needs.</summary>
    public static byte[] Jpeg(params (byte Marker, byte[] Data)[] notes)
    {
        using var file = new MemoryStream();
        file.Write([0xFF, 0xD8]);
        WriteSegment(file, 0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        foreach (var (marker, data) in notes)
        {
            WriteSegment(file, marker, data);
        }

        WriteSegment(file, 0xDB, [0, .. Enumerable.Repeat((byte)16, 64)]);
        WriteSegment(file, 0xC0, [8, 0, 8, 0, 16, 1, 1, 0x11, 0]);
        // One code each: a difference of nothing, and the end of the block.
        WriteSegment(file, 0xC4, [0x00, 1, .. new byte[15], 0]);
        WriteSegment(file, 0xC4, [0x10, 1, .. new byte[15], 0]);
        WriteSegment(file, 0xDA, [1, 1, 0, 0, 63, 0]);
        file.Write([0x0F, 0xFF, 0xD9]);
        return file.ToArray();
    }

    /// <param name="turn">Which way up it is, as EXIF says it.</param>
    public static byte[] JpegThatTells(byte turn) =>
    [
        .. Jpeg(
            (0xE1, [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 2, 0, 0x0F, 1, 2, 0, 35, 0, 0, 0, 40, 0, 0, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, turn, 0, 0, 0, 0, 0, 0, 0, .. SecretBytes]),
            (0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. SecretBytes]),
            (0xED, SecretBytes),
            (0xFE, SecretBytes),
            (0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, .. "the colours"u8])),
        .. SecretBytes,
    ];

    public static byte[] Gif(int frames = 1, string? comment = null)
    {
        using var file = new MemoryStream();
        file.Write([.. "GIF89a"u8, 2, 0, 2, 0, 0x80, 0, 0, 255, 255, 255, 0, 0, 0]);
        file.Write([0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0]);
        if (comment is not null)
        {
            file.Write([0x21, 0xFE, (byte)comment.Length, .. Encoding.Latin1.GetBytes(comment), 0]);
        }

        for (var i = 0; i < frames; i++)
        {
            file.Write([0x21, 0xF9, 4, 0, 10, 0, 0, 0, 0x2C, 0, 0, 0, 0, 2, 0, 2, 0, 0, 2, 3, 0x44, 0x02, 0x05, 0]);
        }

        file.WriteByte(0x3B);
        return file.ToArray();
    }

    /// <summary>One transparent point, as every browser draws it.</summary>
    public static byte[] WebP() => Convert.FromBase64String("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");

    public static byte[] WebPThatTells() => Riff(
        ("VP8X", [0x0C, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("VP8L", WebP()[20..33]),
        ("EXIF", SecretBytes),
        ("XMP ", SecretBytes),
        ("odd?", SecretBytes));

    public static byte[] Riff(params (string Name, byte[] Data)[] chunks)
    {
        var body = chunks.SelectMany(c => Encoding.ASCII.GetBytes(c.Name).Concat(Little32(c.Data.Length)).Concat(c.Data).Concat(new byte[c.Data.Length % 2])).ToArray();
        return [.. "RIFF"u8, .. Little32(body.Length + 4), .. "WEBP"u8, .. body];
    }

    public static byte[] Pdf(string body = "") =>
        Encoding.ASCII.GetBytes($"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n{body}\ntrailer<</Root 1 0 R>>\n%%EOF\n");

    public static byte[] Docx(params (string Name, byte[] Data)[] parts) => Office("wordprocessingml.document.main+xml", "word/document.xml", parts);

    public static byte[] Xlsx() => Office("spreadsheetml.sheet.main+xml", "xl/workbook.xml");

    public static byte[] Pptx() => Office("presentationml.presentation.main+xml", "ppt/presentation.xml");

    public static byte[] Zip(params (string Name, byte[] Data)[] parts)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, data) in parts)
            {
                using var part = archive.CreateEntry(name, CompressionLevel.SmallestSize).Open();
                part.Write(data);
            }
        }

        return file.ToArray();
    }

    /// <summary>Four frames of silence.</summary>
    public static byte[] Mp3() => [.. Enumerable.Range(0, 4).SelectMany(_ => new byte[] { 0xFF, 0xFB, 0x90, 0x00 }.Concat(new byte[413]))];

    public static byte[] Ogg() => [.. "OggS"u8, 0, 2, .. new byte[20], 1, 19, .. "OpusHead"u8, .. new byte[11]];

    /// <param name="handler">"vide" or "soun".</param>
    public static byte[] Mp4(string brand = "isom", string handler = "vide", bool tells = true) =>
    [
        .. Box("ftyp", [.. Encoding.ASCII.GetBytes(brand), 0, 0, 0, 0]),
        .. Box("moov", [.. Box("trak", Box("mdia", Box("hdlr", [0, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(handler), .. new byte[12]]))), .. tells ? Box("udta", SecretBytes) : []]),
        .. Box("mdat", new byte[64]),
    ];

    public static byte[] Box(string name, byte[] body) => [.. Big32(body.Length + 8), .. Encoding.ASCII.GetBytes(name), .. body];

    private static byte[] Office(string main, string part, params (string Name, byte[] Data)[] parts) => Zip(
    [
        ("[Content_Types].xml", Encoding.UTF8.GetBytes($"<Types><Override PartName=\"/{part}\" ContentType=\"application/vnd.openxmlformats-officedocument.{main}\"/></Types>")),
        (part, "<x/>"u8.ToArray()),
        .. parts,
    ]);

    private static void WriteChunk(Stream file, string name, byte[] data)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(name), .. data];
        file.Write([.. Big32(data.Length), .. named, .. Big32((int)Crc(named))]);
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
            }
        }

        return ~crc;
    }

    private static byte[] Zlib(IEnumerable<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write([.. bytes]);
        }

        return packed.ToArray();
    }

    private static void WriteSegment(Stream file, byte marker, byte[] data) => file.Write([0xFF, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2), .. data]);

    private static byte[] Big32(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Little32(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }
}
