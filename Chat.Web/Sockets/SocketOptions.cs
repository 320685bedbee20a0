using System.ComponentModel.DataAnnotations;

namespace Chat.Web.Sockets;

/// <summary>What programs may do on a socket, and how long one lasts: section <c>Sockets</c>.</summary>
public sealed class SocketOptions
{
    public const string Section = "Sockets";

    private const string Longest = "1.00:00:00";

    /// <summary>Sites whose pages may open a socket, beside our own: <c>https://learn.example</c>. Programs name no origin, and need none.</summary>
    public IReadOnlyList<string> Origins { get; set; } = [];

    /// <summary>How many one person may have open at once.</summary>
    [Range(1, 100_000)]
    public int PerPerson { get; set; } = 20;

    /// <summary>The longest frame that is read, in bytes: the longest message, in any alphabet.</summary>
    [Range(1_024, 1_048_576)]
    public int MaxFrameBytes { get; set; } = 64 * 1024;

    /// <summary>How many frames may come within <see cref="FramesWithin"/>, whatever is in them; <c>Limits:Multiplier</c> multiplies it.</summary>
    [Range(1, 100_000)]
    public int MaxFrames { get; set; } = 30;

    [Range(typeof(TimeSpan), "00:00:01", Longest)]
    public TimeSpan FramesWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>So many frames that are none, and the socket is closed.</summary>
    [Range(1, 1_000)]
    public int BadFrames { get; set; } = 3;

    /// <summary>How often a socket says that it is still there.</summary>
    [Range(typeof(TimeSpan), "00:00:01", Longest)]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the other end is asked whether it is still there. Every WebSocket library answers by itself.</summary>
    [Range(typeof(TimeSpan), "00:00:01", Longest)]
    public TimeSpan Ping { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>After so long without a sound from the other end, not even an answer to a ping, nobody is there.</summary>
    [Range(typeof(TimeSpan), "00:00:02", Longest)]
    public TimeSpan Idle { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>A frame that could not be delivered for so long is not being read.</summary>
    [Range(typeof(TimeSpan), "00:00:01", Longest)]
    public TimeSpan Stalled { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the other end has to say goodbye.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan Farewell { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long somebody waits for an answer who opens sockets too often.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan Refusing { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Whoever resumes further back than this reads the chat anew.</summary>
    [Range(1, 100_000)]
    public int MostMissed { get; set; } = 1_000;
}
