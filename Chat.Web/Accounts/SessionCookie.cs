using System.Security.Claims;
using Chat.Web.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace Chat.Web.Accounts;

/// <summary>
/// The browser's key: a protected cookie that names a session and nothing else that counts. Who it is for is read from
/// the session at every request, so that a cookie says no more than the school does at that moment.
/// </summary>
public static class SessionCookie
{
    private const string TimeZoneClaim = "time_zone";

    public static Task SignInAsync(this HttpContext http, LiveSession session) => http.SignInAsync(
        IdentityConstants.ApplicationScheme,
        session.ToPrincipal(IdentityConstants.ApplicationScheme),
        new AuthenticationProperties { IsPersistent = true, ExpiresUtc = session.ExpiresAt });

    public static Task SignOutAsync(this HttpContext http) => http.SignOutAsync(IdentityConstants.ApplicationScheme);

    public static string FullName(this ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.Name) ?? "";

    public static string? Language(this ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.Locality);

    public static TimeZoneInfo TimeZone(this ClaimsPrincipal user) =>
        user.FindFirstValue(TimeZoneClaim) is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : TimeZoneInfo.Utc;

    public static Device Device(this HttpContext http) => new(http.Request.Headers.UserAgent.ToString(), http.Connection.RemoteIpAddress?.ToString() ?? "");

    internal static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<SessionService>();
        if (context.Principal is { } user && Actor.From(user)?.Session is { } id && await sessions.FindAsync(id, context.HttpContext.RequestAborted) is { } session)
        {
            context.ReplacePrincipal(session.ToPrincipal(IdentityConstants.ApplicationScheme));
        }
        else
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync();
        }
    }

    /// <summary>The person behind a session, as the framework wants to know them.</summary>
    public static ClaimsPrincipal ToPrincipal(this LiveSession session, string scheme) => new(new ClaimsIdentity(
        [
            .. session.Actor.ToClaims(),
            new Claim(ClaimTypes.Name, session.FullName),
            new Claim(ClaimTypes.Locality, session.Language),
            new Claim(TimeZoneClaim, session.TimeZone),
        ],
        scheme));
}
