using System.Text;
using Chat.Web.Files;
using Chat.Web.Outcomes;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.SampleFiles;

namespace Chat.Web.Tests.Files;

/// <summary>What a file is, is seen in it: neither its name nor what was said of it makes it anything else.</summary>
public class KindsOfFilesTests(SchoolHouse school) : IClassFixture<SchoolHouse>
{
    private static readonly Dictionary<string, (byte[] Bytes, string Name, string ContentType, string Called)> Taken = new()
    {
        ["a JPEG"] = (Jpeg(), "photo.jpg", "image/jpeg", "photo.jpg"),
        ["a PNG"] = (Png(), "photo.PNG", "image/png", "photo.PNG"),
        ["a GIF"] = (Gif(), "moving.gif", "image/gif", "moving.gif"),
        ["a WebP"] = (WebP(), "small.webp", "image/webp", "small.webp"),
        ["a PDF"] = (Pdf(), "домашняя работа.pdf", "application/pdf", "домашняя работа.pdf"),
        ["a PDF with script in it"] = (Pdf("3 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj"), "a.pdf", "application/pdf", "a.pdf"),
        ["words in Russian"] = ("Решение: x = 2\r\n"u8.ToArray(), "решение.txt", "text/plain; charset=utf-8", "решение.txt"),
        ["words with a mark in front"] = ([0xEF, 0xBB, 0xBF, .. "x"u8], "a.md", "text/plain; charset=utf-8", "a.md"),
        ["words in UTF-16"] = ([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("Ответ")], "a.txt", "text/plain; charset=utf-16", "a.txt"),
        ["a program as words"] = ("alert(1)"u8.ToArray(), "homework.js", "text/plain; charset=utf-8", "homework.js.txt"),
        ["a page that is none"] = ("x < y"u8.ToArray(), "page.html", "text/plain; charset=utf-8", "page.html.txt"),
        ["a DOCX"] = (Docx(), "essay.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "essay.docx"),
        ["an XLSX"] = (Xlsx(), "marks.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "marks.xlsx"),
        ["a PPTX"] = (Pptx(), "talk.pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "talk.pptx"),
        ["an MP3"] = (Mp3(), "song.mp3", "audio/mpeg", "song.mp3"),
        ["an MP3 with its title"] = ([.. "ID3"u8, 4, 0, 0, 0, 0, 0, 5, 1, 2, 3, 4, 5, .. Mp3()], "song.mp3", "audio/mpeg", "song.mp3"),
        ["an OGG"] = (Ogg(), "voice.ogg", "audio/ogg", "voice.ogg"),
        ["an M4A"] = (Mp4("M4A ", "soun"), "voice.m4a", "audio/mp4", "voice.m4a"),
        ["an MP4"] = (Mp4(), "film.mp4", "video/mp4", "film.mp4"),
        ["a PNG that calls itself a JPEG"] = (Png(), "photo.jpg", "image/png", "photo.jpg.png"),
        ["a PNG that calls itself a page"] = (Png(), "photo.png.html", "image/png", "photo.png.html.png"),
        ["a PNG without an ending"] = (Png(), "photo", "image/png", "photo.png"),
    };

    private static readonly Dictionary<string, (byte[] Bytes, Refusal Refusal)> Refused = new()
    {
        ["nothing"] = ([], UploadRefusals.Empty),
        ["an SVG"] = ("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"u8.ToArray(), UploadRefusals.TypeUnknown),
        ["an SVG behind a mark and a space"] = ([0xEF, 0xBB, 0xBF, .. "\n <svg/>"u8], UploadRefusals.TypeUnknown),
        ["a page"] = ("<!doctype html><script>alert(1)</script>"u8.ToArray(), UploadRefusals.TypeUnknown),
        ["a page in UTF-16"] = ([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("<html>")], UploadRefusals.TypeUnknown),
        ["XML with a style"] = ("<?xml version=\"1.0\"?><?xml-stylesheet type=\"text/xsl\" href=\"x\"?><a/>"u8.ToArray(), UploadRefusals.TypeUnknown),
        ["a WASM"] = ([0, .. "asm"u8, 1, 0, 0, 0], UploadRefusals.TypeUnknown),
        ["a program of Windows"] = ([.. "MZ"u8, 0x90, 0, 3, 0, 0, 0], UploadRefusals.TypeUnknown),
        ["words with a NUL"] = ("a\0b"u8.ToArray(), UploadRefusals.TypeUnknown),
        ["words that are no UTF-8"] = ([(byte)'a', 0xC3, 0x28], UploadRefusals.TypeUnknown),
        ["half of UTF-16"] = ([0xFF, 0xFE, 0x00, 0xD8], UploadRefusals.TypeUnknown),
        ["an archive of anything"] = (Zip(("a.txt", "x"u8.ToArray())), UploadRefusals.TypeUnknown),
        ["a document with macros"] = (Docx(("word/vbaProject.bin", [1, 2, 3])), UploadRefusals.HasMacros),
        ["a document that says it has macros"] = (Zip(("[Content_Types].xml", "application/vnd.ms-word.document.macroEnabled.main+xml"u8.ToArray())), UploadRefusals.HasMacros),
        ["half a document"] = (Docx()[..100], UploadRefusals.Damaged),
        ["half a JPEG"] = (Jpeg()[..60], UploadRefusals.Damaged),
        ["half a PNG"] = (Png()[..40], UploadRefusals.Damaged),
        ["a GIF that ends where a note begins"] = ([.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0, 0x21, 0xFF], UploadRefusals.Damaged),
        ["a film of more boxes than any has"] = ([0, 0, 0, 16, .. "ftypisom"u8, 0, 0, 0, 0, .. Repeated(20_000, [0, 0, 0, 8, .. "udta"u8])], UploadRefusals.Damaged),
        ["a JPEG of more segments than any has"] = ([.. Jpeg()[..2], .. Repeated(20_000, [0xFF, 0xE1, 0, 2]), .. Jpeg()[2..]], UploadRefusals.Damaged),
        ["a song of nothing"] = ([.. "ID3"u8, 4, 0, 0, 0, 0, 0, 0, .. new byte[100_000]], UploadRefusals.TypeUnknown),
        ["half a GIF"] = (Gif()[..30], UploadRefusals.Damaged),
        ["the head of a PNG and a page"] = ([0x89, .. "PNG\r\n\x1a\n<html>"u8], UploadRefusals.Damaged),
        ["a WebP of nothing"] = (Riff(("ICCP", [1, 2])), UploadRefusals.Damaged),
        ["a picture of no size"] = (Png(0, 0), UploadRefusals.Damaged),
        ["a HEIC"] = (Mp4("heic"), UploadRefusals.TypeUnknown),
        ["a film without sound or picture"] = (Mp4(handler: "text"), UploadRefusals.TypeUnknown),
        ["boxes in boxes without end"] = ([.. Box("ftyp", "isom\0\0\0\0"u8.ToArray()), .. Nested(10_000)], UploadRefusals.Damaged),
        ["one frame of an MP3"] = (Mp3()[..417], UploadRefusals.TypeUnknown),
        ["an OGG with a film"] = ([.. Ogg()[..28], 0x80, .. "theora"u8, .. new byte[12]], UploadRefusals.TypeUnknown),
    };

    public static TheoryData<string> NamesOfTaken => [.. Taken.Keys];

    public static TheoryData<string> NamesOfRefused => [.. Refused.Keys];

    [Theory]
    [MemberData(nameof(NamesOfTaken))]
    public async Task What_is_taken_is_called_what_it_is(string what)
    {
        var (bytes, name, contentType, called) = Taken[what];

        var kept = (await school.UploadAsync(school.Anna, bytes, name)).Granted();

        Assert.Equal((contentType, called), (kept.ContentType, kept.FileName));
        Assert.Equal(kept.IsImage, kept.Width is not null);
        Assert.Equal(kept.Bytes, new FileInfo((await school.OpenFileAsync(school.Anna, kept.Id)).Granted().Path).Length);
    }

    [Theory]
    [MemberData(nameof(NamesOfRefused))]
    public async Task What_is_not_taken_is_refused_by_its_reason_and_leaves_nothing(string what)
    {
        var before = school.FilesOnDisk();

        (await school.UploadAsync(school.Anna, Refused[what].Bytes, "photo.png")).RefusedAs(Refused[what].Refusal);

        Assert.Equal(before.Count, school.FilesOnDisk().Count);
    }

    /// <summary>Cut off anywhere, or with any one byte another: taken or refused, and never a fault.</summary>
    [Theory]
    [MemberData(nameof(NamesOfTaken))]
    public async Task What_is_damaged_anywhere_is_looked_at_without_a_fault(string what)
    {
        var (inspector, random) = (school.The<FileInspector>(), new Random(7));
        var whole = Taken[what].Bytes;
        var cut = Enumerable.Range(1, Math.Min(whole.Length, 1_500)).Select(length => whole[..length]);
        var changed = Enumerable.Range(0, 500).Select(_ =>
        {
            var bytes = whole.ToArray();
            bytes[random.Next(Math.Min(bytes.Length, 600))] = (byte)random.Next(256);
            return bytes;
        });

        foreach (var bytes in cut.Concat(changed))
        {
            using var file = new MemoryStream();
            await file.WriteAsync(bytes, Patience.Stop);
            var looked = await inspector.LookAsync(file, new MemoryStream(), Patience.Stop);
            Assert.NotEqual(looked.Value is null, looked.Refusal is null);
        }
    }

    /// <summary>What it takes is counted, for time says little on a busy machine.</summary>
    [Fact]
    public async Task A_long_nothing_before_a_song_is_passed_in_long_strides()
    {
        using var song = new CountedReads();
        byte[] bytes = [.. "ID3"u8, 4, 0, 0, 0, 0, 0, 0, .. new byte[1_000_000], .. Mp3()];
        await song.WriteAsync(bytes, Patience.Stop);

        Assert.Same(FileKind.Mp3, (await school.The<FileInspector>().LookAsync(song, Stream.Null, Patience.Stop)).Granted().Kind);
        Assert.InRange(song.Reads, 1, 1_000);
    }

    [Fact]
    public async Task A_picture_tells_nothing_of_who_took_it()
    {
        foreach (var bytes in new[] { PngThatTells(), JpegThatTells(1), JpegThatTells(6), WebPThatTells(), Gif(1, Secret), [.. Gif(), .. Encoding.UTF8.GetBytes(Secret)], Mp4() })
        {
            Assert.Contains(Secret, Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);

            var kept = await KeptAsync(bytes);

            Assert.DoesNotContain(Secret, Encoding.UTF8.GetString(kept), StringComparison.Ordinal);
            Assert.NotEmpty(kept);
        }
    }

    [Fact]
    public async Task What_has_nothing_to_tell_is_kept_byte_by_byte()
    {
        foreach (var bytes in new[] { Png(), Jpeg(), Gif(3), WebP(), Pdf(), Docx(), Mp3(), Mp4(tells: false) })
        {
            Assert.Equal(bytes, await KeptAsync(bytes));
        }
    }

    [Theory]
    [InlineData(1, 16, 8)]
    [InlineData(3, 16, 8)]
    [InlineData(6, 8, 16)]
    [InlineData(8, 8, 16)]
    [InlineData(9, 16, 8)]
    public async Task Which_way_up_a_picture_is_stays_known(byte turn, int width, int height)
    {
        var kept = (await school.UploadAsync(school.Anna, JpegThatTells(turn))).Granted();
        var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync((await school.OpenFileAsync(school.Anna, kept.Id)).Granted().Path, Patience.Stop));

        Assert.Equal((width, height), (kept.Width, kept.Height));
        Assert.Equal(turn is > 1 and <= 8, text.Contains("Exif", StringComparison.Ordinal));
        Assert.Contains("ICC_PROFILE", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_hidden_in_a_picture_is_no_longer_in_it()
    {
        var kept = await KeptAsync(Gif(1, "<script>alert(1)</script>"));

        Assert.DoesNotContain("script", Encoding.Latin1.GetString(kept), StringComparison.Ordinal);
    }

    private async Task<byte[]> KeptAsync(byte[] bytes) =>
        await File.ReadAllBytesAsync((await school.OpenFileAsync(school.Anna, (await school.UploadAsync(school.Anna, bytes)).Granted().Id)).Granted().Path, Patience.Stop);

    private static byte[] Nested(int depth)
    {
        var size = depth * 8;
        return [.. Enumerable.Range(0, depth).SelectMany(i => new[] { (byte)((size - (i * 8)) >> 24), (byte)((size - (i * 8)) >> 16), (byte)((size - (i * 8)) >> 8), (byte)(size - (i * 8)) }.Concat("moov"u8.ToArray()))];
    }

    private static byte[] Repeated(int times, byte[] bytes) => [.. Enumerable.Repeat(bytes, times).SelectMany(b => b)];

    private sealed class CountedReads : MemoryStream
    {
        public int Reads { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Reads++;
            return base.Read(buffer, offset, count);
        }

        public override int Read(Span<byte> buffer)
        {
            Reads++;
            return base.Read(buffer);
        }
    }
}
