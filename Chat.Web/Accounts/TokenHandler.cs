using System.Text.Encodings.Web;
using Chat.Web.Outcomes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Chat.Web.Accounts;

/// <summary>
/// Who asks the API: whoever shows a token or a JWT in the <c>Authorization</c> header, under either scheme. Nothing else
/// is looked at, neither a cookie nor the address.
/// </summary>
public sealed class TokenHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, TokenService tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "Token";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } header])
        {
            return AuthenticateResult.NoResult();
        }

        return header.Split(' ') is [var scheme, var credential]
            && (scheme.Equals("Token", StringComparison.OrdinalIgnoreCase) || scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            && await tokens.FindAsync(credential, Context.RequestAborted) is { } session
                ? AuthenticateResult.Success(new AuthenticationTicket(session.ToPrincipal(SchemeName), SchemeName))
                : AuthenticateResult.NoResult();
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = ApiPipeline.Challenge;
        return Task.CompletedTask;
    }
}
