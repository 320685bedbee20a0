using System.Text.Json;

namespace Chat.Web.Conversations;

/// <summary>What a program wants to say, as JSON or as a multipart form.</summary>
/// <param name="ReplyTo">The id of the message it answers.</param>
/// <param name="ClientMessageId">The program's own name for it: sent again under the same one, it is said once.</param>
/// <param name="AttachmentIds">Uploads of the sender's own that hang on nothing yet. A form brings its files along in parts named "file".</param>
/// <param name="Sender">Whoever asks is the sender; a body that names somebody else is refused.</param>
public sealed record OutgoingMessage(string? Content, long? ReplyTo, Guid? ClientMessageId, IReadOnlyList<string>? AttachmentIds, int? Sender)
{
    /// <summary>From a body of JSON.</summary>
    public static async Task<OutgoingMessage> ReadAsync(HttpContext http)
    {
        if (!http.Request.HasJsonContentType())
        {
            throw new BadHttpRequestException("Only JSON and multipart forms are read here.", StatusCodes.Status415UnsupportedMediaType);
        }

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

    /// <summary>The ids of its files; none where one of them is no id at all.</summary>
    public IReadOnlyList<Guid>? FindFiles() => FindFiles(AttachmentIds);

    /// <inheritdoc cref="FindFiles()"/>
    public static IReadOnlyList<Guid>? FindFiles(IReadOnlyList<string>? named)
    {
        var ids = new List<Guid>();
        foreach (var text in named ?? [])
        {
            if (!Guid.TryParse(text, out var id))
            {
                return null;
            }

            ids.Add(id);
        }

        return ids;
    }
}
