using System.Text.Json.Serialization;
using Chat.Web.Accounts;
using Chat.Web.Conversations;

namespace Chat.Web.Sockets;

/// <summary>What a client is told.</summary>
internal abstract record ServerFrame([property: JsonPropertyOrder(-1)] string Type);

/// <param name="LastSeq">The newest message there is: whatever comes after it comes by this socket.</param>
internal sealed record ConnectedFrame(int ChatId, int LastSeq, bool CanPost) : ServerFrame("connected");

/// <param name="Event">The same again, in the words of another client.</param>
internal sealed record MessageFrame(string Type, string Event, ChatMessage Message) : ServerFrame(Type)
{
    public static MessageFrame New(ChatMessage message) => new("message", "message:new", message);

    public static MessageFrame Changed(ChatMessage message) => new("message_updated", "message:updated", message);
}

internal sealed record TypingFrame(int ChatId, int UserId, PersonView User, bool IsTyping) : ServerFrame("typing");

/// <summary>Somebody has read up to a message.</summary>
internal sealed record ReadFrame(int ChatId, int UserId, int Seq) : ServerFrame("read");

/// <summary>The other one of two is here, or no longer.</summary>
internal sealed record PresenceFrame(string Type, int ChatId, int UserId) : ServerFrame(Type)
{
    public static PresenceFrame Of(int chatId, int userId, bool isHere) => new(isHere ? "user_joined" : "user_left", chatId, userId);
}

internal sealed record PongFrame() : ServerFrame("pong");

internal sealed record HeartbeatFrame() : ServerFrame("heartbeat");

/// <summary>Too much was missed to be told here: what is shown is read anew, and goes on from this message.</summary>
internal sealed record ResetFrame(int ChatId, int LastSeq) : ServerFrame("reset");

/// <summary>No, with the same code as over HTTP.</summary>
/// <param name="ClientMessageId">What the client called the message that is refused.</param>
/// <param name="RetryAfter">In how many seconds to ask again.</param>
internal sealed record ErrorFrame(
    string Code,
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? ClientMessageId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? RetryAfter) : ServerFrame("error");

[JsonSerializable(typeof(ClientFrame))]
[JsonSerializable(typeof(ConnectedFrame))]
[JsonSerializable(typeof(MessageFrame))]
[JsonSerializable(typeof(TypingFrame))]
[JsonSerializable(typeof(ReadFrame))]
[JsonSerializable(typeof(PresenceFrame))]
[JsonSerializable(typeof(PongFrame))]
[JsonSerializable(typeof(HeartbeatFrame))]
[JsonSerializable(typeof(ResetFrame))]
[JsonSerializable(typeof(ErrorFrame))]
internal sealed partial class SocketJson : JsonSerializerContext;
