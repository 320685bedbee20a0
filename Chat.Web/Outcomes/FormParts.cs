using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Chat.Web.Outcomes;

/// <summary>A part of a form, as it comes.</summary>
/// <param name="FileName">None for a part that is no file.</param>
public sealed record FormPart(string Name, string? FileName, Stream Content)
{
    private const int MaxTextBytes = 64 * 1024;

    private static readonly UTF8Encoding Exactly = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>All of it, where it is words and not a file.</summary>
    public async Task<string> ReadTextAsync(CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        var some = new byte[4096];
        while (await Content.ReadAsync(some, cancellation) is > 0 and var read)
        {
            await bytes.WriteAsync(some.AsMemory(0, read), cancellation);
            if (bytes.Length > MaxTextBytes)
            {
                throw new BadHttpRequestException("A field is too long.", StatusCodes.Status413PayloadTooLarge);
            }
        }

        try
        {
            return Exactly.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        }
        catch (DecoderFallbackException unreadable)
        {
            throw new BadHttpRequestException("A field is no text.", unreadable);
        }
    }
}

/// <summary>Reads a multipart form part by part while it comes, and keeps none of it: whoever takes a part decides where it goes.</summary>
public static class FormParts
{
    private const string Kind = "multipart/form-data";
    private const int MaxBoundary = 200;
    private const int MaxParts = 64;

    public static bool IsOne(HttpRequest request) => request.ContentType?.StartsWith(Kind, StringComparison.OrdinalIgnoreCase) is true;

    /// <param name="maxBytes">Of the whole form, whatever it says of its length.</param>
    /// <param name="take">Takes one part; a refusal ends the reading.</param>
    public static async Task<Refusal?> ReadAsync(HttpContext http, long maxBytes, Func<FormPart, Task<Refusal?>> take)
    {
        if (!IsOne(http.Request) || !MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type))
        {
            throw new BadHttpRequestException("Only multipart forms are read here.", StatusCodes.Status415UnsupportedMediaType);
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary);
        if (boundary.Length is 0 or > MaxBoundary)
        {
            throw new BadHttpRequestException("The form has no boundary.");
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = maxBytes;
        }

        try
        {
            return await ReadAsync(new MultipartReader(boundary.ToString(), http.Request.Body), take, http.RequestAborted);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The body is no form.", unreadable);
        }
    }

    private static async Task<Refusal?> ReadAsync(MultipartReader reader, Func<FormPart, Task<Refusal?>> take, CancellationToken cancellation)
    {
        for (var i = 0; await reader.ReadNextSectionAsync(cancellation) is { } section; i++)
        {
            if (i == MaxParts || !ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var said) || said.Name.Length == 0)
            {
                throw new BadHttpRequestException("The form cannot be read.");
            }

            var fileName = said.FileNameStar.HasValue ? said.FileNameStar.Value : said.FileName.HasValue ? HeaderUtilities.RemoveQuotes(said.FileName).Value : null;
            if (await take(new FormPart(HeaderUtilities.RemoveQuotes(said.Name).ToString(), fileName, section.Body)) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }
}
