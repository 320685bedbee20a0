using Chat.Web.Access;
using Chat.Web.Accounts;

namespace Chat.Web.Sockets;

/// <summary>
/// Who wants to open a socket: a browser cannot put a header on it, so a ticket or a token may stand in the address, here and
/// nowhere else. Who shows two things shows none: they might be two people's. A cookie is none of them.
/// </summary>
internal sealed class SocketCredentials(TokenService tokens, SocketTickets tickets, SessionService sessions)
{
    public async ValueTask<LiveSession?> FindAsync(HttpContext http)
    {
        var (ticket, token, header, cancellation) = (http.Request.Query["ticket"], http.Request.Query["token"], http.Request.Headers.Authorization, http.RequestAborted);
        return (ticket, token, header) switch
        {
            ([{ } one], [], []) => await tickets.RedeemAsync(one, cancellation),
            ([], [{ } one], []) => await tokens.FindAsync(one, cancellation),
            // The header has been read already, as under the API.
            ([], [], [_]) when Actor.From(http.User)?.Session is { } session => await sessions.FindAsync(session, cancellation),
            _ => null,
        };
    }
}
