using System.Globalization;
using Chat.Web.Accounts;
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
        HttpContext http, string id, SocketCredentials credentials, OpenSockets open, ChatSocketServices house, FrameWriter frames, IOptionsMonitor<SocketOptions> options, GentleLifetime lifetime,
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
        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            KeepAliveInterval = options.CurrentValue.Ping,
            // Never: the line is watched here, and closed with a reason.
            KeepAliveTimeout = TimeSpan.FromDays(1),
        });
        using var line = new SocketLine(socket, http.Features.Get<LineWatch>()!, options.CurrentValue, house.Clock);
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(application.ApplicationStopping, http.RequestAborted);
        if (session is null)
        {
            await line.RefuseAsync(SocketRefusals.Stranger, frames, closing.Token);
        }
        else if (!open.TryEnter(session.Actor.Id))
        {
            await line.RefuseAsync(SocketRefusals.TooMany.With(options.CurrentValue.PerPerson), frames, closing.Token);
        }
        else
        {
            await ServeAsync(line, session, house, options.CurrentValue, id, open, closing.Token);
        }
    }

    private static async Task ServeAsync(
        SocketLine line, LiveSession session, ChatSocketServices house, SocketOptions options, string id, OpenSockets open, CancellationToken closing)
    {
        try
        {
            using var socket = new ChatSocket(line, session, house, options);
            await socket.RunAsync(id, closing);
        }
        finally
        {
            open.Leave(session.Actor.Id);
        }
    }

    /// <summary>In the language asked for, as under the API; else in the account's, which is known only now.</summary>
    private static void SpeakTo(HttpContext http, LiveSession? session)
    {
        if (session is not null && http.Request.Headers.AcceptLanguage.Count == 0)
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(session.Language);
        }
    }
}
