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

    /// <summary>After this many different names were tried in vain from one address, only those who have signed in from it before still can, for as long as a lockout.</summary>
    [Range(1, 100_000)]
    public int NamesBeforeGuessing { get; set; } = 40;
}

/// <summary>What programs sign in with: section <c>Jwt</c>.</summary>
public sealed class TokenOptions
{
    public const string Section = "Jwt";

    /// <summary>Signs the JWTs, at least 32 characters. Where it is empty, one is made once and kept with the data; several servers need the same one.</summary>
    public string Key { get; set; } = "";

    public TimeSpan Access { get; set; } = TimeSpan.FromMinutes(60);

    public TimeSpan Refresh { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long a 40-character token counts if nobody ends it.</summary>
    public TimeSpan Token { get; set; } = TimeSpan.FromDays(90);
}
