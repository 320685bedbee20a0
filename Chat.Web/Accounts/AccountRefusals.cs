using Chat.Web.Outcomes;

namespace Chat.Web.Accounts;

/// <summary>Why an account, a password or a sign-in is refused.</summary>
public static class AccountRefusals
{
    /// <summary>The one answer to every wrong sign-in: unknown name, wrong password, suspended account.</summary>
    public static readonly Refusal InvalidCredentials = new(RefusalKind.Stranger, "invalid_credentials");

    /// <summary>Too many wrong tries. The argument is in how many minutes to try again.</summary>
    public static readonly Refusal AccountLocked = new(RefusalKind.Locked, "account_locked");

    public static readonly Refusal TooManySignIns = new(RefusalKind.TooOften, "too_many_sign_ins") { RetryAfter = TimeSpan.FromMinutes(1) };

    /// <summary>A token that is unknown, ended, expired, or was never one: the four look the same.</summary>
    public static readonly Refusal TokenInvalid = new(RefusalKind.Stranger, "token_invalid");

    /// <summary>Asked with a browser's cookie, and not by a page of ours.</summary>
    public static readonly Refusal NotFromHere = new(RefusalKind.Forbidden, "not_from_here");

    public static readonly Refusal UserNameTaken = new(RefusalKind.Invalid, "user_name_taken");

    /// <summary>Longer than 256 characters, or with one that is neither a Latin letter, a digit nor one of <c>@ . + - _</c>.</summary>
    public static readonly Refusal UserNameInvalid = new(RefusalKind.Invalid, "user_name_invalid");

    public static readonly Refusal NameMissing = new(RefusalKind.Invalid, "full_name_missing");

    public static readonly Refusal NameTooLong = new(RefusalKind.Invalid, "full_name_too_long") { Arguments = [AppUser.MaxFullNameLength] };

    /// <summary>Control characters, line breaks, or half of a surrogate pair: nothing that belongs in a name.</summary>
    public static readonly Refusal NameUnreadable = new(RefusalKind.Invalid, "full_name_unreadable");

    public static readonly Refusal EmailInvalid = new(RefusalKind.Invalid, "email_invalid");

    public static readonly Refusal EmailTaken = new(RefusalKind.Invalid, "email_taken");

    public static readonly Refusal PasswordTooShort = new(RefusalKind.Invalid, "password_too_short") { Arguments = [PasswordOptions.MinLength] };

    public static readonly Refusal PasswordTooLong = new(RefusalKind.Invalid, "password_too_long") { Arguments = [PasswordOptions.MaxLength] };

    public static readonly Refusal PasswordCommon = new(RefusalKind.Invalid, "password_common");

    /// <summary>Half of a surrogate pair: it cannot be encoded, and so not hashed.</summary>
    public static readonly Refusal PasswordUnreadable = new(RefusalKind.Invalid, "password_unreadable");

    public static readonly Refusal PasswordWrong = new(RefusalKind.Invalid, "password_wrong");

    public static readonly Refusal PasswordsDiffer = new(RefusalKind.Invalid, "passwords_differ");

    public static readonly Refusal RegistrationClosed = new(RefusalKind.Forbidden, "registration_closed");

    /// <summary>Unknown, used or expired: the three look the same.</summary>
    public static readonly Refusal InvitationInvalid = new(RefusalKind.Invalid, "invitation_invalid");

    public static readonly Refusal AlreadySetUp = new(RefusalKind.Forbidden, "already_set_up");

    public static readonly Refusal AdminsOnly = new(RefusalKind.Forbidden, "admins_only");

    /// <summary>Nobody signs in by this name. It is said only to whoever stands at the machine itself.</summary>
    public static readonly Refusal AccountUnknown = new(RefusalKind.NotFound, "account_unknown");

    /// <summary>A number that stands for no role.</summary>
    public static readonly Refusal RoleUnknown = new(RefusalKind.Invalid, "role_unknown");

    /// <summary>A number in which something stands for no capability.</summary>
    public static readonly Refusal CapabilitiesUnknown = new(RefusalKind.Invalid, "capabilities_unknown");

    public static readonly Refusal LanguageUnknown = new(RefusalKind.Invalid, "language_unknown");

    /// <summary>Of somebody who has left, nothing is changed until they are taken back.</summary>
    public static readonly Refusal HasLeft = new(RefusalKind.Conflict, "has_left");

    /// <summary>Invited once more is only who has not come yet.</summary>
    public static readonly Refusal HasCome = new(RefusalKind.Conflict, "has_come");

    /// <summary>Whoever is suspended or has left is given no way back in by a password.</summary>
    public static readonly Refusal NotLetIn = new(RefusalKind.Conflict, "not_let_in");

    /// <summary>A link that sets a password: unknown, used, replaced or expired; they look the same.</summary>
    public static readonly Refusal PasswordLinkInvalid = new(RefusalKind.Invalid, "password_link_invalid");

    public static readonly Refusal LastAdmin = new(RefusalKind.Conflict, "last_admin");
}
