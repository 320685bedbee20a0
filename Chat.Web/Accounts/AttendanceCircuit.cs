using Chat.Web.Access;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Chat.Web.Accounts;

/// <summary>Counts an open page for the person in front of it, for as long as its line stands.</summary>
public sealed class AttendanceCircuit(AuthenticationStateProvider authentication, Attendance attendance, SessionService sessions) : CircuitHandler
{
    private Actor? _counted;

    public override async Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (_counted is null && Actor.From((await authentication.GetAuthenticationStateAsync()).User) is { } actor)
        {
            _counted = actor;
            // Nothing on the page waits until the others have been told.
            _ = attendance.CameAsync(actor.Id);
        }
    }

    public override async Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (_counted is not { } actor)
        {
            return;
        }

        _counted = null;
        _ = attendance.LeftAsync(actor.Id);
        if (actor.Session is { } session)
        {
            // Looking it up notes that the device was seen: somebody who only read was here until now.
            await sessions.FindAsync(session, cancellationToken);
        }
    }
}
