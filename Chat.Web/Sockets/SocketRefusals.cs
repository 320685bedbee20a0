using Chat.Web.Outcomes;

namespace Chat.Web.Sockets;

/// <summary>Why a socket is refused or closed, beside what the services say.</summary>
internal static class SocketRefusals
{
    public static readonly Refusal UpgradeRequired = new(RefusalKind.Invalid, "upgrade_required");

    /// <summary>This person has as many open as they may. The argument is how many that is.</summary>
    public static readonly Refusal TooMany = new(RefusalKind.TooOften, "too_many_sockets");

    public static readonly Refusal Flooding = new(RefusalKind.TooOften, "too_many_frames");

    /// <summary>What came is no frame: no JSON, no object, no type that is known, or a field that cannot be read.</summary>
    public static Refusal Malformed => ApiRefusals.Malformed;

    public static Refusal Stranger => ApiRefusals.NotAuthenticated;

    public static Refusal Fault => ApiRefusals.Fault;
}
