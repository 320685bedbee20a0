using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Limits;
using Chat.Web.Outcomes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Chat.Web.Accounts;

/// <summary>
/// Opens a session for whoever knows an account's password. A name that does not exist is treated in every visible way
/// as one that does: the same work, the same sentence, the same lockout.
/// </summary>
public sealed class SignInService(
    IDbContextFactory<ChatDbContext> database, WriteLane lane, PasswordHashing hashing, SessionService sessions, GuessingAddresses guessing, RateLimits limits, AuditLog audit,
    IOptionsMonitor<PasswordOptions> options, TimeProvider clock)
    : IDisposable
{
    private const int MostStrangersFromOneAddress = 5;

    private readonly Repetition _strangers = new(clock);
    private readonly MemoryCache _unknownNames = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    /// <param name="login">E-mail or user name.</param>
    public async Task<Outcome<LiveSession>> SignInAsync(string? login, string? password, Device device, CancellationToken cancellation = default)
    {
        if (string.IsNullOrWhiteSpace(login) || string.IsNullOrEmpty(password) || login.Length > 256 || password.Length > PasswordOptions.MaxLength
            || login.HasHalfCharacter() || password.HasHalfCharacter())
        {
            return AccountRefusals.InvalidCredentials;
        }

        var name = IdentityUsers.Normalize(login);
        var user = await FindAsync(name, cancellation);
        if ((user is null ? LockoutOfUnknown(name) : user.LockoutEnd) is { } until && until > clock.GetUtcNow())
        {
            return Locked(until);
        }

        if ((limits.Take(Limit.SignInsToAccount, name) ?? limits.Take(Limit.SignInsFromAddress, device.Address)) is { } tooOften)
        {
            return tooOften;
        }

        var isKnownHere = guessing.Has(device.Address) && await HasBeenHereAsync(user, device, cancellation);
        bool IsTurnedAway() => !isKnownHere && guessing.Has(device.Address);
        var verified = await hashing.VerifyAsync(user?.PasswordHash, password, () => !IsTurnedAway());
        if (verified.Refusal is { } busy)
        {
            return busy;
        }

        if (verified.Value is PasswordVerificationResult.Failed || user is not { Status: AccountStatus.Active })
        {
            return IsTurnedAway() ? AccountRefusals.TooManySignIns : await CountFailureAsync(name, user, device, cancellation);
        }

        // Renewing an older hash can wait for the next sign-in if everyone is signing in just now.
        var renewed = verified.Value is PasswordVerificationResult.SuccessRehashNeeded ? (await hashing.HashAsync(password)).Value : null;
        return await OpenSessionAsync(user, renewed, device, cancellation);
    }

    public void Dispose() => _unknownNames.Dispose();

    private async Task<AppUser?> FindAsync(string name, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        return await db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.NormalizedEmail == name || u.NormalizedUserName == name, cancellation);
    }

    private Task<Outcome<LiveSession>> OpenSessionAsync(AppUser checkedUser, string? renewedHash, Device device, CancellationToken cancellation) =>
        lane.TryAsync<LiveSession>(async db =>
        {
            // Between the check and now the account may have been suspended, or its password changed.
            var user = await db.Users.SingleAsync(u => u.Id == checkedUser.Id, cancellation);
            if (user.Status is not AccountStatus.Active || !string.Equals(user.PasswordHash, checkedUser.PasswordHash, StringComparison.Ordinal))
            {
                return AccountRefusals.InvalidCredentials;
            }

            user.PasswordHash = renewedHash ?? user.PasswordHash;
            user.AccessFailedCount = 0;
            var session = sessions.Start(db, user, device);
            var live = SessionService.ToLive(session, user);
            await audit.AppendAsync(db, live.Actor, new Deed("session.started", $"session:{session.Id}") { After = device.IsProgram ? "Program" : "Browser" }, cancellation);
            return live;
        }, cancellation);

    private async Task<bool> HasBeenHereAsync(AppUser? user, Device device, CancellationToken cancellation)
    {
        if (user is null)
        {
            return false;
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        return await db.Sessions.AnyAsync(s => s.UserId == user.Id && s.Address == device.Address, cancellation);
    }

    private async Task<Refusal> CountFailureAsync(string name, AppUser? user, Device device, CancellationToken cancellation)
    {
        var isGuess = guessing.Count(device.Address, name);
        var counted = user is null ? CountUnknown(name) : await lane.TryAsync(db => CountAsync(db, user.Id, device, cancellation), cancellation);
        await WriteDownAsync(user, isGuess, device, cancellation);
        return counted.Refusal ?? (counted.Value > clock.GetUtcNow() ? Locked(counted.Value.Value) : AccountRefusals.InvalidCredentials);
    }

    /// <summary>What was typed for a name that nobody has may be a password typed too early: it is not kept, only that it was tried from here.</summary>
    private async Task WriteDownAsync(AppUser? user, bool isGuess, Device device, CancellationToken cancellation)
    {
        if (user is null && _strangers.IsWorthAnEntry(device.Address, MostStrangersFromOneAddress))
        {
            await audit.WriteDownAsync(lane, actor: null, Failed("user:unknown", device), cancellation);
        }

        if (isGuess)
        {
            await audit.WriteDownAsync(lane, actor: null, new Deed("sign_in.guessing", $"address:{device.Address}") { Address = device.Address }, cancellation);
        }
    }

    private static Deed Failed(string target, Device device) => new("sign_in.failed", target) { Address = device.Address };

    // Counted in one statement: fifty wrong tries at once are fifty, whatever order they come in.
    private async Task<Outcome<DateTimeOffset?>> CountAsync(ChatDbContext db, int userId, Device device, CancellationToken cancellation)
    {
        var limit = options.CurrentValue.FailuresBeforeLockout;
        DateTimeOffset? until = clock.GetUtcNow() + options.CurrentValue.Lockout;
        var user = db.Users.Where(u => u.Id == userId);
        await user.ExecuteUpdateAsync(set => set
            .SetProperty(u => u.LockoutEnd, u => u.AccessFailedCount + 1 >= limit ? until : u.LockoutEnd)
            .SetProperty(u => u.AccessFailedCount, u => u.AccessFailedCount + 1 >= limit ? 0 : u.AccessFailedCount + 1), cancellation);
        var locked = await user.Select(u => u.LockoutEnd).SingleAsync(cancellation);
        await audit.AppendAsync(db, actor: null, Failed($"user:{userId}", device) with { After = locked > clock.GetUtcNow() ? "Locked" : null }, cancellation);
        return locked;
    }

    private Refusal Locked(DateTimeOffset until)
    {
        var wait = until - clock.GetUtcNow();
        return AccountRefusals.AccountLocked.With((int)Math.Ceiling(wait.TotalMinutes)) with { RetryAfter = wait };
    }

    private DateTimeOffset? LockoutOfUnknown(string name) => _unknownNames.Get<Failures>(name)?.LockedUntil;

    private DateTimeOffset? CountUnknown(string name)
    {
        var failures = _unknownNames.GetOrCreate(name, entry =>
        {
            entry.Size = 1;
            entry.SlidingExpiration = options.CurrentValue.Lockout;
            return new Failures();
        })!;

        lock (failures)
        {
            if (++failures.Count >= options.CurrentValue.FailuresBeforeLockout)
            {
                (failures.Count, failures.LockedUntil) = (0, clock.GetUtcNow() + options.CurrentValue.Lockout);
            }

            return failures.LockedUntil;
        }
    }

    private sealed class Failures
    {
        public int Count { get; set; }

        public DateTimeOffset? LockedUntil { get; set; }
    }
}
