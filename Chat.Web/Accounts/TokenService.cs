using Chat.Web.Access;
using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Chat.Web.Accounts;

/// <summary>What a program carries after signing in. Each is shown once: of the token a hash is kept, of the pair nothing.</summary>
/// <param name="Token">Forty characters; none where only a pair was asked for.</param>
public sealed record ProgramKeys(LiveSession Session, string? Token, string Access, string Refresh);

/// <summary>A JWT alone, on a session that is there already. It cannot be renewed: whoever has the session asks for another.</summary>
public sealed record AccessKey(string Access, TimeSpan Lifetime);

/// <summary>Signs programs in, and tells whose token or JWT they show. All of it stands on sessions: what ends a session ends its keys.</summary>
public sealed class TokenService(
    IDbContextFactory<ChatDbContext> database, WriteLane lane, SignInService signIns, RegistrationService registrations, SessionService sessions, Jwt jwt, AuditLog audit,
    IOptions<TokenOptions> options, TimeProvider clock)
{
    /// <summary>A token of forty characters, and a pair beside it. It replaces no earlier one.</summary>
    public async Task<Outcome<ProgramKeys>> SignInAsync(string? login, string? password, Device device, CancellationToken cancellation = default)
    {
        var token = ApiToken.Make();
        var carried = device with { IsProgram = true, Lifetime = options.Value.Token, TokenHash = ApiToken.HashOf(token) };
        return KeysOf(await signIns.SignInAsync(login, password, carried, cancellation), token);
    }

    /// <summary>A JWT pair alone.</summary>
    public async Task<Outcome<ProgramKeys>> SignInForPairAsync(string? login, string? password, Device device, CancellationToken cancellation = default) =>
        KeysOf(await signIns.SignInAsync(login, password, ForPair(device), cancellation), token: null);

    public async Task<Outcome<ProgramKeys>> RegisterAsync(string? code, RegistrationDraft draft, Device device, CancellationToken cancellation = default) =>
        KeysOf(await registrations.RegisterAsync(code, draft, ForPair(device), cancellation), token: null);

    /// <summary>
    /// Exchanges a refresh token for a new pair, once. One that was spent already is in two hands, and nobody can tell
    /// whose are the right ones: the session ends for both.
    /// </summary>
    public async Task<Outcome<ProgramKeys>> RefreshAsync(string? refresh, CancellationToken cancellation = default)
    {
        if (jwt.Read(refresh, JwtUse.Refresh) is not { } claims || await sessions.FindAsync(claims.Session, cancellation) is not { } session)
        {
            return AccountRefusals.TokenInvalid;
        }

        var spent = await lane.TryAsync(db => SpendAsync(db, claims, session.Actor, cancellation), cancellation);
        if (spent.Refusal is { } refusal)
        {
            return refusal;
        }

        if (spent.Value!.IsLate)
        {
            sessions.Announce(session.Actor.Id, spent.Value.Ended);
            return AccountRefusals.TokenInvalid;
        }

        sessions.Reread(session.Actor.Id);
        return Keys(session, token: null, claims.Number + 1);
    }

    /// <summary>Whether either half of a pair still counts.</summary>
    public async Task<Outcome<Done>> VerifyAsync(string? token, CancellationToken cancellation = default)
    {
        var claims = jwt.Read(token, JwtUse.Access) ?? jwt.Read(token, JwtUse.Refresh);
        if (claims is null || await sessions.FindAsync(claims.Session, cancellation) is null)
        {
            return AccountRefusals.TokenInvalid;
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        return claims.Use is JwtUse.Access || await db.Sessions.AnyAsync(s => s.Id == claims.Session && s.RefreshNumber == claims.Number, cancellation)
            ? new Done()
            : AccountRefusals.TokenInvalid;
    }

    /// <summary>Whose token or access JWT this is; none if it is nobody's, or no longer.</summary>
    public ValueTask<LiveSession?> FindAsync(string credential, CancellationToken cancellation = default) =>
        ApiToken.IsOne(credential) ? sessions.FindByTokenAsync(ApiToken.HashOf(credential), cancellation)
        : jwt.Read(credential, JwtUse.Access) is { } claims ? sessions.FindAsync(claims.Session, cancellation)
        : ValueTask.FromResult<LiveSession?>(null);

    /// <summary>An access JWT on the session somebody asks with: it opens what that opens, and ends with it.</summary>
    public AccessKey IssueAccess(Actor actor)
    {
        var lifetime = options.Value.Access;
        return new AccessKey(jwt.Write(new JwtClaims(JwtUse.Access, actor.Session!.Value, actor.Id, 0, clock.GetUtcNow() + lifetime)), lifetime);
    }

    private Device ForPair(Device device) => device with { IsProgram = true, Lifetime = options.Value.Refresh };

    private Outcome<ProgramKeys> KeysOf(Outcome<LiveSession> signedIn, string? token) =>
        signedIn.Refusal is { } refusal ? refusal : Keys(signedIn.Value!, token, number: 1);

    private ProgramKeys Keys(LiveSession session, string? token, int number)
    {
        var now = clock.GetUtcNow();
        return new ProgramKeys(
            session,
            token,
            jwt.Write(new JwtClaims(JwtUse.Access, session.Id, session.Actor.Id, 0, now + options.Value.Access)),
            jwt.Write(new JwtClaims(JwtUse.Refresh, session.Id, session.Actor.Id, number, now + options.Value.Refresh)));
    }

    /// <summary>Counts the refresh token up in one statement, so that of two that come at once one is late.</summary>
    private async Task<Outcome<Spending>> SpendAsync(ChatDbContext db, JwtClaims claims, Actor actor, CancellationToken cancellation)
    {
        var spent = await db.Sessions
            .Where(s => s.Id == claims.Session && s.EndedAt == null && s.RefreshNumber == claims.Number)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.RefreshNumber, s => s.RefreshNumber + 1), cancellation);
        if (spent == 0)
        {
            await audit.AppendAsync(db, actor, "token.reused", $"session:{claims.Session}", cancellation);
            return new Spending(IsLate: true, await sessions.EndInAsync(db, actor.Id, claims.Session));
        }

        var lasting = clock.GetUtcNow() + options.Value.Refresh;
        await db.Sessions.Where(s => s.Id == claims.Session && s.ExpiresAt < lasting).ExecuteUpdateAsync(set => set.SetProperty(s => s.ExpiresAt, lasting), cancellation);
        return new Spending(IsLate: false, []);
    }

    /// <param name="IsLate">Another was here before. That is known by itself: of many who are late, only the first finds a session to end.</param>
    private sealed record Spending(bool IsLate, IReadOnlyCollection<Guid> Ended);
}
