using Chat.Web.Accounts;
using Chat.Web.Conversations;
using Chat.Web.Limits;
using Chat.Web.Live;

namespace Chat.Web.Sockets;

/// <summary>What every socket is given by the house. There are many sockets, and one of each of these.</summary>
internal sealed record ChatSocketServices(
    Feed Feed, SessionService Sessions, Attendance Attendance, ConversationService Conversations, MessageService Messages, MessageReader Reader, PresenceService Presence, FrameWriter Frames,
    RateLimits Limits, TimeProvider Clock, ILogger<ChatSocket> Logger);
