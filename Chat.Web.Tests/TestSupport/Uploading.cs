using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Files;
using Chat.Web.Outcomes;

namespace Chat.Web.Tests.TestSupport;

/// <summary>How files come to a house: by the service, and through the door.</summary>
public static class Uploading
{
    public static async Task<Outcome<AttachmentView>> UploadAsync(this SchoolHouse school, Actor actor, byte[]? bytes = null, string name = "photo.png", byte[]? thumbnail = null)
    {
        var begun = await school.The<UploadService>().BeginAsync(actor, Patience.Stop);
        if (begun.Value is not { } upload)
        {
            return begun.Refusal!;
        }

        await using (upload)
        {
            var refused = await upload.TakeAsync(name, new MemoryStream(bytes ?? SampleFiles.Png()), Patience.Stop)
                ?? (thumbnail is null ? null : await upload.TakeThumbnailAsync(new MemoryStream(thumbnail), Patience.Stop));
            return refused is not null ? refused : await school.The<UploadService>().KeepAsync(upload, Patience.Stop);
        }
    }

    /// <summary>A message with one file, and its file.</summary>
    public static async Task<(MessageView Message, AttachmentView File)> SendFileAsync(this SchoolHouse school, Actor actor, int conversation, string? text = null, byte[]? bytes = null, string name = "photo.png")
    {
        var file = (await school.UploadAsync(actor, bytes, name)).Granted();
        var sent = (await school.Messages.SendAsync(actor, conversation, Speech.Say(text) with { AttachmentIds = [file.Id] }, Patience.Stop)).Granted();
        return (sent, Assert.Single(sent.Attachments));
    }

    public static Task<Outcome<OpenedFile>> OpenFileAsync(this SchoolHouse school, Actor actor, Guid id, bool isThumbnail = false) =>
        school.The<AttachmentService>().OpenAsync(actor, id, isThumbnail, Patience.Stop);

    /// <summary>Through the door, as a browser or a program does it.</summary>
    public static Task<Answer> UploadAsync(this Caller caller, byte[] bytes, string name = "photo.png", string contentType = "application/octet-stream", string path = "/api/chat/upload/") =>
        caller.SendFormAsync(path, ("file", name, contentType, bytes));

    public static async Task<Answer> SendFormAsync(this Caller caller, string path, params (string Part, string? FileName, string? ContentType, byte[] Bytes)[] parts)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (part, fileName, contentType, bytes) in parts)
        {
            var content = new ByteArrayContent(bytes);
            if (contentType is not null)
            {
                content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            }

            if (fileName is null)
            {
                form.Add(content, part);
            }
            else
            {
                form.Add(content, part, fileName);
            }
        }

        return await caller.SendAsync(HttpMethod.Post, path, form);
    }

    /// <summary>What lies in the directory of files, finished or not.</summary>
    public static List<string> FilesOnDisk(this SchoolHouse school) =>
        Directory.Exists(Path.Combine(school.DataDirectory, "files")) ? [.. Directory.EnumerateFiles(Path.Combine(school.DataDirectory, "files"), "*", SearchOption.AllDirectories)] : [];
}
