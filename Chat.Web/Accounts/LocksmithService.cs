using Chat.Web.Access;
using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Chat.Web.Accounts;

/// <summary>
/// Opens doors for whoever stands at the machine itself: they could change the file as well, so nobody is asked who they
/// are. What they do is written down as done from there.
/// </summary>
public sealed class LocksmithService(
    WriteLane lane, PasswordHashing hashing, IdentityUsers identity, SessionService sessions, AuditLog audit, IOptions<TokenOptions> tokens, TimeProvider clock)
{
    /// <summary>What stands in the log for the address.</summary>
    public const string Address = "command line";

    public async Task<Outcome<Done>> CreateAdminAsync(RegistrationDraft draft, CancellationToken cancellation = default)
    {
        if (RegistrationService.Check(draft) is { } mistake)
        {
            return mistake;
        }

        var hash = await hashing.HashAsync(draft.Password!);
        return hash.Refusal is { } busy ? busy : await lane.TryAsync<Done>(async db =>
        {
            var user = new AppUser
            {
                FullName = draft.FullName!.Trim(),
                Email = draft.Email!.Trim(),
                UserName = draft.Email.Trim(),
                PasswordHash = hash.Value,
                Role = Rights.RoleOfKeepers,
                Language = draft.Language,
                CreatedAt = clock.GetUtcNow(),
            };
            var created = await identity.Over(db).CreateAsync(user);
            if (!created.Succeeded)
            {
                return IdentityUsers.WhyNot(created, hasUserName: false);
            }

            return await WriteDownAsync(db, "admin.created", user, cancellation);
        }, cancellation);
    }

    /// <summary>Gives an account another password, unlocks it, and ends its sessions: whoever had the old one is out.</summary>
    public async Task<Outcome<Done>> ResetPasswordAsync(string login, string? password, CancellationToken cancellation = default)
    {
        var hash = PasswordRules.Check(password, login) is { } mistake ? mistake : await hashing.HashAsync(password!);
        return hash.Refusal is { } refusal ? refusal : await ChangeAsync(login, "user.password_reset", async (db, user) =>
        {
            user.PasswordHash = hash.Value;
            await identity.Over(db).UpdateSecurityStampAsync(user);
            await UnlockAsync(user);
            await sessions.EndAllInAsync(db, user.Id);
        }, cancellation);
    }

    public Task<Outcome<Done>> UnlockAsync(string login, CancellationToken cancellation = default) =>
        ChangeAsync(login, "user.unlocked", (_, user) => UnlockAsync(user), cancellation);

    /// <summary>A token for a program that acts as this person. It is shown once: only its hash is kept.</summary>
    public async Task<Outcome<string>> CreateTokenAsync(string login, CancellationToken cancellation = default)
    {
        var token = ApiToken.Make();
        var device = new Device(Address, "") { IsProgram = true, Lifetime = tokens.Value.Token, TokenHash = ApiToken.HashOf(token) };
        var made = await ChangeAsync(login, "token.created", (db, user) =>
        {
            sessions.Start(db, user, device);
            return Task.CompletedTask;
        }, cancellation);
        return made.Refusal is { } refusal ? refusal : token;
    }

    private Task<Outcome<Done>> ChangeAsync(string login, string action, Func<ChatDbContext, AppUser, Task> change, CancellationToken cancellation)
    {
        var name = IdentityUsers.Normalize(login);
        return lane.TryAsync<Done>(async db =>
        {
            if (await db.Users.FirstOrDefaultAsync(u => u.NormalizedEmail == name || u.NormalizedUserName == name, cancellation) is not { } user)
            {
                return AccountRefusals.AccountUnknown;
            }

            await change(db, user);
            return await WriteDownAsync(db, action, user, cancellation);
        }, cancellation);
    }

    private async Task<Done> WriteDownAsync(ChatDbContext db, string action, AppUser user, CancellationToken cancellation)
    {
        await audit.AppendAsync(db, actor: null, new Deed(action, $"user:{user.Id}") { Address = Address }, cancellation);
        return new Done();
    }

    private static Task UnlockAsync(AppUser user)
    {
        (user.LockoutEnd, user.AccessFailedCount) = (null, 0);
        return Task.CompletedTask;
    }
}
