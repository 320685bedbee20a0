using System.Globalization;
using System.Net.WebSockets;
using Chat.Web.Accounts;
using Chat.Web.Limits;
using Chat.Web.Live;
using Chat.Web.Outcomes;
using Microsoft.Extensions.Options;

namespace Chat.Web.Sockets;

/// <summary>Where programs, and pages of other sites that may, open a socket for one chat.</summary>
internal static class SocketEndpoints
{
    /// <summary>Over HTTP/2 a socket is opened by another method.</summary>
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Connect];

    public static void MapChatSockets(this IEndpointRouteBuilder app) =>
        // Who comes without a key that fits is let in as far as the door: a browser learns why only from a socket that was opened.
        app.MapMethods($"{ApiPipeline.SocketRoot}/chat/{{id}}/", Methods, (Delegate)OpenAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task OpenAsync(
        HttpContext http, string id, SocketCredentials credentials, OpenSockets open, ChatSocketServices house, IOptionsMonitor<SocketOptions> options, GentleLifetime lifetime,
        IHostApplicationLifetime application)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            http.Response.Headers.Upgrade = "websocket";
            await http.WriteErrorAsync(StatusCodes.Status426UpgradeRequired, SocketRefusals.UpgradeRequired);
            return;
        }

        if (lifetime.IsClosing)
        {
            http.Response.Headers.RetryAfter = "1";
            await http.WriteErrorAsync(StatusCodes.Status503ServiceUnavailable, Refusal.StorageUnavailable);
            return;
        }

        var session = await credentials.FindAsync(http);
        SpeakTo(http, session);
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(application.ApplicationStopping, http.RequestAborted);
        if (session is null)
        {
            await RefuseAsync(http, SocketRefusals.Stranger, house, options.CurrentValue, closing.Token);
        }
        else if (house.Limits.Look(Limit.MisusedSocketsByPerson, session.Actor.Id.ToString(CultureInfo.InvariantCulture)) is { } tooOften)
        {
            await RefuseAsync(http, tooOften, house, options.CurrentValue, closing.Token);
        }
        else if (!open.TryEnter(session.Actor.Id))
        {
            await RefuseAsync(http, SocketRefusals.TooMany.With(options.CurrentValue.PerPerson), house, options.CurrentValue, closing.Token);
        }
        else
        {
            await ServeAsync(http, id, session, house, options.CurrentValue, open, closing.Token);
        }
    }

    private static async Task RefuseAsync(HttpContext http, Refusal refusal, ChatSocketServices house, SocketOptions options, CancellationToken closing)
    {
        if (refusal.Kind is RefusalKind.TooOften)
        {
            // Not at once: a program that dials again and again does so less often. Until then it has nothing to talk into.
            await Task.Delay(options.Refusing, house.Clock, closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        using var socket = await AcceptAsync(http, options);
        using var line = new SocketLine(socket, http.Features.Get<LineWatch>()!, options, house.Clock);
        await line.RefuseAsync(refusal, house.Frames, closing);
    }

    private static async Task ServeAsync(HttpContext http, string id, LiveSession session, ChatSocketServices house, SocketOptions options, OpenSockets open, CancellationToken closing)
    {
        try
        {
            using var socket = await AcceptAsync(http, options);
            using var line = new SocketLine(socket, http.Features.Get<LineWatch>()!, options, house.Clock);
            using var chat = new ChatSocket(line, session, house, options);
            await chat.RunAsync(id, closing);
        }
        finally
        {
            open.Leave(session.Actor.Id);
        }
    }

    private static Task<WebSocket> AcceptAsync(HttpContext http, SocketOptions options) => http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
    {
        KeepAliveInterval = options.Ping,
        // Never: the line is watched here, and closed with a reason.
        KeepAliveTimeout = TimeSpan.FromDays(1),
    });

    /// <summary>In the language asked for, as under the API; else in the account's, which is known only now.</summary>
    private static void SpeakTo(HttpContext http, LiveSession? session)
    {
        if (session is not null && http.Request.Headers.AcceptLanguage.Count == 0)
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(session.Language);
        }
    }
}
