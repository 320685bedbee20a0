using System.Collections.Concurrent;
using System.Globalization;
using Chat.Web.Access;
using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Live;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Accounts;

/// <summary>
/// Which signed-in devices count. What is asked at every request and every click is answered from memory; an end is
/// stored, remembered, and told to the person's open pages in one go.
/// </summary>
public sealed class SessionService(IDbContextFactory<ChatDbContext> database, WriteLane lane, Feed feed, AuditLog audit, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, Known> _known = new();
    private readonly ConcurrentDictionary<string, Guid> _byToken = new(StringComparer.Ordinal);

    /// <summary>The session, if it still counts.</summary>
    public async ValueTask<LiveSession?> FindAsync(Guid id, CancellationToken cancellation = default)
    {
        if (!_known.TryGetValue(id, out var known))
        {
            // Whoever ended it while this was being read has left their word, and theirs stays.
            known = _known.GetOrAdd(id, new Known(await LoadAsync(id, cancellation)));
        }

        if (known.Session is null || known.Session.ExpiresAt <= clock.GetUtcNow())
        {
            return null;
        }

        known.LastSeenAt = clock.GetUtcNow();
        return known.Session;
    }

    /// <summary>The session of a program that was given this token, if it still counts.</summary>
    public async ValueTask<LiveSession?> FindByTokenAsync(string tokenHash, CancellationToken cancellation = default)
    {
        if (!_byToken.TryGetValue(tokenHash, out var id))
        {
            await using var db = await database.CreateDbContextAsync(cancellation);
            id = await db.Sessions.Where(s => s.TokenHash == tokenHash && s.EndedAt == null).Select(s => s.Id).SingleOrDefaultAsync(cancellation);
            if (id == Guid.Empty)
            {
                return null;
            }

            _byToken[tokenHash] = id;
        }

        var session = await FindAsync(id, cancellation);
        if (session is null)
        {
            _byToken.TryRemove(tokenHash, out _);
        }

        return session;
    }

    /// <summary>Adds a session to the command that signs somebody in.</summary>
    public Session Start(ChatDbContext db, AppUser user, Device device)
    {
        var now = clock.GetUtcNow();
        var session = new Session
        {
            Id = Guid.NewGuid(),
            UserId = user.Id,
            StartedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + device.Lifetime,
            Device = Shorten(device.Name, Session.MaxDeviceLength),
            Address = Shorten(device.Address, 64),
            TokenHash = device.TokenHash,
            RefreshNumber = device.IsProgram ? 1 : null,
        };
        db.Sessions.Add(session);
        user.LastSeenAt = now;
        return session;
    }

    public Task<IReadOnlyList<SessionView>> ListAsync(Actor actor, Guid thisOne, CancellationToken cancellation = default) => ListOfAsync(actor.Id, thisOne, cancellation);

    /// <summary>The devices on which somebody is signed in, for those who keep the accounts.</summary>
    internal async Task<IReadOnlyList<SessionView>> ListOfAsync(int userId, Guid? thisOne, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var now = clock.GetUtcNow();
        var sessions = await db.Sessions.AsNoTracking()
            .Where(s => s.UserId == userId && s.EndedAt == null && s.ExpiresAt > now)
            .OrderByDescending(s => s.LastSeenAt)
            .ToListAsync(cancellation);

        return [.. sessions.Select(s => new SessionView(s.Id, s.Device, s.Address, s.StartedAt, LastSeen(s), s.Id == thisOne, s.RefreshNumber is not null))];
    }

    public async Task<Outcome<Done>> EndAsync(Actor actor, Guid id, CancellationToken cancellation = default)
    {
        var ended = await lane.TryAsync(async db =>
        {
            var one = await EndInAsync(db, actor.Id, s => s.Id == id);
            if (one.Count > 0)
            {
                await audit.AppendAsync(db, actor, "session.ended", $"session:{id}", cancellation);
            }

            return Outcome.Of(one);
        }, cancellation);
        Announce(actor.Id, ended.Value ?? []);
        return ended.Refusal ?? (ended.Value!.Count > 0 ? new Done() : (Outcome<Done>)Refusal.NotFound);
    }

    /// <summary>Signs a person out on every device but the one they say it from.</summary>
    public async Task<Outcome<Done>> EndOthersAsync(Actor actor, Guid thisOne, CancellationToken cancellation = default)
    {
        var ended = await lane.TryAsync(async db =>
        {
            var others = await EndOthersInAsync(db, actor.Id, thisOne);
            var number = others.Count.ToString(CultureInfo.InvariantCulture);
            await audit.AppendAsync(db, actor, new Deed("session.others_ended", $"user:{actor.Id}") { After = number }, cancellation);
            return Outcome.Of(others);
        }, cancellation);
        Announce(actor.Id, ended.Value ?? []);
        return ended.Refusal is { } refusal ? refusal : new Done();
    }

    /// <summary>Ends one session as part of a larger command; announce it once it has committed.</summary>
    public Task<IReadOnlyCollection<Guid>> EndInAsync(ChatDbContext db, int userId, Guid id) => EndInAsync(db, userId, s => s.Id == id);

    /// <summary>Ends a person's sessions as part of a larger command; announce them once it has committed.</summary>
    public Task<IReadOnlyCollection<Guid>> EndAllInAsync(ChatDbContext db, int userId) => EndInAsync(db, userId, _ => true);

    /// <inheritdoc cref="EndAllInAsync"/>
    public Task<IReadOnlyCollection<Guid>> EndOthersInAsync(ChatDbContext db, int userId, Guid except) => EndInAsync(db, userId, s => s.Id != except);

    public void Announce(int userId, IReadOnlyCollection<Guid> ended)
    {
        foreach (var id in ended)
        {
            _known[id] = new Known(null);
        }

        feed.Publish(new SessionsEnded(ended), [userId]);
        feed.HangUp(userId, ended);
    }

    /// <summary>Forgets what is remembered of a person's sessions, so that the next request reads them as they are now stored.</summary>
    public void Reread(int userId)
    {
        foreach (var (id, known) in _known)
        {
            if (known.Session?.Actor.Id == userId)
            {
                _known.TryRemove(KeyValuePair.Create(id, known));
            }
        }
    }

    /// <summary>Cuts off what is still open under sessions whose time has run out.</summary>
    public void AnnounceExpired()
    {
        var now = clock.GetUtcNow();
        foreach (var expired in _known.Values.Select(k => k.Session).OfType<LiveSession>().Where(s => s.ExpiresAt <= now).ToList())
        {
            Announce(expired.Actor.Id, [expired.Id]);
        }
    }

    /// <summary>Stores when each device was last seen, all at once and off every request's path.</summary>
    public async Task FlushLastSeenAsync(CancellationToken cancellation)
    {
        var seen = _known.Where(k => k.Value.LastSeenAt > k.Value.StoredAt).ToDictionary(k => k.Key, k => k.Value.LastSeenAt);
        if (seen.Count == 0)
        {
            return;
        }

        var people = _known.Where(k => seen.ContainsKey(k.Key) && k.Value.Session is not null)
            .GroupBy(k => k.Value.Session!.Actor.Id)
            .ToDictionary(k => k.Key, k => k.Max(known => known.Value.LastSeenAt));

        await lane.RunAsync(async db =>
        {
            foreach (var (id, at) in seen)
            {
                await db.Sessions.Where(s => s.Id == id && s.LastSeenAt < at).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, at), cancellation);
            }

            foreach (var (id, at) in people)
            {
                await db.Users.Where(u => u.Id == id && (u.LastSeenAt == null || u.LastSeenAt < at)).ExecuteUpdateAsync(set => set.SetProperty(u => u.LastSeenAt, at), cancellation);
            }

            return new Done();
        }, cancellation);

        foreach (var (id, at) in seen)
        {
            if (_known.TryGetValue(id, out var known))
            {
                known.StoredAt = at;
            }
        }
    }

    private async Task<LiveSession?> LoadAsync(Guid id, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var session = await db.Sessions.AsNoTracking().Include(s => s.User)
            .SingleOrDefaultAsync(s => s.Id == id && s.EndedAt == null && s.User.Status == AccountStatus.Active, cancellation);

        return session is null ? null : ToLive(session, session.User);
    }

    public static LiveSession ToLive(Session session, AppUser user) => new(
        session.Id, new Actor(user.Id, user.Role, user.Capabilities) { Session = session.Id, Address = session.Address }, user.FullName, user.Language, user.TimeZone, session.ExpiresAt);

    private async Task<IReadOnlyCollection<Guid>> EndInAsync(ChatDbContext db, int userId, Func<Session, bool> which)
    {
        var open = await db.Sessions.Where(s => s.UserId == userId && s.EndedAt == null).ToListAsync();
        var ended = open.Where(which).ToList();
        ended.ForEach(s => s.EndedAt = clock.GetUtcNow());
        await db.SaveChangesAsync();
        return [.. ended.Select(s => s.Id)];
    }

    private DateTimeOffset LastSeen(Session session) =>
        _known.TryGetValue(session.Id, out var known) && known.LastSeenAt > session.LastSeenAt ? known.LastSeenAt : session.LastSeenAt;

    private static string Shorten(string text, int length) => text.Length <= length ? text : text[..length];

    /// <summary>What is remembered of a session; one that does not count is remembered as nothing.</summary>
    private sealed class Known(LiveSession? session)
    {
        public LiveSession? Session => session;

        public DateTimeOffset LastSeenAt { get; set; }

        public DateTimeOffset StoredAt { get; set; }
    }
}
