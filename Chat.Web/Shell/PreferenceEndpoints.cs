using Chat.Web.Access;
using Chat.Web.Accounts;
using Microsoft.AspNetCore.Mvc;

namespace Chat.Web.Shell;

/// <summary>Language and look, chosen by a plain form on any page, signed in or not.</summary>
public static class PreferenceEndpoints
{
    public static void MapPreferences(this IEndpointRouteBuilder app) => app.MapPost("/preferences", ChooseAsync).AllowAnonymous();

    private static async Task<IResult> ChooseAsync(
        HttpContext http, AccountService accounts, [FromForm] string? language, [FromForm] string? theme, [FromForm] string? returnUrl, CancellationToken cancellation)
    {
        if (Languages.Has(language))
        {
            http.Response.Cookies.Append(Culture.CookieName, language!, Theme.PreferenceCookie);
            if (Actor.From(http.User) is { } actor)
            {
                await accounts.SpeakAsync(actor, language!, cancellation);
            }
        }

        if (Enum.TryParse<ThemeChoice>(theme, ignoreCase: true, out var choice) && Enum.IsDefined(choice))
        {
            Theme.Remember(http, choice);
        }

        return Results.LocalRedirect(LocalAddress.OrHome(returnUrl));
    }
}
