using Chat.Web.Access;
using Chat.Web.Live;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.JSInterop;

namespace Chat.Web.Accounts;

/// <summary>
/// Holds an open page to the session it was opened with. Everything the browser sends is let through only while the
/// session counts, whatever it is (a click, a key, a forged call); and when the session ends, the page leaves by itself.
/// </summary>
public sealed class SessionCircuit(
    AuthenticationStateProvider authentication, SessionService sessions, Feed feed, IJSRuntime script) : CircuitHandler, IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private Guid? _session;

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
        if (_session is { } session && await sessions.FindAsync(session, cancellationToken) is null)
        {
            Leave();
        }
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

    private void Leave() => _ = SendAwayAsync();

    // Not the navigation manager: a page that is gone, or goes before it has answered, would count as a fault of the circuit.
    private async Task SendAwayAsync()
    {
        try
        {
            await script.InvokeVoidAsync("location.assign", "/signed-out");
        }
        catch (Exception gone) when (gone is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // There is nobody left to send away.
        }
    }
}
