using Chat.Web.Access;

namespace Chat.Web.Accounts;

/// <summary>
/// A one-time right: to make an account of a given role, or to set the password of one that is there. The code itself is
/// shown once and kept only as its hash.
/// </summary>
public class Invitation
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    /// <summary>Whoever forgot a password is waiting; a link that lies about for longer is one for somebody else.</summary>
    public static readonly TimeSpan LifetimeOfReset = TimeSpan.FromDays(1);

    public int Id { get; private set; }

    /// <summary>SHA-256 of the code, in lower-case hex.</summary>
    public required string CodeHash { get; init; }

    public required string FullName { get; init; }

    public required string Email { get; init; }

    public Role Role { get; init; }

    /// <summary>Whose password it sets; none for one that makes an account.</summary>
    public int? UserId { get; init; }

    public int InvitedById { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? UsedAt { get; set; }
}

public sealed record InvitationDraft(string FullName, string Email, Role Role);

/// <param name="Code">Shown once: it cannot be read again.</param>
public sealed record IssuedInvitation(string Code, InvitationView View);

public sealed record InvitationView(int Id, string FullName, string Email, Role Role, DateTimeOffset ExpiresAt, DateTimeOffset? UsedAt);
