using System.Net.Mime;
using Chat.Web.Access;
using Chat.Web.Outcomes;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Chat.Web.Files;

/// <summary>What an upload came to.</summary>
/// <param name="AttachmentId">To be sent along with a message, once.</param>
/// <param name="FileName">As it will be shown: its ending agrees with what it is.</param>
public sealed record Uploaded(Guid AttachmentId, string FileUrl, string FileName, long FileSize);

/// <summary>How files come in and go out. Whatever goes out is taken for hostile: it may run nothing, and says itself what it is.</summary>
public static class FileEndpoints
{
    /// <summary>What stands around the file in a form, and the small picture.</summary>
    private const long Around = 1024 * 1024;

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapFiles(this IEndpointRouteBuilder app)
    {
        app.MapApi("/chat", "Files").MapPost("/upload/", UploadAsync)
            .Makes<Uploaded>("Upload a file as the part \"file\" of a multipart form; a message carries it by its id within a day", 400, 408, 413, 415, 429, 507);

        var attachments = app.MapApi("/attachments", "Files");
        attachments.MapMethods("/{id}/", Reading, ReadAsync).DisableCookieRedirect().Gives("The file of a message I may read; a browser may ask with its cookie");
        attachments.MapMethods("/{id}/thumbnail/", Reading, ReadThumbnailAsync).DisableCookieRedirect().Gives("The small picture of a picture, where it has one");
    }

    private static RouteHandlerBuilder Gives(this RouteHandlerBuilder route, string summary) =>
        route.WithSummary(summary).Produces(StatusCodes.Status200OK, contentType: MediaTypeNames.Application.Octet).Produces<ApiError>(StatusCodes.Status404NotFound);

    private static async Task<IResult> UploadAsync(Actor actor, UploadService uploads, IOptionsMonitor<UploadOptions> options, HttpContext http, CancellationToken cancellation)
    {
        var begun = await uploads.BeginAsync(actor, cancellation);
        if (begun.Value is not { } upload)
        {
            return begun.Refusal!.ToHttp();
        }

        await using (upload)
        {
            var refused = await FormParts.ReadAsync(http, options.CurrentValue.MaxBytes + Around, part => part.Name switch
            {
                "file" when upload.HasFile => throw new BadHttpRequestException("One upload is one file."),
                "file" => upload.TakeAsync(part.FileName, part.Content, cancellation),
                "thumbnail" => upload.TakeThumbnailAsync(part.Content, cancellation),
                _ => Task.FromResult<Refusal?>(null),
            });
            return refused is not null ? refused.ToHttp("file")
                : !upload.HasFile ? ApiAnswers.Missing("file")!
                : (await uploads.KeepAsync(upload, cancellation)).ToHttp(kept => Results.Json(
                    new Uploaded(kept.Id, kept.Address, kept.FileName, kept.Bytes), statusCode: StatusCodes.Status201Created), "file");
        }
    }

    private static Task<IResult> ReadAsync(Actor actor, string id, AttachmentService attachments, HttpContext http, CancellationToken cancellation) =>
        AnswerAsync(actor, id, isThumbnail: false, attachments, http, cancellation);

    private static Task<IResult> ReadThumbnailAsync(Actor actor, string id, AttachmentService attachments, HttpContext http, CancellationToken cancellation) =>
        AnswerAsync(actor, id, isThumbnail: true, attachments, http, cancellation);

    private static async Task<IResult> AnswerAsync(Actor actor, string id, bool isThumbnail, AttachmentService attachments, HttpContext http, CancellationToken cancellation)
    {
        if (!Guid.TryParseExact(id, "D", out var attachment))
        {
            return Refusal.NotFound.ToHttp();
        }

        return (await attachments.OpenAsync(actor, attachment, isThumbnail, cancellation)).ToHttp(file =>
        {
            Guard(http.Response.Headers, file);
            return Results.File(file.Path, file.ContentType, fileDownloadName: null, file.StoredAt, new EntityTagHeaderValue($"\"{file.Version}\""), enableRangeProcessing: true);
        });
    }

    private static void Guard(IHeaderDictionary headers, OpenedFile file)
    {
        var disposition = new ContentDispositionHeaderValue(file.ContentType.StartsWith("image/", StringComparison.Ordinal) ? "inline" : "attachment");
        disposition.SetHttpFileName(file.FileName);
        headers.ContentDisposition = disposition.ToString();
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "private, no-store";
    }
}
