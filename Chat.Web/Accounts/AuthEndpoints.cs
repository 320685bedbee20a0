using System.Globalization;
using Chat.Web.Access;
using Chat.Web.Outcomes;

namespace Chat.Web.Accounts;

/// <summary>How programs sign in, and learn who they are.</summary>
public static class AuthEndpoints
{
    public static void MapAuth(this IEndpointRouteBuilder app)
    {
        var auth = app.MapApi("/auth", "Accounts");

        auth.MapPost("/login/", SignInAsync).AllowAnonymous().Says<SignedIn>("Sign in with an e-mail address or a user name", 400, 423, 429);
        auth.MapPost("/token/", SignInForPairAsync).AllowAnonymous().Says<TokenPair>("Sign in for a JWT pair", 400, 423, 429);
        auth.MapPost("/token/refresh/", RefreshAsync).AllowAnonymous().Says<TokenPair>("Exchange a refresh token, once, for a new pair", 400);
        auth.MapPost("/token/verify/", VerifyAsync).AllowAnonymous().Says<Verified>("Ask whether a JWT still counts", 400);
        auth.MapPost("/register/", RegisterAsync).AllowAnonymous().WithMetadata(new SpokenLanguage("en"))
            .Makes<TokenPair>("Make an account: with an invitation, or where registration is open", 400, 403, 429);
        auth.MapPost("/logout/", SignOutAsync).Does("End the session this is asked with, and all its tokens");
        auth.MapGet("/me/", MeAsync).Says<AccountView>("Who is asking");
        auth.MapPost("/ws-ticket/", IssueTicket).Says<Ticket>("A ticket that opens one socket");
    }

    private static async Task<IResult> SignInAsync(Credentials sent, TokenService tokens, AccountService accounts, HttpContext http, CancellationToken cancellation)
    {
        if (sent.FindMissing() is { } missing)
        {
            return missing;
        }

        var keys = await tokens.SignInAsync(sent.Login, sent.Password, http.Device(), cancellation);
        if (keys.Value is not { } granted)
        {
            return keys.Refusal!.AtTheDoor();
        }

        var me = await accounts.FindAsync(granted.Session.Actor, cancellation);
        var user = new SignedInPerson(me.Id, me.Email, me.FullName, me.Role);
        return Results.Ok(new SignedIn(new SignedInData(granted.Token!, user), granted.Token!, granted.Access, granted.Refresh, user));
    }

    private static async Task<IResult> SignInForPairAsync(Credentials sent, TokenService tokens, HttpContext http, CancellationToken cancellation)
    {
        if (sent.FindMissing() is { } missing)
        {
            return missing;
        }

        var keys = await tokens.SignInForPairAsync(sent.Login, sent.Password, http.Device(), cancellation);
        return keys.Value is { } granted ? Results.Ok(granted.ToPair()) : keys.Refusal!.AtTheDoor();
    }

    private static async Task<IResult> RefreshAsync(RefreshToken sent, TokenService tokens, CancellationToken cancellation) =>
        ApiAnswers.Missing(string.IsNullOrEmpty(sent.Refresh) ? "refresh" : null)
        ?? (await tokens.RefreshAsync(sent.Refresh, cancellation)).ToHttp(keys => Results.Ok(keys.ToPair()));

    private static async Task<IResult> VerifyAsync(AnyToken sent, TokenService tokens, CancellationToken cancellation) =>
        ApiAnswers.Missing(string.IsNullOrEmpty(sent.Token) ? "token" : null)
        ?? (await tokens.VerifyAsync(sent.Token, cancellation)).ToHttp(_ => Results.Ok(new Verified()));

    private static async Task<IResult> RegisterAsync(Registration sent, TokenService tokens, HttpContext http, CancellationToken cancellation)
    {
        if (ApiAnswers.Missing(string.IsNullOrWhiteSpace(sent.Email) ? "email" : null, string.IsNullOrEmpty(sent.Password) ? "password" : null) is { } missing)
        {
            return missing;
        }

        var keys = await tokens.RegisterAsync(sent.Invitation, sent.ToDraft(speaks: http.Request.Headers.AcceptLanguage.Count > 0 ? CultureInfo.CurrentUICulture.TwoLetterISOLanguageName : Languages.Default), http.Device(), cancellation);
        return keys.ToHttp(granted => Results.Json(granted.ToPair(), statusCode: StatusCodes.Status201Created), FieldOf(keys.Refusal));
    }

    private static async Task<IResult> SignOutAsync(Actor actor, SessionService sessions, CancellationToken cancellation) =>
        (await sessions.EndAsync(actor, actor.Session!.Value, cancellation)).ToHttp(_ => Results.NoContent());

    private static async Task<IResult> MeAsync(Actor actor, AccountService accounts, CancellationToken cancellation) =>
        Results.Ok(await accounts.FindAsync(actor, cancellation));

    private static IResult IssueTicket(Actor actor, SocketTickets tickets) =>
        Results.Ok(new Ticket(tickets.Issue(actor), (int)SocketTickets.Lifetime.TotalSeconds));

    /// <summary>At the door a school that cannot write just now asks to come back, as it does when too many come at once: no client of the documents expects a 503 here.</summary>
    private static IResult AtTheDoor(this Refusal refusal) =>
        (refusal.Kind is RefusalKind.Busy ? refusal with { Kind = RefusalKind.TooOften } : refusal).ToHttp();

    /// <summary>The field of the registration a refusal is about.</summary>
    private static string? FieldOf(Refusal? refusal) => refusal?.Code.Split('_')[0] switch
    {
        "email" => "email",
        "password" => "password",
        "user" => "username",
        "full" => "first_name",
        "invitation" => "invitation",
        _ => null,
    };
}
