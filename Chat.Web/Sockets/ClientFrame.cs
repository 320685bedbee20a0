using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chat.Web.Sockets;

/// <summary>What a client says. There are two dialects, <c>message</c> with a text and <c>chat_message</c> with a content; both are read everywhere.</summary>
internal sealed record ClientFrame(string? Type)
{
    public string? Text { get; init; }

    public string? Content { get; init; }

    /// <summary>The client's own name for a message: said again under the same one, it is said once.</summary>
    public Guid? ClientMessageId { get; init; }

    /// <summary>The id of the message it answers.</summary>
    public long? ReplyTo { get; init; }

    public IReadOnlyList<string>? AttachmentIds { get; init; }

    /// <summary>Whoever holds the socket is the sender; a frame that names somebody else is refused.</summary>
    public int? Sender { get; init; }

    public bool? IsTyping { get; init; }

    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public IReadOnlyList<long>? MessageIds { get; init; }

    public int? Seq { get; init; }

    public int? After { get; init; }

    /// <summary>A socket is for one chat. Some clients name it all the same, each in their own way.</summary>
    [JsonConverter(typeof(NumberOrName))]
    public string? ChatId { get; init; }

    /// <inheritdoc cref="ChatId"/>
    [JsonConverter(typeof(NumberOrName))]
    public string? ConversationId { get; init; }

    /// <inheritdoc cref="ChatId"/>
    [JsonConverter(typeof(NumberOrName))]
    public string? RoomId { get; init; }

    /// <inheritdoc cref="ChatId"/>
    [JsonConverter(typeof(NumberOrName))]
    public string? Thread { get; init; }

    /// <summary>Whether it names another chat than the socket is for.</summary>
    /// <param name="id">The number of that chat.</param>
    /// <param name="name">What it was called when the socket was opened.</param>
    public bool IsForAnother(int id, string name)
    {
        var number = id.ToString(CultureInfo.InvariantCulture);
        return new[] { ChatId, ConversationId, RoomId, Thread }.Any(named =>
            named is not null && !named.Equals(number, StringComparison.Ordinal) && !named.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    internal sealed class NumberOrName : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            // A number as it is written. Whatever else stands there names no chat.
            _ => JsonElement.ParseValue(ref reader).GetRawText(),
        };

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}
