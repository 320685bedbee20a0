using Chat.Web.Access;
using Chat.Web.Live;

namespace Chat.Web.Accounts;

/// <summary>
/// One signed-in device. The cookie names it and nothing more; whether it still counts, and for whom, is read from here,
/// so that ending it ends it everywhere at once.
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

    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>What the browser called itself.</summary>
    public string Device { get; init; } = "";

    public string Address { get; init; } = "";
}

/// <summary>Where somebody signs in from, as far as it can be told.</summary>
public sealed record Device(string Name, string Address);

/// <summary>A session that counts, with all a page needs to know of the person behind it.</summary>
public sealed record LiveSession(Guid Id, Actor Actor, string FullName, string Language, string TimeZone, DateTimeOffset ExpiresAt);

public sealed record SessionView(Guid Id, string Device, string Address, DateTimeOffset StartedAt, DateTimeOffset LastSeenAt, bool IsThisOne);

public sealed record SessionsEnded(IReadOnlyCollection<Guid> Ids) : ChatEvent;
