using System.Globalization;
using Chat.Web.Access;
using Chat.Web.Outcomes;

namespace Chat.Web.Accounts;

/// <summary>What an admin says of an account. Anything else that is sent along has nowhere to go.</summary>
public sealed record AccountDraft(string? Email, string? FullName, Role Role, string Language)
{
    /// <summary>What is wrong with it, each under the name of the part it is about.</summary>
    public IEnumerable<(string Part, Refusal Refusal)> FindMistakes()
    {
        if (!RegistrationService.IsEmail(Email))
        {
            yield return (nameof(Email), AccountRefusals.EmailInvalid);
        }

        if (FullNameRules.Check(FullName) is { } bad)
        {
            yield return (nameof(FullName), bad);
        }

        if (!Role.IsForPeople())
        {
            yield return (nameof(Role), AccountRefusals.RoleUnknown);
        }

        if (!Languages.Has(Language))
        {
            yield return (nameof(Language), AccountRefusals.LanguageUnknown);
        }
    }
}

/// <summary>One thing an admin changes about an account.</summary>
/// <param name="Action">What the audit calls it.</param>
/// <param name="Make">Does it; the refusal is why it cannot be done to this account.</param>
/// <param name="Tell">What it is about, in stable words, for the audit: what it says before and after. Where it says the same twice, nothing was changed.</param>
public sealed record AccountChange(string Action, Func<AppUser, Refusal?> Make, Func<AppUser, string> Tell)
{
    private static readonly Capabilities AllCapabilities = Enum.GetValues<Capabilities>().Aggregate((all, one) => all | one);

    public static readonly AccountChange Suspend = new("user.suspended", IfHere(user => user.Status = AccountStatus.Suspended), StatusOf);

    /// <summary>Whoever was let in before is again; who never came is invited again.</summary>
    public static readonly AccountChange Restore = new(
        "user.restored",
        user =>
        {
            user.Status = user.Status is AccountStatus.Active ? AccountStatus.Active : user.PasswordHash is null ? AccountStatus.Invited : AccountStatus.Active;
            return null;
        },
        StatusOf);

    public static readonly AccountChange Leave = new("user.left", IfHere(user => user.Status = AccountStatus.Left), StatusOf);

    /// <summary>Lets somebody try again who mistyped a password too often.</summary>
    public static readonly AccountChange Unlock = new(
        "user.unlocked",
        user =>
        {
            (user.LockoutEnd, user.AccessFailedCount) = (null, 0);
            return null;
        },
        user => user.LockoutEnd is { } until ? string.Create(CultureInfo.InvariantCulture, $"locked until {until:u}") : string.Create(CultureInfo.InvariantCulture, $"{user.AccessFailedCount} failed"));

    public static AccountChange ToRole(Role role) => new(
        "user.role_changed",
        user =>
        {
            user.Role = role;
            return role.IsForPeople() ? null : AccountRefusals.RoleUnknown;
        },
        user => user.Role.ToString());

    public static AccountChange ToCapabilities(Capabilities capabilities) => OfCapabilities(capabilities, _ => capabilities);

    public static AccountChange Granting(Capabilities capability) => OfCapabilities(capability, user => user.Capabilities | capability);

    public static AccountChange Revoking(Capabilities capability) => OfCapabilities(capability, user => user.Capabilities & ~capability);

    /// <summary>Name, e-mail, role and language at once. Who signs in by the e-mail address does so by the new one.</summary>
    public static AccountChange To(AccountDraft draft) => new(
        "user.edited",
        user =>
        {
            if (draft.FindMistakes().Select(m => m.Refusal).FirstOrDefault() is { } mistake)
            {
                return mistake;
            }

            var email = draft.Email!.Trim();
            user.UserName = string.Equals(user.UserName, user.Email, StringComparison.OrdinalIgnoreCase) ? email : user.UserName;
            (user.Email, user.FullName, user.Role, user.Language) = (email, draft.FullName!.Trim(), draft.Role, draft.Language);
            return null;
        },
        user => $"{user.FullName}, {user.Email}, {user.Role}, {user.Language}");

    private static AccountChange OfCapabilities(Capabilities named, Func<AppUser, Capabilities> after) => new(
        "user.capabilities_changed",
        user =>
        {
            user.Capabilities = after(user);
            return (named & ~AllCapabilities) is Capabilities.None ? null : AccountRefusals.CapabilitiesUnknown;
        },
        user => user.Capabilities.ToString());

    private static Func<AppUser, Refusal?> IfHere(Action<AppUser> make) => user =>
    {
        if (user.Status is AccountStatus.Left)
        {
            return AccountRefusals.HasLeft;
        }

        make(user);
        return null;
    };

    private static string StatusOf(AppUser user) => user.Status.ToString();
}
