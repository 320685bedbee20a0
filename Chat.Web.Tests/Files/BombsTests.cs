using System.Text;
using Chat.Web.Files;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.SampleFiles;

namespace Chat.Web.Tests.Files;

/// <summary>Small files that are made to become very large when somebody opens them: nobody here does, and nobody is given them to open.</summary>
public sealed class BombsTests(SchoolHouse school) : IClassFixture<SchoolHouse>
{
    private static readonly byte[] ManyZeros = new byte[8 * 1024 * 1024];

    [Fact]
    public async Task A_picture_of_fifty_thousand_by_fifty_thousand() => (await school.UploadAsync(school.Anna, Png(50_000, 50_000))).RefusedAs(UploadRefusals.PictureTooLarge);

    [Fact]
    public async Task A_moving_picture_of_ten_thousand_frames() => (await school.UploadAsync(school.Anna, Gif(10_000))).RefusedAs(UploadRefusals.PictureTooLarge);

    [Fact]
    public async Task A_document_that_says_how_large_it_becomes()
    {
        // A part of 8 MB shrinks to some kilobytes; forty of them are more than may be.
        var bomb = Docx([.. Enumerable.Range(0, 40).Select(i => ($"word/media/{i}.bin", ManyZeros))]);
        Assert.True(bomb.Length < 1024 * 1024, "It must be small for this to mean anything.");

        (await school.UploadAsync(school.Anna, bomb, "a.docx")).RefusedAs(UploadRefusals.GrowsTooLarge);
    }

    [Fact]
    public async Task A_document_that_says_it_stays_small()
    {
        var bomb = Docx([.. Enumerable.Range(0, 40).Select(i => ($"word/media/{i}.bin", ManyZeros))]);
        foreach (var at in PlacesOf(bomb, "PK\x01\x02"))
        {
            bomb.AsSpan(at + 24, 4).Clear();
        }

        (await school.UploadAsync(school.Anna, bomb, "a.docx")).RefusedAs(UploadRefusals.GrowsTooLarge);
    }

    [Fact]
    public async Task A_document_whose_parts_lie_over_each_other()
    {
        var bomb = Docx([.. Enumerable.Range(0, 40).Select(i => ($"word/media/{i}.bin", Encoding.ASCII.GetBytes(new string('x', 100))))]);
        foreach (var at in PlacesOf(bomb, "PK\x01\x02"))
        {
            BitConverter.TryWriteBytes(bomb.AsSpan(at + 20, 4), bomb.Length / 2);
        }

        (await school.UploadAsync(school.Anna, bomb, "a.docx")).RefusedAs(UploadRefusals.GrowsTooLarge);
    }

    [Fact]
    public async Task A_document_of_very_many_parts() =>
        (await school.UploadAsync(school.Anna, Docx([.. Enumerable.Range(0, 6_000).Select(i => ($"{i}", Array.Empty<byte>()))]), "a.docx")).RefusedAs(UploadRefusals.GrowsTooLarge);

    [Fact]
    public async Task An_archive_in_a_document_is_not_opened()
    {
        var inner = Zip([.. Enumerable.Range(0, 40).Select(i => ($"{i}", ManyZeros))]);

        Assert.Equal("a.docx", (await school.UploadAsync(school.Anna, Docx(("word/embeddings/a.zip", inner)), "a.docx")).Granted().FileName);
    }

    private static List<int> PlacesOf(byte[] bytes, string mark)
    {
        var (places, sought) = (new List<int>(), Encoding.Latin1.GetBytes(mark));
        for (var at = bytes.AsSpan().IndexOf(sought); at >= 0;)
        {
            places.Add(at);
            var next = bytes.AsSpan(at + 4).IndexOf(sought);
            at = next < 0 ? -1 : at + 4 + next;
        }

        return places;
    }
}
