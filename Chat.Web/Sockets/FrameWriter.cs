using System.Runtime.CompilerServices;
using System.Text.Json;
using Chat.Web.Conversations;
using Chat.Web.Live;
using Chat.Web.Outcomes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace Chat.Web.Sockets;

/// <summary>
/// Frames as bytes, in the JSON of the API. What many sockets are told alike is written once: the bytes live as long as the
/// thing they tell of.
/// </summary>
internal sealed class FrameWriter(IOptions<JsonOptions> json, IStringLocalizer<RefusalTexts> refusals)
{
    private readonly ConditionalWeakTable<MessageView, byte[]> _messages = [];
    private readonly ConditionalWeakTable<ChatEvent, byte[]> _events = [];

    public byte[] Pong => field ??= Write(new PongFrame());

    public byte[] Heartbeat => field ??= Write(new HeartbeatFrame());

    /// <summary>A message, new to whoever is told.</summary>
    public byte[] Of(MessageView message) => _messages.GetValue(message, m => Write(MessageFrame.New(m.ToChatMessage())));

    /// <summary>What happened, where every socket of the chat is told of it in the same words; none where it is no matter for sockets.</summary>
    public byte[]? Of(ChatEvent happened) => happened switch
    {
        MessageChanged => _events.GetValue(happened, h => Write(MessageFrame.Changed(((MessageChanged)h).Message.ToChatMessage()))),
        TypingStarted => _events.GetValue(happened, h => Write(Of((TypingStarted)h))),
        TypingStopped => _events.GetValue(happened, h => Write(Of((TypingStopped)h))),
        ReadMoved => _events.GetValue(happened, h => Write(Of((ReadMoved)h))),
        _ => null,
    };

    /// <summary>Why not, in the language of whoever holds the socket.</summary>
    public byte[] Of(Refusal refusal, Guid? clientMessageId = null) => Write(new ErrorFrame(
        refusal.Code, refusals.Of(refusal), clientMessageId, refusal.RetryAfter is { } wait ? (int)Math.Ceiling(wait.TotalSeconds) : null));

    public byte[] Write(ServerFrame frame) => JsonSerializer.SerializeToUtf8Bytes(frame, json.Value.SerializerOptions.GetTypeInfo(frame.GetType()));

    /// <summary>What a client said; none where it is no frame.</summary>
    public ClientFrame? Read(ReadOnlySpan<byte> said)
    {
        try
        {
            return (ClientFrame?)JsonSerializer.Deserialize(said, json.Value.SerializerOptions.GetTypeInfo(typeof(ClientFrame)));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TypingFrame Of(TypingStarted typing) => new(typing.ConversationId, typing.Person.Id, typing.Person, IsTyping: true);

    private static TypingFrame Of(TypingStopped typing) => new(typing.ConversationId, typing.Person.Id, typing.Person, IsTyping: false);

    private static ReadFrame Of(ReadMoved moved) => new(moved.ConversationId, moved.UserId, moved.Seq);
}
