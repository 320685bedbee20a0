using Chat.Web.Access;
using Chat.Web.Outcomes;

namespace Chat.Web.Accounts;

/// <summary>
/// How a script of our own pages gets to the API, which takes no cookie: its page's cookie is exchanged for a JWT that
/// stands on the same session and stays in the script's memory. No page of another site may do this for its visitor.
/// </summary>
public static class AccessEndpoints
{
    public static void MapAccess(this IEndpointRouteBuilder app) => app.MapPost("/account/access", Issue).RequireAuthorization().DisableCookieRedirect();

    private static IResult Issue(Actor actor, TokenService tokens, HttpContext http) =>
        http.IsFromOwnPage() ? Results.Ok(tokens.IssueAccess(actor).ToShape()) : AccountRefusals.NotFromHere.ToHttp();
}
