using Chat.Web.Access;
using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Accounts;

/// <summary>Changes accounts. Whatever changes who somebody is ends their sessions in the same stroke, so that no page goes on with an older truth.</summary>
public sealed class AccountService(
    IDbContextFactory<ChatDbContext> database, WriteLane lane, PasswordHashing hashing, IdentityUsers identity, SessionService sessions, AuditLog audit)
{
    /// <summary>Changes one's own password and ends every other session; the one it is changed in goes on.</summary>
    public async Task<Outcome<Done>> ChangePasswordAsync(Actor actor, Guid thisSession, string? current, string? replacement, CancellationToken cancellation = default)
    {
        AppUser user;
        await using (var db = await database.CreateDbContextAsync(cancellation))
        {
            user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == actor.Id, cancellation);
        }

        if (current is null or { Length: > PasswordOptions.MaxLength } || await hashing.VerifyAsync(user.PasswordHash, current) is PasswordVerificationResult.Failed)
        {
            return AccountRefusals.PasswordWrong;
        }

        if (PasswordRules.Check(replacement, user.Email) is { } refusal)
        {
            return refusal;
        }

        var hash = await hashing.HashAsync(replacement!);
        var ended = await lane.RunAsync(async db =>
        {
            var changed = await db.Users.SingleAsync(u => u.Id == actor.Id, cancellation);
            changed.PasswordHash = hash;
            await identity.Over(db).UpdateSecurityStampAsync(changed);
            await audit.AppendAsync(db, actor, "user.password_changed", $"user:{actor.Id}", cancellation);
            return await sessions.EndOthersInAsync(db, actor.Id, thisSession);
        }, cancellation);

        sessions.Announce(actor.Id, ended);
        return new Done();
    }

    public Task<Outcome<Done>> SuspendAsync(Actor actor, int userId, CancellationToken cancellation = default) =>
        ChangeAsync(actor, userId, "user.suspended", user => user.Status = AccountStatus.Suspended, cancellation);

    public Task<Outcome<Done>> RestoreAsync(Actor actor, int userId, CancellationToken cancellation = default) =>
        ChangeAsync(actor, userId, "user.restored", user => user.Status = AccountStatus.Active, cancellation);

    public Task<Outcome<Done>> ChangeRoleAsync(Actor actor, int userId, Role role, CancellationToken cancellation = default) =>
        ChangeAsync(actor, userId, "user.role_changed", user => user.Role = role, cancellation);

    public Task<Outcome<Done>> GrantAsync(Actor actor, int userId, Capabilities capabilities, CancellationToken cancellation = default) =>
        ChangeAsync(actor, userId, "user.capabilities_changed", user => user.Capabilities = capabilities, cancellation);

    /// <summary>Changes one's own language. Sessions remember it, so they are read anew.</summary>
    public async Task<Outcome<Done>> SpeakAsync(Actor actor, string language, CancellationToken cancellation = default)
    {
        if (!Languages.Has(language))
        {
            return Refusal.NotFound;
        }

        await lane.RunAsync(db => db.Users.Where(u => u.Id == actor.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.Language, language), cancellation), cancellation);
        sessions.Reread(actor.Id);
        return new Done();
    }

    private async Task<Outcome<Done>> ChangeAsync(Actor actor, int userId, string action, Action<AppUser> change, CancellationToken cancellation)
    {
        if (!actor.KeepsTheSchool())
        {
            return AccountRefusals.AdminsOnly;
        }

        var ended = await lane.RunAsync<Outcome<IReadOnlyCollection<Guid>>>(async db =>
        {
            if (await db.Users.SingleOrDefaultAsync(u => u.Id == userId, cancellation) is not { } user)
            {
                return Refusal.NotFound;
            }

            var wasAmongAdmins = user.IsAmongAdmins();
            change(user);
            await db.SaveChangesAsync(cancellation);
            if (wasAmongAdmins && !user.IsAmongAdmins() && !await db.Users.Admins().AnyAsync(cancellation))
            {
                return AccountRefusals.LastAdmin;
            }

            await audit.AppendAsync(db, actor, action, $"user:{userId}", cancellation);
            return Outcome.Of(await sessions.EndAllInAsync(db, userId));
        }, cancellation);

        if (ended.Refusal is { } refusal)
        {
            return refusal;
        }

        sessions.Announce(userId, ended.Value!);
        return new Done();
    }
}
