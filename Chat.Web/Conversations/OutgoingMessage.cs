using System.Globalization;
using System.Text.Json;

namespace Chat.Web.Conversations;

/// <summary>What a program wants to say, as JSON or as a multipart form.</summary>
/// <param name="ReplyTo">The id of the message it answers.</param>
/// <param name="ClientMessageId">The program's own name for it: sent again under the same one, it is said once.</param>
/// <param name="Sender">Whoever asks is the sender; a body that names somebody else is refused.</param>
public sealed record OutgoingMessage(string? Content, long? ReplyTo, Guid? ClientMessageId, IReadOnlyList<string>? AttachmentIds, int? Sender)
{
    public static async ValueTask<OutgoingMessage?> BindAsync(HttpContext http)
    {
        if (http.Request.HasJsonContentType())
        {
            return await ReadAsync(http);
        }

        if (http.Request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) is not true)
        {
            throw new BadHttpRequestException("Only JSON and multipart forms are read here.", StatusCodes.Status415UnsupportedMediaType);
        }

        var form = await ReadFormAsync(http);
        return new OutgoingMessage(
            One(form, "content"),
            Parse<long>(form, "reply_to"),
            Parse<Guid>(form, "client_message_id"),
            form.Files.Count > 0 ? [.. form.Files.Select(f => f.Name)] : null,
            Parse<int>(form, "sender"));
    }

    private static async Task<OutgoingMessage?> ReadAsync(HttpContext http)
    {
        try
        {
            return await http.Request.ReadFromJsonAsync<OutgoingMessage>(http.RequestAborted)
                ?? throw new BadHttpRequestException("There is nothing in the body.");
        }
        catch (JsonException unreadable)
        {
            throw new BadHttpRequestException("The body is no JSON of this shape.", unreadable);
        }
    }

    private static async Task<IFormCollection> ReadFormAsync(HttpContext http)
    {
        try
        {
            return await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The body is no form.", unreadable);
        }
    }

    /// <summary>What cannot be read is refused as it is in JSON: passed over, it would be a reply to nothing, or be said twice.</summary>
    private static T? Parse<T>(IFormCollection form, string name)
        where T : struct, IParsable<T> =>
        One(form, name) is not { } text ? null : T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : throw Unreadable(name);

    private static string? One(IFormCollection form, string name) => form[name] switch
    {
        [] => null,
        [var text] => text,
        _ => throw Unreadable(name),
    };

    private static BadHttpRequestException Unreadable(string name) => new("A field cannot be read.", new JsonException(message: null, $"$.{name}", lineNumber: null, bytePositionInLine: null));
}
