using System.Text.Json;
using Chat.Web.Access;

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

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return new OutgoingMessage(
            form["content"],
            long.TryParse(form["reply_to"], out var replyTo) ? replyTo : null,
            Guid.TryParse(form["client_message_id"], out var id) ? id : null,
            form.Files.Count > 0 ? [.. form.Files.Select(f => f.Name)] : null,
            int.TryParse(form["sender"], out var sender) ? sender : null);
    }

    internal bool NamesAnother(Actor actor) => Sender is { } sender && sender != actor.Id;

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
}
