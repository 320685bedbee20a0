using Chat.Web.Access;
using Chat.Web.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Chat.Web.Accounts;

/// <summary>
/// Holds an open page to the session it was opened with. Everything the browser sends is let through only while the
/// session counts, whatever it is (a click, a key, a forged call); and when the session ends, the page leaves by itself.
/// </summary>
public sealed class SessionCircuit(
    AuthenticationStateProvider authentication, SessionService sessions, Feed feed, NavigationManager navigation) : CircuitHandler, IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private Guid? _session;
    private volatile bool _isConnected;

    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (Actor.From((await authentication.GetAuthenticationStateAsync()).User) is { Session: { } session } actor)
        {
            _session = session;
            _ = WatchAsync(actor.Id, session);
        }
    }

    /// <summary>A page whose line was down when its session ended leaves when it is back.</summary>
    public override async Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _isConnected = true;
        if (_session is { } session && await sessions.FindAsync(session, cancellationToken) is null)
        {
            Leave();
        }
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _isConnected = false;
        return Task.CompletedTask;
    }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => async context =>
    {
        if (_session is null || await sessions.FindAsync(_session.Value) is not null)
        {
            await next(context);
        }
        else
        {
            Leave();
        }
    };

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        if (!_closed.IsCancellationRequested)
        {
            _closed.Cancel();
        }

        _closed.Dispose();
    }

    private async Task WatchAsync(int userId, Guid session)
    {
        try
        {
            while (!_closed.IsCancellationRequested)
            {
                using var line = feed.Open(userId);
                if (await sessions.FindAsync(session, _closed.Token) is null)
                {
                    Leave();
                    return;
                }

                await foreach (var happened in line.Events.ReadAllAsync(_closed.Token))
                {
                    if (happened is SessionsEnded { Ids: var ended } && ended.Contains(session))
                    {
                        Leave();
                        return;
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed.
        }
    }

    // A page somebody has already left would not answer, and that would count as a fault of the circuit.
    private void Leave()
    {
        if (_isConnected)
        {
            navigation.NavigateTo("/signed-out", forceLoad: true);
        }
    }
}
