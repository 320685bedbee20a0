using Chat.Web.Access;
using Chat.Web.Live;

namespace Chat.Web.Accounts;

/// <summary>
/// One signed-in device: a browser that carries a cookie, or a program that carries tokens. What it carries names it and
/// nothing more; whether it still counts, and for whom, is read from here, so that ending it ends it everywhere at once.
/// </summary>
public class Session
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    public const int MaxDeviceLength = 200;

    public Guid Id { get; init; }

    public int UserId { get; init; }

    public AppUser User { get; init; } = null!;

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset LastSeenAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>What the browser or program called itself.</summary>
    public string Device { get; init; } = "";

    public string Address { get; init; } = "";

    /// <summary>The hash of the token a program was given; none for browsers, and for programs that carry only a JWT pair.</summary>
    public string? TokenHash { get; init; }

    /// <summary>The number of the one refresh token that still counts; none for browsers. An older one that comes again was stolen from, or by, somebody.</summary>
    public int? RefreshNumber { get; set; }
}

/// <summary>Where somebody signs in from, as far as it can be told.</summary>
public sealed record Device(string Name, string Address)
{
    public TimeSpan Lifetime { get; init; } = Session.Lifetime;

    /// <summary>A program that carries tokens, not a browser that carries a cookie.</summary>
    public bool IsProgram { get; init; }

    public string? TokenHash { get; init; }
}

/// <summary>A session that counts, with all a page needs to know of the person behind it.</summary>
public sealed record LiveSession(Guid Id, Actor Actor, string FullName, string Language, string TimeZone, DateTimeOffset ExpiresAt);

/// <param name="IsProgram">It carries tokens; a browser carries a cookie.</param>
public sealed record SessionView(Guid Id, string Device, string Address, DateTimeOffset StartedAt, DateTimeOffset LastSeenAt, bool IsThisOne, bool IsProgram);

public sealed record SessionsEnded(IReadOnlyCollection<Guid> Ids) : ChatEvent;
