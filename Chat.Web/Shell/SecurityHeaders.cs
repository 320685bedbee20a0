using Chat.Web.Live;
using Chat.Web.Outcomes;
using Chat.Web.Sockets;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Chat.Web.Shell;

/// <summary>What every answer says to the browser, and which callers of the live connection are turned away before it opens.</summary>
public static class SecurityHeaders
{
    /// <summary>Nothing from anywhere else, and no script or style in the page itself. Style attributes are Blazor's own.</summary>
    public const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' blob: data:; font-src 'self'; "
        + "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'self'; manifest-src 'self'; worker-src 'self'; object-src 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        // At the last moment: an error page begins by clearing whatever was set before.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            // What people have uploaded comes with a stricter one of its own.
            if (string.IsNullOrEmpty(headers.ContentSecurityPolicy))
            {
                headers.ContentSecurityPolicy = ContentPolicy;
            }

            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";

            // Pages are somebody's own; only fingerprinted files, which set their own, may be kept by anyone.
            if (string.IsNullOrEmpty(headers.CacheControl))
            {
                headers.CacheControl = "no-store";
            }

            return Task.CompletedTask;
        });

        return next(context);
    });

    /// <summary>
    /// A page of another site may not open our live connection with the visitor's cookie: browsers send it along, so the Origin
    /// decides. Of sockets, which know no cookie, pages of the sites on a list may open some.
    /// </summary>
    public static void UseOriginCheck(this WebApplication app)
    {
        var sockets = app.Services.GetRequiredService<IOptionsMonitor<SocketOptions>>();
        app.Use((context, next) =>
        {
            IReadOnlyList<string>? others = LivePlaces.IsLine(context) ? []
                : context.IsSocket() ? sockets.CurrentValue.Origins
                : null;
            if (others is not null && context.Request.Headers.Origin is { Count: > 0 } origin && !IsOneOf(context.Request, origin, others))
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            }

            return next(context);
        });
    }

    private static bool IsOneOf(HttpRequest request, StringValues origin, IReadOnlyList<string> others) =>
        origin is [{ } one] && others.Append($"{request.Scheme}://{request.Host}").Contains(one, StringComparer.OrdinalIgnoreCase);
}
