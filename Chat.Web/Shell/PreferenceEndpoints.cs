using Chat.Web.Access;
using Chat.Web.Accounts;
using Microsoft.AspNetCore.Mvc;

namespace Chat.Web.Shell;

/// <summary>Language, look and habits, chosen by a plain form on any page, signed in or not.</summary>
public static class PreferenceEndpoints
{
    public static void MapPreferences(this IEndpointRouteBuilder app) => app.MapPost("/preferences", ChooseAsync).AllowAnonymous();

    private static async Task<IResult> ChooseAsync(HttpContext http, AccountService accounts, [AsParameters] Choice choice, CancellationToken cancellation)
    {
        var actor = Actor.From(http.User);
        if (Languages.Has(choice.Language))
        {
            http.Response.Cookies.Append(Culture.CookieName, choice.Language!, DeviceChoice.Cookie);
            if (actor is not null)
            {
                await accounts.SpeakAsync(actor, choice.Language!, cancellation);
            }
        }

        if (Read<ThemeChoice>(choice.Theme) is { } theme)
        {
            DeviceChoice.Theme.Remember(http, theme);
        }

        if (Read<SingleKeys>(choice.Keys) is { } keys)
        {
            DeviceChoice.SingleKeys.Remember(http, keys);
        }

        if (Read<SendKey>(choice.Send) is { } send)
        {
            DeviceChoice.SendKey.Remember(http, send);
        }

        if (actor is not null && Read<PresenceChoice>(choice.Presence) is { } presence)
        {
            await accounts.HidePresenceAsync(actor, presence is PresenceChoice.Hidden, cancellation);
        }

        return Results.LocalRedirect(LocalAddress.OrHome(choice.ReturnUrl));
    }

    private static TChoice? Read<TChoice>(string? chosen)
        where TChoice : struct, Enum =>
        Enum.TryParse<TChoice>(chosen, ignoreCase: true, out var choice) && Enum.IsDefined(choice) ? choice : null;

    /// <summary>What the form says; what it does not mention stays as it is.</summary>
    private sealed record Choice(
        [FromForm(Name = "language")] string? Language,
        [FromForm(Name = "theme")] string? Theme,
        [FromForm(Name = "presence")] string? Presence,
        [FromForm(Name = "keys")] string? Keys,
        [FromForm(Name = "send")] string? Send,
        [FromForm(Name = "returnUrl")] string? ReturnUrl);
}
