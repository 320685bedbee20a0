using System.Globalization;
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

    public async Task<Outcome<Done>> SuspendAsync(Actor actor, int userId, CancellationToken cancellation = default) =>
        (await ChangeAsync(actor, userId, AccountChange.Suspend, cancellation)).Refusal.OrDone();

    public async Task<Outcome<Done>> RestoreAsync(Actor actor, int userId, CancellationToken cancellation = default) =>
        (await ChangeAsync(actor, userId, AccountChange.Restore, cancellation)).Refusal.OrDone();

    public async Task<Outcome<Done>> ChangeRoleAsync(Actor actor, int userId, Role role, CancellationToken cancellation = default) =>
        (await ChangeAsync(actor, userId, AccountChange.ToRole(role), cancellation)).Refusal.OrDone();

    public async Task<Outcome<Done>> GrantAsync(Actor actor, int userId, Capabilities capabilities, CancellationToken cancellation = default) =>
        (await ChangeAsync(actor, userId, AccountChange.ToCapabilities(capabilities), cancellation)).Refusal.OrDone();

    /// <summary>Makes one change to somebody's account. What was so already is left alone, and nothing is written down.</summary>
    public async Task<Outcome<Changed>> ChangeAsync(Actor actor, int userId, AccountChange change, CancellationToken cancellation = default)
    {
        if (!actor.KeepsTheSchool())
        {
            return await denials.RefuseAsync(actor, $"user:{userId}", AccountRefusals.AdminsOnly, cancellation);
        }

        var made = await lane.TryAsync(db => ChangeInAsync(db, actor, userId, change, cancellation), cancellation);
        if (made.Refusal is { } refusal)
        {
            return refusal;
        }

        if (made.Value!.IsChanged)
        {
            foreach (var hear in listeners)
            {
                hear();
            }
        }

        if (made.Value.Ended is { } ended)
        {
            sessions.Announce(userId, ended);
        }
        else if (made.Value.IsChanged)
        {
            // Sessions remember a name and a language.
            sessions.Reread(userId);
        }

        return new Changed(made.Value.IsChanged);
    }

    /// <summary>The devices somebody is signed in on.</summary>
    public async Task<Outcome<IReadOnlyList<SessionView>>> ListSessionsAsync(Actor actor, int userId, CancellationToken cancellation = default) =>
        actor.KeepsTheSchool()
            ? Outcome.Of(await sessions.ListOfAsync(userId, actor.Session, cancellation))
            : await denials.RefuseAsync(actor, $"user:{userId}", AccountRefusals.AdminsOnly, cancellation);

    /// <summary>Signs somebody out: on one device, or on all.</summary>
    public async Task<Outcome<Changed>> EndSessionsAsync(Actor actor, int userId, Guid? only = null, CancellationToken cancellation = default)
    {
        if (!actor.KeepsTheSchool())
        {
            return await denials.RefuseAsync(actor, $"user:{userId}", AccountRefusals.AdminsOnly, cancellation);
        }

        var ended = await lane.TryAsync(async db =>
        {
            if (!await db.Users.AnyAsync(u => u.Id == userId, cancellation))
            {
                return Refusal.NotFound;
            }

            var gone = only is { } id ? await sessions.EndInAsync(db, userId, id) : await sessions.EndAllInAsync(db, userId);
            if (gone.Count > 0)
            {
                await audit.AppendAsync(db, actor, new Deed("user.sessions_ended", $"user:{userId}") { Before = gone.Count.ToString(CultureInfo.InvariantCulture), After = "0" }, cancellation);
            }

            return Outcome.Of(gone);
        }, cancellation);
        if (ended.Refusal is { } refusal)
        {
            return refusal;
        }

        sessions.Announce(userId, ended.Value!);
        return new Changed(ended.Value!.Count > 0);
    }

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

    private async Task<Outcome<Made>> ChangeInAsync(ChatDbContext db, Actor actor, int userId, AccountChange change, CancellationToken cancellation)
    {
        // Two admins who demote each other at once: the second looks only after the first has finished.
        await audit.WaitForTurnAsync(db, cancellation);
        if (await db.Users.People().SingleOrDefaultAsync(u => u.Id == userId, cancellation) is not { } user)
        {
            return Refusal.NotFound;
        }

        var (before, whoTheyWere, wasAmongAdmins) = (change.Tell(user), WhoTheyAre(user), user.IsAmongAdmins());
        if ((change.Make(user) ?? await SaveAsync(db, user)) is { } refusal)
        {
            return refusal;
        }

        if (string.Equals(before, change.Tell(user), StringComparison.Ordinal))
        {
            return new Made(IsChanged: false, Ended: null);
        }

        if (wasAmongAdmins && !user.IsAmongAdmins() && !await db.Users.Admins().AnyAsync(cancellation))
        {
            return AccountRefusals.LastAdmin;
        }

        await audit.AppendAsync(db, actor, new Deed(change.Action, $"user:{userId}") { Before = before, After = change.Tell(user) }, cancellation);
        return new Made(IsChanged: true, whoTheyWere == WhoTheyAre(user) ? null : await sessions.EndAllInAsync(db, userId));
    }

    private static (Role, Capabilities, AccountStatus) WhoTheyAre(AppUser user) => (user.Role, user.Capabilities, user.Status);

    // The manager keeps the names people sign in with apart from each other; it asks for that, so only where one is new.
    private async Task<Refusal?> SaveAsync(ChatDbContext db, AppUser user)
    {
        if (!db.Entry(user).Property(u => u.Email).IsModified)
        {
            await db.SaveChangesAsync();
            return null;
        }

        var hasUserName = !string.Equals(user.UserName, user.Email, StringComparison.Ordinal);
        var saved = await identity.Over(db).UpdateSecurityStampAsync(user);
        return saved.Succeeded ? null : IdentityUsers.WhyNot(saved, hasUserName);
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

    /// <param name="Ended">Their sessions, where the change was one of who they are; none where they go on.</param>
    private sealed record Made(bool IsChanged, IReadOnlyCollection<Guid>? Ended);
}
