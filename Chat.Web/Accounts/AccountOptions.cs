using System.ComponentModel.DataAnnotations;

namespace Chat.Web.Accounts;

public enum RegistrationMode
{
    /// <summary>Only admins make accounts.</summary>
    Closed,

    /// <summary>Whoever was sent an invitation.</summary>
    Invite,

    /// <summary>Anyone; the account then has no relationships and reaches nobody.</summary>
    Open,
}

/// <summary>Who may make an account for themselves: section <c>Registration</c>.</summary>
public sealed class RegistrationOptions
{
    public const string Section = "Registration";

    public RegistrationMode Mode { get; set; } = RegistrationMode.Invite;
}

/// <summary>How passwords are kept and guessed at: section <c>Passwords</c>.</summary>
public sealed class PasswordOptions
{
    public const string Section = "Passwords";

    public const int MinLength = 8;

    public const int MaxLength = 128;

    /// <summary>PBKDF2-SHA512 rounds for new hashes; older hashes are renewed at the next sign-in.</summary>
    [Range(1, 10_000_000)]
    public int Iterations { get; set; } = 210_000;

    /// <summary>How many checks may wait for a hashing thread before further sign-ins are asked to come back.</summary>
    [Range(1, 100_000)]
    public int QueueLength { get; set; } = 512;

    [Range(1, 100)]
    public int FailuresBeforeLockout { get; set; } = 5;

    public TimeSpan Lockout { get; set; } = TimeSpan.FromMinutes(15);
}
