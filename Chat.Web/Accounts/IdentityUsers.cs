using Chat.Web.Data;
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

    public static string Normalize(string login) => login.Trim().Normalize().ToUpperInvariant();
}
