using Chat.Web.Data;
using Chat.Web.Outcomes;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Chat.Web.Accounts;

/// <summary>
/// Identity's user manager over the context of one command on the write lane. Passwords are hashed before the command
/// begins (<see cref="PasswordHashing"/>), never inside it, where everyone else's writes would wait.
/// </summary>
public sealed class IdentityUsers(IServiceProvider services, ILogger<UserManager<AppUser>> logger)
{
    private static readonly IdentityOptions Options = new() { User = { RequireUniqueEmail = true } };

    public UserManager<AppUser> Over(ChatDbContext db) => new(
        new UserOnlyStore<AppUser, ChatDbContext, int>(db),
        new OptionsWrapper<IdentityOptions>(Options),
        new PasswordHasher<AppUser>(),
        [new UserValidator<AppUser>()],
        [],
        new UpperInvariantLookupNormalizer(),
        new IdentityErrorDescriber(),
        services,
        logger);

    /// <summary>Why the manager would not have an account as it is.</summary>
    /// <param name="hasUserName">False where the e-mail address is the name to sign in with as well: then it is that which does not fit.</param>
    public static Refusal WhyNot(IdentityResult answer, bool hasUserName)
    {
        var codes = answer.Errors.Select(e => e.Code).ToList();
        return codes.Contains("DuplicateEmail") ? AccountRefusals.EmailTaken
            : codes.Contains("DuplicateUserName") ? hasUserName ? AccountRefusals.UserNameTaken : AccountRefusals.EmailTaken
            : codes.Contains("InvalidUserName") && hasUserName ? AccountRefusals.UserNameInvalid
            : AccountRefusals.EmailInvalid;
    }

    public static string Normalize(string login) => login.Trim().Normalize().ToUpperInvariant();
}
