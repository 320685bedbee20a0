using Chat.Web.Access;
using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Accounts;

/// <param name="Code">Shown once: it cannot be read again.</param>
public sealed record PasswordLink(int UserId, string FullName, string Email, Role Role, string Code, DateTimeOffset ExpiresAt);

/// <summary>What a link says to whoever holds it.</summary>
public sealed record PasswordLinkView(string FullName, string Email);

/// <summary>
/// Makes accounts in the school's name, and gives out the links by which people set their own passwords: nobody else
/// ever knows one, not for an hour either.
/// </summary>
public sealed class AdmissionService(
    IDbContextFactory<ChatDbContext> database, WriteLane lane, PasswordHashing hashing, IdentityUsers identity, SessionService sessions, AuditLog audit, TimeProvider clock)
{
    /// <summary>Makes an account that waits for its owner.</summary>
    public async Task<Outcome<PasswordLink>> CreateAsync(Actor actor, AccountDraft draft, CancellationToken cancellation = default)
    {
        if (!actor.KeepsTheSchool())
        {
            return AccountRefusals.AdminsOnly;
        }

        if (draft.FindMistakes().Select(m => m.Refusal).FirstOrDefault() is { } mistake)
        {
            return mistake;
        }

        return await lane.TryAsync(async db =>
        {
            var email = draft.Email!.Trim();
            var user = new AppUser
            {
                FullName = draft.FullName!.Trim(),
                Email = email,
                UserName = email,
                Role = draft.Role,
                Language = draft.Language,
                Status = AccountStatus.Invited,
                CreatedAt = clock.GetUtcNow(),
            };
            var created = await identity.Over(db).CreateAsync(user);
            if (!created.Succeeded)
            {
                return IdentityUsers.WhyNot(created, hasUserName: false);
            }

            await audit.AppendAsync(db, actor, new Deed("user.created", $"user:{user.Id}") { After = $"{user.FullName}, {user.Email}, {user.Role}" }, cancellation);
            return Outcome.Of(await IssueInAsync(db, actor, user, Invitation.Lifetime, cancellation));
        }, cancellation);
    }

    /// <summary>A new link for somebody who has not come yet, or has forgotten their password. It takes the place of every earlier one.</summary>
    public async Task<Outcome<PasswordLink>> IssueAsync(Actor actor, int userId, CancellationToken cancellation = default) =>
        await IssueAsync(actor, userId, isOnlyForThoseToCome: false, cancellation);

    /// <summary>The same, for somebody who has not come yet and for nobody else.</summary>
    public async Task<Outcome<PasswordLink>> InviteAgainAsync(Actor actor, int userId, CancellationToken cancellation = default) =>
        await IssueAsync(actor, userId, isOnlyForThoseToCome: true, cancellation);

    public async Task<Outcome<PasswordLinkView>> FindAsync(string? code, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var owner = await OwnersOf(db, code).Select(u => new PasswordLinkView(u.FullName, u.Email!)).SingleOrDefaultAsync(cancellation);
        return owner is null ? AccountRefusals.PasswordLinkInvalid : owner;
    }

    /// <summary>Spends a link: whoever holds it has the password they choose, is signed in here, and nowhere else.</summary>
    public async Task<Outcome<LiveSession>> SetPasswordAsync(string? code, string? password, Device device, CancellationToken cancellation = default)
    {
        var found = await FindAsync(code, cancellation);
        if ((found.Refusal ?? PasswordRules.Check(password, found.Value!.Email)) is { } refusal)
        {
            return refusal;
        }

        var hash = await hashing.HashAsync(password!);
        if (hash.Refusal is { } busy)
        {
            return busy;
        }

        IReadOnlyCollection<Guid> ended = [];
        var set = await lane.TryAsync<LiveSession>(async db =>
        {
            if (await SpendInAsync(db, code!, cancellation) is not { } user)
            {
                return AccountRefusals.PasswordLinkInvalid;
            }

            (user.PasswordHash, user.Status, user.LockoutEnd, user.AccessFailedCount) = (hash.Value, AccountStatus.Active, null, 0);
            await identity.Over(db).UpdateSecurityStampAsync(user);
            ended = await sessions.EndAllInAsync(db, user.Id);
            var session = sessions.Start(db, user, device);
            await audit.AppendAsync(db, new Actor(user.Id, user.Role) { Address = device.Address }, "user.password_set", $"user:{user.Id}", cancellation);
            return SessionService.ToLive(session, user);
        }, cancellation);
        if (set.Value is { } opened)
        {
            sessions.Announce(opened.Actor.Id, ended);
        }

        return set;
    }

    private async Task<Outcome<PasswordLink>> IssueAsync(Actor actor, int userId, bool isOnlyForThoseToCome, CancellationToken cancellation)
    {
        if (!actor.KeepsTheSchool())
        {
            return AccountRefusals.AdminsOnly;
        }

        return await lane.TryAsync<PasswordLink>(async db =>
        {
            var user = await db.Users.People().AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId, cancellation);
            if ((user is null ? Refusal.NotFound : WhyNoLink(user, isOnlyForThoseToCome)) is { } refusal)
            {
                return refusal;
            }

            return await IssueInAsync(db, actor, user!, user!.Status is AccountStatus.Invited ? Invitation.Lifetime : Invitation.LifetimeOfReset, cancellation);
        }, cancellation);
    }

    private static Refusal? WhyNoLink(AppUser user, bool isOnlyForThoseToCome) =>
        user.Status is AccountStatus.Suspended or AccountStatus.Left ? AccountRefusals.NotLetIn
        : isOnlyForThoseToCome && user.Status is not AccountStatus.Invited ? AccountRefusals.HasCome
        : null;

    private async Task<PasswordLink> IssueInAsync(ChatDbContext db, Actor actor, AppUser user, TimeSpan lifetime, CancellationToken cancellation)
    {
        var (code, now) = (InvitationCode.Make(), clock.GetUtcNow());
        await db.Invitations.Where(i => i.UserId == user.Id && i.UsedAt == null && i.ExpiresAt > now).ExecuteUpdateAsync(set => set.SetProperty(i => i.ExpiresAt, now), cancellation);
        db.Invitations.Add(new Invitation
        {
            CodeHash = InvitationCode.HashOf(code),
            FullName = user.FullName,
            Email = user.Email!,
            Role = user.Role,
            UserId = user.Id,
            InvitedById = actor.Id,
            CreatedAt = now,
            ExpiresAt = now + lifetime,
        });
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, "user.password_link_issued", $"user:{user.Id}", cancellation);
        return new PasswordLink(user.Id, user.FullName, user.Email!, user.Role, code, now + lifetime);
    }

    /// <summary>One link sets one password, however many try at once.</summary>
    private async Task<AppUser?> SpendInAsync(ChatDbContext db, string code, CancellationToken cancellation)
    {
        var (hash, now) = (InvitationCode.HashOf(code), clock.GetUtcNow());
        var owner = await OwnersOf(db, code).Select(u => u.Id).SingleOrDefaultAsync(cancellation);
        var spent = await db.Invitations.Where(i => i.CodeHash == hash && i.UserId == owner && i.UsedAt == null && i.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.UsedAt, now), cancellation);
        return spent == 1 ? await db.Users.SingleAsync(u => u.Id == owner, cancellation) : null;
    }

    /// <summary>Whose password an open link sets: nobody's who may not come in.</summary>
    private IQueryable<AppUser> OwnersOf(ChatDbContext db, string? code)
    {
        var (hash, now) = (InvitationCode.HashOf(code ?? ""), clock.GetUtcNow());
        return db.Invitations.Where(i => i.CodeHash == hash && i.UsedAt == null && i.ExpiresAt > now)
            .Join(db.Users.Where(u => u.Status == AccountStatus.Invited || u.Status == AccountStatus.Active), i => i.UserId, u => (int?)u.Id, (_, u) => u);
    }
}
