using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;
using static Chat.Web.Tests.TestSupport.SampleFiles;

namespace Chat.Web.Tests.Api;

/// <summary>Files come in through one door, counted, and go out through another, harmless.</summary>
public sealed class FilesAtTheDoorTests(OpenHouse house) : IClassFixture<OpenHouse>
{
    private const string Door = "/api/chat/upload/";

    [Fact]
    public async Task A_program_uploads_a_file_sends_it_and_the_other_one_reads_it()
    {
        var (anna, ivan, chat) = (await house.AsAsync(house.School.Anna), await house.AsAsync(house.School.Ivan), house.School.AnnasPhysics);
        var uploaded = (await anna.UploadAsync(Png(), "фото.png")).Is(201);
        Assert.Equal(["attachment_id", "file_name", "file_size", "file_url"], uploaded.Json.EnumerateObject().Select(p => p.Name).Order());
        var id = uploaded["attachment_id"].GetString()!;
        Assert.Equal(($"/api/attachments/{id}/", "фото.png", Png().Length), (uploaded["file_url"].GetString(), uploaded["file_name"].GetString(), uploaded["file_size"].GetInt32()));

        var message = (await anna.PostAsync($"/api/chat/forum/{chat}/send_message/", new { attachment_ids = new[] { id } })).Is(201)["message"];

        Assert.Equal(("file", ""), (message.GetProperty("message_type").GetString(), message.GetProperty("content").GetString()));
        var read = (await ivan.GetAsync($"/api/chat/forum/{chat}/messages/?limit=1")).Is(200)["results"][0].GetProperty("attachments")[0];
        Assert.Equal(["content_type", "file_name", "file_size", "file_url", "height", "id", "thumbnail_url", "width"], read.EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal(("image/png", 4, 3), (read.GetProperty("content_type").GetString(), read.GetProperty("width").GetInt32(), read.GetProperty("height").GetInt32()));
        (await ivan.GetAsync(read.GetProperty("file_url").GetString()!)).Is(200);
    }

    [Fact]
    public async Task A_form_brings_its_file_along_and_sent_again_is_said_once()
    {
        var (anna, path, id) = (await house.AsAsync(house.School.Anna), $"/api/chat/forum/{house.School.AnnasPhysics}/send_message/", Guid.NewGuid().ToString());

        var said = (await SendAsync(Png())).Is(201)["message"];
        var again = (await SendAsync(Png())).Is(200)["message"];

        Assert.Equal(("text", "Look", "photo.png"), (said.GetProperty("message_type").GetString(), said.GetProperty("content").GetString(), said.GetProperty("attachments")[0].GetProperty("file_name").GetString()));
        Assert.Equal(said.GetProperty("id").GetInt64(), again.GetProperty("id").GetInt64());
        (await SendAsync(Gif())).Is(409, "client_id_reused");
        (await anna.SendFormAsync(path, ("file", "a.svg", "image/png", "<svg/>"u8.ToArray()))).Is(415, "upload_type_unsupported");
        (await anna.SendFormAsync(path, ("attachment_ids", null, null, "nonsense"u8.ToArray()))).Is(400, "attachment_unknown");

        Task<Answer> SendAsync(byte[] file) => anna.SendFormAsync(path, ("content", null, null, "Look"u8.ToArray()), ("client_message_id", null, null, Encoding.ASCII.GetBytes(id)), ("file", "photo.png", "image/png", file));
    }

    [Fact]
    public async Task Whoever_only_reads_along_sends_no_file_and_leaves_none_behind()
    {
        var elena = await house.AsAsync(house.School.Elena);
        var path = $"/api/chat/forum/{house.School.AnnasPhysics}/send_message/";
        var before = house.School.FilesOnDisk().Count;

        (await elena.SendFormAsync(path, ("file", "a.png", "image/png", Png()))).Is(403, "read_only");
        (await (await house.AsAsync(house.School.Dmitry)).SendFormAsync(path, ("file", "a.png", "image/png", Png()))).Is(404, "not_found");
        Assert.Equal(before, house.School.FilesOnDisk().Count);

        var own = (await elena.UploadAsync(Png())).Is(201)["attachment_id"].GetString();
        (await elena.PostAsync(path, new { content = "x", attachment_ids = new[] { own } })).Is(403, "read_only");
    }

    [Fact]
    public async Task Another_one_gets_nothing_from_the_address_of_a_file_however_they_ask()
    {
        var (_, file) = await house.School.SendFileAsync(house.School.Anna, house.School.AnnasPhysics);
        var dmitry = await house.AsAsync(house.School.Dmitry);
        var cookie = await house.School.CookieOfAsync(house.School.Dmitry);
        foreach (var path in new[] { file.Address, file.Address.TrimEnd('/'), file.Address.ToUpperInvariant().Replace("/API/ATTACHMENTS/", "/api/attachments/", StringComparison.Ordinal), file.Address.Replace("attachments", "Attachments", StringComparison.Ordinal), $"{file.Address}?download=1", $"{file.Address}thumbnail/", $"{file.Address}../{file.Id}/" })
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
            {
                foreach (var answer in new[] { await dmitry.SendAsync(method, path), await dmitry.SendAsync(method, path, content: null, ("Range", "bytes=0-3")), await house.Nobody.SendAsync(method, path, content: null, cookie) })
                {
                    Assert.Equal(404, answer.Status);
                    Assert.DoesNotContain("PNG", answer.Body, StringComparison.Ordinal);
                    Assert.DoesNotContain("photo", answer.Body, StringComparison.Ordinal);
                }
            }
        }

        (await house.Nobody.GetAsync(file.Address)).Is(401, "not_authenticated");
    }

    [Fact]
    public async Task A_page_shows_a_file_with_its_cookie_and_the_file_can_do_nothing()
    {
        var school = house.School;
        var cookie = await school.CookieOfAsync(school.Ivan);
        foreach (var (bytes, name, type, disposition) in new[]
        {
            (Png(), "photo.png", "image/png", "inline"),
            (Pdf("<</S/JavaScript/JS(app.alert(1))>>"), "a.pdf", "application/pdf", "attachment"),
            ("alert(1)"u8.ToArray(), "a.js", "text/plain", "attachment"),
            (Docx(), "a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "attachment"),
        })
        {
            var (_, file) = await school.SendFileAsync(school.Anna, school.AnnasPhysics, bytes: bytes, name: name);

            var answer = (await house.Nobody.GetAsync(file.Address, cookie)).Is(200);

            Assert.Equal(type, answer.Type);
            Assert.StartsWith($"{disposition};", answer.Content["Content-Disposition"], StringComparison.Ordinal);
            Assert.Equal("sandbox; default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Resource-Policy")));
            Assert.True(answer.Headers.CacheControl is { NoStore: true, Private: true });
            Assert.NotNull(answer.Headers.ETag);
        }
    }

    [Fact]
    public async Task A_name_stands_in_one_header_whatever_it_is()
    {
        var school = house.School;
        var anna = await house.AsAsync(school.Anna);
        foreach (var name in new[] { "домашняя \"работа\"; x=y.pdf", "a'b\\c.pdf".Replace("\\", "", StringComparison.Ordinal), "%0d%0aSet-Cookie: x.pdf", "💡.pdf" })
        {
            var (_, file) = await school.SendFileAsync(school.Anna, school.AnnasPhysics, bytes: Pdf(), name: name);

            var answer = (await anna.GetAsync(file.Address)).Is(200);

            var disposition = answer.Content["Content-Disposition"];
            Assert.DoesNotContain('|', disposition);
            Assert.All(disposition, c => Assert.InRange(c, ' ', '~'));
            Assert.EndsWith($"filename*=UTF-8''{Uri.EscapeDataString(name).Replace("!", "!", StringComparison.Ordinal)}", disposition, StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }

        (await anna.SendBytesAsync(HttpMethod.Post, Door, Form("filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x.png"), "multipart/form-data; boundary=x")).Is(400, "upload_name_unreadable");
    }

    [Fact]
    public async Task A_piece_of_a_film_is_handed_out_and_what_is_known_already_is_not_sent_again()
    {
        var school = house.School;
        var (_, file) = await school.SendFileAsync(school.Anna, school.AnnasPhysics, bytes: Mp4(), name: "film.mp4");
        var ivan = await house.AsAsync(school.Ivan);

        var piece = (await ivan.GetAsync(file.Address, ("Range", "bytes=4-7"))).Is(206);
        Assert.Equal("ftyp", piece.Body);
        Assert.Equal($"bytes 4-7/{Mp4().Length}", piece.Content["Content-Range"]);
        (await ivan.GetAsync(file.Address, ("Range", "bytes=999999-"))).Is(416);
        var whole = (await ivan.GetAsync(file.Address)).Is(200);
        (await ivan.GetAsync(file.Address, ("If-None-Match", whole.Headers.ETag!.ToString()))).Is(304);
        // Whoever may not, is not told either that what they have is still the same.
        (await (await house.AsAsync(school.Dmitry)).GetAsync(file.Address, ("If-None-Match", whole.Headers.ETag!.ToString()))).Is(404);
    }

    [Fact]
    public async Task A_form_that_is_none_or_brings_no_file_or_two_is_refused()
    {
        var anna = await house.AsAsync(house.School.Anna);
        (await anna.PostAsync(Door, new { file = "x" })).Is(415, "media_type_unsupported");
        (await anna.PostAsync(Door)).Is(415, "media_type_unsupported");
        (await anna.SendFormAsync(Door, ("other", null, null, "x"u8.ToArray()))).Is(400, "field_missing");
        (await anna.SendFormAsync(Door, ("file", "a.png", null, Png()), ("file", "b.png", null, Png()))).Is(400, "malformed");
        (await anna.SendFormAsync(Door, ("file", "a.png", null, Png()), ("thumbnail", "t", null, Png(641, 1)))).Is(400, "thumbnail_unfit");
        (await anna.SendBytesAsync(HttpMethod.Post, Door, "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\nhalf"u8.ToArray(), "multipart/form-data; boundary=x")).Is(400, "malformed");
    }

    [Fact]
    public async Task Each_refusal_says_in_words_what_is_taken()
    {
        var anna = await house.AsAsync(house.School.Anna);
        var refused = (await anna.UploadAsync("<svg/>"u8.ToArray())).Is(415, "upload_type_unsupported");

        Assert.Contains("DOCX", refused["detail"].GetString(), StringComparison.Ordinal);
        Assert.Equal("file", Assert.Single(refused["errors"].EnumerateObject()).Name);
    }

    [Fact]
    public async Task A_byte_too_many_is_too_many_whatever_is_said_of_the_length_and_nothing_is_left()
    {
        await using var school = await new SchoolHouse { IsOnTheStreet = true, RunsErrands = false, Settings = new Dictionary<string, string> { ["Files:MaxBytes"] = "100000" } }.OpenAsync();
        var anna = await school.CallAsAsync(school.Anna);
        (await anna.UploadAsync(Encoding.ASCII.GetBytes(new string('x', 100_000)), "a.txt")).Is(201);
        var before = school.FilesOnDisk().Count;

        (await anna.UploadAsync(Encoding.ASCII.GetBytes(new string('x', 100_001)), "a.txt")).Is(413, "upload_too_large");
        Assert.Equal("413", await RawAsync(school, anna, "Transfer-Encoding: chunked", Chunks(60)));
        Assert.Equal("413", await RawAsync(school, anna, $"Content-Length: {3_000_000}", Encoding.ASCII.GetBytes("--x\r\n")));
        // Fewer bytes than were promised, and then nothing: the form has no end.
        Assert.Equal("400", await RawAsync(school, anna, "Content-Length: 60", Form("filename=\"a.txt\"")[..60]));

        Assert.Equal(before, school.FilesOnDisk().Count);
    }

    [Fact]
    public async Task Whoever_sends_drop_by_drop_is_not_waited_for_and_nothing_is_left()
    {
        await using var school = await new SchoolHouse { IsOnTheStreet = true, RunsErrands = false }.OpenAsync();
        var anna = await school.CallAsAsync(school.Anna);

        var statuses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RawAsync(school, anna, "Content-Length: 5000", Form("filename=\"a.txt\"")[..70])));

        Assert.All(statuses, s => Assert.Equal("408", s));
        Assert.Empty(school.FilesOnDisk());
    }

    [Fact]
    public async Task Twenty_a_minute_are_enough()
    {
        await using var school = await new SchoolHouse { LimitsMultiplier = 1, RunsErrands = false }.OpenAsync();
        var anna = await school.CallAsAsync(school.Anna);
        for (var i = 0; i < 20; i++)
        {
            (await anna.UploadAsync(Png())).Is(201);
        }

        var refused = (await anna.UploadAsync(Png())).Is(429, "too_many_requests");

        Assert.InRange(int.Parse(refused.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture), 1, 60);
        (await (await school.CallAsAsync(school.Dmitry)).UploadAsync(Png())).Is(201);
    }

    [Fact]
    public async Task A_name_that_would_be_two_lines_in_a_log_is_in_none()
    {
        var diary = new Diary();
        await using var school = await new SchoolHouse { Diary = diary, RunsErrands = false, Settings = new Dictionary<string, string> { ["Logging:LogLevel:Default"] = "Debug" } }.OpenAsync();
        var anna = await school.CallAsAsync(school.Anna);

        await anna.UploadAsync(Png(), "my private name.png");
        await anna.SendBytesAsync(HttpMethod.Post, Door, Form("filename*=UTF-8''private%0D%0Aname.png"), "multipart/form-data; boundary=x");

        Assert.NotEmpty(diary.Lines);
        Assert.DoesNotContain(diary.Lines, l => l.Contains("private", StringComparison.Ordinal));
    }

    private static byte[] Form(string name) => Encoding.ASCII.GetBytes($"--x\r\nContent-Disposition: form-data; name=\"file\"; {name}\r\n\r\nsome words\r\n--x--\r\n");

    /// <summary>A form without an end, in chunks of about 2 KB each.</summary>
    private static byte[] Chunks(int count)
    {
        var head = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n";
        var body = new StringBuilder($"{head.Length:x}\r\n{head}\r\n");
        for (var i = 0; i < count; i++)
        {
            body.Append("800\r\n").Append('x', 2048).Append("\r\n");
        }

        return Encoding.ASCII.GetBytes(body.ToString());
    }

    /// <summary>A request as no decent client makes it, and the status it was answered with.</summary>
    private static async Task<string> RawAsync(SchoolHouse school, Caller caller, string length, byte[] body)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(school.Line.BaseAddress!.Host, school.Line.BaseAddress.Port, Stop);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST {Door} HTTP/1.1\r\nHost: {school.Line.BaseAddress.Authority}\r\nAuthorization: {caller.Authorization}\r\nContent-Type: multipart/form-data; boundary=x\r\n{length}\r\n\r\n"), Stop);
        await stream.WriteAsync(body, Stop);
        var some = new byte[1024];
        var read = await stream.ReadAsync(some, Stop);
        return Encoding.ASCII.GetString(some, 0, read) is ['H', 'T', 'T', 'P', '/', '1', '.', '1', ' ', var a, var b, var c, ..] ? $"{a}{b}{c}" : "none";
    }
}
