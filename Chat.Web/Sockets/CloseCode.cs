using System.Net.WebSockets;
using Chat.Web.Outcomes;

namespace Chat.Web.Sockets;

/// <summary>Why a socket is closed: the codes of the protocol, and those of our own above 4000.</summary>
public enum CloseCode
{
    Normal = WebSocketCloseStatus.NormalClosure,

    /// <summary>Only text is read here.</summary>
    Binary = WebSocketCloseStatus.InvalidMessageType,

    /// <summary>What nobody has a reason for: a message in very many pieces, pings without end.</summary>
    Abuse = WebSocketCloseStatus.PolicyViolation,

    /// <summary>What is no WebSocket, or no text. The framework has said which by itself, and hung up.</summary>
    Broken = WebSocketCloseStatus.ProtocolError,

    TooLarge = WebSocketCloseStatus.MessageTooBig,

    /// <summary>A fault of ours.</summary>
    Fault = WebSocketCloseStatus.InternalServerError,

    Restarting = 1012,

    /// <summary>The other end does not read what it is sent: it comes again, and resumes.</summary>
    TooSlow = 1013,

    BadFrames = 4400,
    Stranger = 4401,

    /// <summary>What one read is no longer for one to read.</summary>
    NotAReader = 4403,

    /// <summary>Not there, or not for this person to know: as everywhere, the two look the same.</summary>
    NoSuchChat = 4404,

    Idle = 4408,
    Flooding = 4429,
}

internal static class CloseCodes
{
    /// <summary>How a socket that cannot be opened is closed.</summary>
    public static CloseCode Of(RefusalKind kind) => kind switch
    {
        RefusalKind.Stranger => CloseCode.Stranger,
        RefusalKind.Forbidden => CloseCode.NotAReader,
        RefusalKind.TooOften => CloseCode.Flooding,
        RefusalKind.Busy => CloseCode.TooSlow,
        _ => CloseCode.NoSuchChat,
    };

    /// <summary>Whether it is closed over what came on it, which no client that works sends.</summary>
    public static bool IsMisuse(this CloseCode code) =>
        code is CloseCode.Binary or CloseCode.Abuse or CloseCode.Broken or CloseCode.TooLarge or CloseCode.BadFrames or CloseCode.Flooding;
}
