using System.Globalization;
using System.Text.Json;
using Chat.Web.Access;
using Chat.Web.Outcomes;

namespace Chat.Web.Conversations;

/// <summary>A message as a form: its fields, and files that are handed on while they come.</summary>
internal sealed class OutgoingForm(Actor actor, KeepFile keep, UploadLimits limits)
{
    /// <summary>What stands around the files, and the words.</summary>
    private const long Around = 1024 * 1024;

    private static readonly HashSet<string> Fields = new(StringComparer.Ordinal) { "content", "reply_to", "client_message_id", "sender" };

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);
    private readonly List<string> _files = [];

    public static async Task<Outcome<OutgoingMessage>> ReadAsync(HttpContext http, Actor actor, KeepFile keep, UploadLimits limits)
    {
        var form = new OutgoingForm(actor, keep, limits);
        var refused = await FormParts.ReadAsync(http, (limits.MaxFiles * limits.MaxBytes) + Around, part => form.TakeAsync(part, http.RequestAborted));
        return refused is null ? form.ToMessage() : refused;
    }

    private async Task<Refusal?> TakeAsync(FormPart part, CancellationToken cancellation)
    {
        if (part is { Name: "file", FileName: { } name })
        {
            if (_files.Count == limits.MaxFiles)
            {
                return ConversationRefusals.TooManyAttachments.With(limits.MaxFiles);
            }

            var kept = await keep(actor, name, part.Content, cancellation);
            _files.Add(kept.Value.ToString());
            return kept.Refusal;
        }

        if (part.Name is "attachment_ids")
        {
            _files.AddRange((await part.ReadTextAsync(cancellation)).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        }
        else if (Fields.Contains(part.Name) && !_fields.TryAdd(part.Name, await part.ReadTextAsync(cancellation)))
        {
            throw Unreadable(part.Name);
        }

        return null;
    }

    private OutgoingMessage ToMessage() =>
        new(_fields.GetValueOrDefault("content"), Parse<long>("reply_to"), Parse<Guid>("client_message_id"), _files, Parse<int>("sender"));

    /// <summary>What cannot be read is refused as it is in JSON: passed over, it would be a reply to nothing, or be said twice.</summary>
    private T? Parse<T>(string name)
        where T : struct, IParsable<T> =>
        !_fields.TryGetValue(name, out var text) ? null : T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : throw Unreadable(name);

    private static BadHttpRequestException Unreadable(string name) => new("A field cannot be read.", new JsonException(message: null, $"$.{name}", lineNumber: null, bytePositionInLine: null));
}
