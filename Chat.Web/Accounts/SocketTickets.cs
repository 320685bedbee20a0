using System.Collections.Concurrent;
using System.Security.Cryptography;
using Chat.Web.Access;

namespace Chat.Web.Accounts;

/// <summary>
/// Tickets for opening a socket, which cannot carry a header from a browser: good once, for half a minute, so that one
/// that ends up in somebody's log is worth nothing by then.
/// </summary>
public sealed class SocketTickets(SessionService sessions, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (Guid Session, DateTimeOffset ExpiresAt)> _open = new(StringComparer.Ordinal);

    public string Issue(Actor actor)
    {
        Forget();
        var ticket = RandomNumberGenerator.GetHexString(64, lowercase: true);
        _open[ApiToken.HashOf(ticket)] = (actor.Session ?? throw new ArgumentException("Only a session can be given a ticket.", nameof(actor)), clock.GetUtcNow() + Lifetime);
        return ticket;
    }

    /// <summary>Whose ticket it is, the first time it is shown and while it lasts.</summary>
    public async ValueTask<LiveSession?> RedeemAsync(string ticket, CancellationToken cancellation = default) =>
        _open.TryRemove(ApiToken.HashOf(ticket), out var issued) && issued.ExpiresAt > clock.GetUtcNow()
            ? await sessions.FindAsync(issued.Session, cancellation)
            : null;

    private void Forget()
    {
        var now = clock.GetUtcNow();
        foreach (var (hash, _) in _open.Where(t => t.Value.ExpiresAt <= now))
        {
            _open.TryRemove(hash, out _);
        }
    }
}
