using Chat.Web.Access;
using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Live;
using Chat.Web.Outcomes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Accounts;

/// <summary>For rooms that remember what people are called or what they are: somebody is something else now.</summary>
public delegate void AccountChanged();

/// <summary>Changes accounts. Whatever changes who somebody is ends their sessions in the same stroke, so that no page goes on with an older truth.</summary>
public sealed class AccountService(
    IDbContextFactory<ChatDbContext> database, WriteLane lane, PasswordHashing hashing, IdentityUsers identity, SessionService sessions, AuditLog audit, Denials denials, Attendance attendance, IEnumerable<AccountChanged> listeners, Feed feed)
{
    private static readonly Capabilities AllCapabilities = Enum.GetValues<Capabilities>().Aggregate((all, one) => all | one);

    /// <summary>One's own account, with what others do not see of it.</summary>
    public async Task<AccountView> FindAsync(Actor actor, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        return await db.Users.Where(u => u.Id == actor.Id)
            .Select(u => new AccountView(u.Id, u.Email!, u.UserName!, u.FullName, u.Role, u.Language, u.TimeZone))
            .SingleAsync(cancellation);
    }

    /// <summary>Changes one's own password and ends every other session; the one it is changed in goes on.</summary>
    public async Task<Outcome<Done>> ChangePasswordAsync(Actor actor, Guid thisSession, string? current, string? replacement, CancellationToken cancellation = default)
    {
        AppUser user;
        await using (var db = await database.CreateDbContextAsync(cancellation))
        {
            user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == actor.Id, cancellation);
        }

        if (await FindMistakeAsync(user, current, replacement) is { } mistake)
        {
            return mistake;
        }

        var hash = await hashing.HashAsync(replacement!);
        if (hash.Refusal is { } busy)
        {
            return busy;
        }

        return Announce(actor.Id, await lane.TryAsync(async db =>
        {
            var changed = await db.Users.SingleAsync(u => u.Id == actor.Id, cancellation);
            changed.PasswordHash = hash.Value;
            await identity.Over(db).UpdateSecurityStampAsync(changed);
            await audit.AppendAsync(db, actor, "user.password_changed", $"user:{actor.Id}", cancellation);
            return Outcome.Of(await sessions.EndOthersInAsync(db, actor.Id, thisSession));
        }, cancellation));
    }

    public Task<Outcome<Done>> SuspendAsync(Actor actor, int userId, CancellationToken cancellation = default) =>
        ChangeAsync(actor, userId, "user.suspended", mistake: null, user => user.Status = AccountStatus.Suspended, user => user.Status.ToString(), cancellation);

    public Task<Outcome<Done>> RestoreAsync(Actor actor, int userId, CancellationToken cancellation = default) =>
        ChangeAsync(actor, userId, "user.restored", mistake: null, user => user.Status = AccountStatus.Active, user => user.Status.ToString(), cancellation);

    public Task<Outcome<Done>> ChangeRoleAsync(Actor actor, int userId, Role role, CancellationToken cancellation = default) =>
        ChangeAsync(actor, userId, "user.role_changed", Enum.IsDefined(role) ? null : AccountRefusals.RoleUnknown, user => user.Role = role, user => user.Role.ToString(), cancellation);

    public Task<Outcome<Done>> GrantAsync(Actor actor, int userId, Capabilities capabilities, CancellationToken cancellation = default) =>
        ChangeAsync(actor, userId, "user.capabilities_changed", (capabilities & ~AllCapabilities) is Capabilities.None ? null : AccountRefusals.CapabilitiesUnknown, user => user.Capabilities = capabilities, user => user.Capabilities.ToString(), cancellation);

    /// <summary>Changes one's own language. Sessions remember it, so they are read anew.</summary>
    public async Task<Outcome<Done>> SpeakAsync(Actor actor, string language, CancellationToken cancellation = default)
    {
        if (!Languages.Has(language))
        {
            return Refusal.NotFound;
        }

        var stored = await lane.TryAsync<int>(
            async db => await db.Users.Where(u => u.Id == actor.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.Language, language), cancellation), cancellation);
        sessions.Reread(actor.Id);
        return stored.Refusal is { } refusal ? refusal : new Done();
    }

    public async Task<bool> HidesPresenceAsync(Actor actor, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        return await db.Users.Where(u => u.Id == actor.Id).Select(u => u.HidesPresence).SingleAsync(cancellation);
    }

    /// <summary>Whether others are told when one is here. It is a fair exchange: whoever hides does not see others either.</summary>
    public async Task<Outcome<Done>> HidePresenceAsync(Actor actor, bool isHidden, CancellationToken cancellation = default)
    {
        var changed = await lane.TryAsync<int>(
            async db => await db.Users.Where(u => u.Id == actor.Id && u.HidesPresence != isHidden).ExecuteUpdateAsync(set => set.SetProperty(u => u.HidesPresence, isHidden), cancellation), cancellation);
        if (changed.Refusal is { } refusal)
        {
            return refusal;
        }

        if (changed.Value > 0)
        {
            await attendance.AnnounceAsync(actor.Id);
            feed.Publish(new ReachChanged(), actor.Id);
        }

        return new Done();
    }

    /// <param name="tell">What is changed, in one stable word, for the log.</param>
    private async Task<Outcome<Done>> ChangeAsync(
        Actor actor, int userId, string action, Refusal? mistake, Action<AppUser> change, Func<AppUser, string> tell, CancellationToken cancellation)
    {
        if (!actor.KeepsTheSchool())
        {
            return await denials.RefuseAsync(actor, $"user:{userId}", AccountRefusals.AdminsOnly, cancellation);
        }

        if (mistake is not null)
        {
            return mistake;
        }

        var changed = await lane.TryAsync(async db =>
        {
            // Two admins who demote each other at once: the second looks only after the first has finished.
            await audit.WaitForTurnAsync(db, cancellation);
            if (await db.Users.SingleOrDefaultAsync(u => u.Id == userId, cancellation) is not { } user)
            {
                return Refusal.NotFound;
            }

            var (wasAmongAdmins, before) = (user.IsAmongAdmins(), tell(user));
            change(user);
            await db.SaveChangesAsync(cancellation);
            if (wasAmongAdmins && !user.IsAmongAdmins() && !await db.Users.Admins().AnyAsync(cancellation))
            {
                return AccountRefusals.LastAdmin;
            }

            await audit.AppendAsync(db, actor, new Deed(action, $"user:{userId}") { Before = before, After = tell(user) }, cancellation);
            return Outcome.Of(await sessions.EndAllInAsync(db, userId));
        }, cancellation);
        foreach (var hear in listeners)
        {
            hear();
        }

        return Announce(userId, changed);
    }

    private async Task<Refusal?> FindMistakeAsync(AppUser user, string? current, string? replacement)
    {
        if (current is null or { Length: > PasswordOptions.MaxLength })
        {
            return AccountRefusals.PasswordWrong;
        }

        var verified = await hashing.VerifyAsync(user.PasswordHash, current);
        return verified.Refusal is { } busy ? busy
            : verified.Value is PasswordVerificationResult.Failed ? AccountRefusals.PasswordWrong
            : PasswordRules.Check(replacement, user.Email);
    }

    private Outcome<Done> Announce(int userId, Outcome<IReadOnlyCollection<Guid>> ended)
    {
        if (ended.Refusal is { } refusal)
        {
            return refusal;
        }

        sessions.Announce(userId, ended.Value!);
        return new Done();
    }
}
