using System.Text.RegularExpressions;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Chat.Web.Tests.TestSupport;

/// <summary>How browsers come to a house: with a cookie, and with a token of the house in every form they send.</summary>
public static partial class Browsing
{
    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken { get; }

    /// <summary>What somebody's browser carries after a sign-in, made as the sign-in makes it.</summary>
    public static async Task<(string Name, string Value)> CookieOfAsync(this SchoolHouse school, Actor actor)
    {
        await using var db = school.OpenDb();
        var user = await db.Users.SingleAsync(u => u.Id == actor.Id, Patience.Stop);
        var now = school.The<TimeProvider>().GetUtcNow();
        var session = new Session { Id = Guid.NewGuid(), UserId = actor.Id, StartedAt = now, LastSeenAt = now, ExpiresAt = now + Session.Lifetime, Device = "a browser", Address = "127.0.0.3" };
        await school.WriteAsync(writing => writing.Sessions.Add(session));

        var cookies = school.The<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var ticket = new AuthenticationTicket(
            SessionService.ToLive(session, user).ToPrincipal(IdentityConstants.ApplicationScheme), new AuthenticationProperties { ExpiresUtc = session.ExpiresAt }, IdentityConstants.ApplicationScheme);
        return ("Cookie", $"{cookies.Cookie.Name}={cookies.TicketDataFormat.Protect(ticket)}");
    }

    /// <summary>What a page puts into its forms, and the cookie it goes with.</summary>
    public static async Task<(string Token, (string Name, string Value) Cookie)> FormOnAsync(this SchoolHouse school, string page, (string Name, string Value) cookie)
    {
        var answer = (await school.CallAs().GetAsync(page, cookie)).Is(200);
        var token = FormToken.Match(answer.Body).Groups[1].Value;
        var forms = answer.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]).Single(c => c.StartsWith("chat-forms=", StringComparison.Ordinal));
        return (token, (cookie.Name, $"{cookie.Value}; {forms}"));
    }
}
