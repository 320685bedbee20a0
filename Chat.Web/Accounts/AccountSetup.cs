using Chat.Web.Access;
using Chat.Web.Audit;
using Chat.Web.Outcomes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Identity;

namespace Chat.Web.Accounts;

public static class AccountSetup
{
    private const string ByDoor = "ByDoor";

    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<PasswordOptions>().BindConfiguration(PasswordOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<TokenOptions>().BindConfiguration(TokenOptions.Section).ValidateOnStart();
        services.AddOptions<RegistrationOptions>().BindConfiguration(RegistrationOptions.Section).ValidateOnStart();

        services.AddSingleton<PasswordHashing>();
        services.AddSingleton<IdentityUsers>();
        services.AddSingleton<SessionService>();
        services.AddSingleton<SignInService>();
        services.AddSingleton<InvitationService>();
        services.AddSingleton<AdmissionService>();
        services.AddSingleton<RegistrationService>();
        services.AddSingleton<AccountService>();
        services.AddSingleton<LocksmithService>();
        services.AddSingleton<GuessingAddresses>();
        services.AddSingleton<JwtKey>();
        services.AddSingleton<Jwt>();
        services.AddSingleton<TokenService>();
        services.AddSingleton<SocketTickets>();
        services.AddSingleton<DemoAccounts>();
        services.AddSingleton<Attendance>();
        services.AddHostedService<LastSeenWriter>();
        services.AddScoped<CircuitHandler, SessionCircuit>();
        services.AddScoped<CircuitHandler, AttendanceCircuit>();

        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, AuthJson.Default));

        // A page is for people who are signed in unless it says otherwise.
        services.AddAuthorization(options =>
        {
            options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
            options.AddRights();
        });
        services.AddCascadingAuthenticationState();
        // Pages know people by a cookie, the API and sockets by a token, and neither looks at the other's; but for files, which pages show as well.
        services.AddAuthentication(ByDoor)
            .AddPolicyScheme(ByDoor, displayName: null, door => door.ForwardDefaultSelector = SchemeFor)
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(TokenHandler.SchemeName, configureOptions: null)
            .AddCookie(IdentityConstants.ApplicationScheme, cookie => Configure(cookie, builder.Environment));
    }

    public static void MapAccounts(this WebApplication app)
    {
        // A key that is no good is known before anybody signs in with it.
        app.Services.GetRequiredService<JwtKey>().Require();
        app.MapAuth();
        app.MapAccess();
    }

    private static string SchemeFor(HttpContext http) =>
        http.IsForPrograms() && !(http.ShowsFile() && http.Request.Headers.Authorization.Count == 0) ? TokenHandler.SchemeName : IdentityConstants.ApplicationScheme;

    private static void Configure(CookieAuthenticationOptions options, IHostEnvironment environment)
    {
        // The __Host- prefix needs HTTPS, which a developer's machine does not have.
        options.Cookie.Name = environment.IsDevelopment() ? "chat" : "__Host-chat";
        options.Cookie.SecurePolicy = environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.HttpOnly = true;
        options.LoginPath = "/sign-in";
        options.ReturnUrlParameter = "returnUrl";
        options.SlidingExpiration = false;
        options.ExpireTimeSpan = Session.Lifetime;
        // Who is known and may not is told so where they asked, and sent nowhere.
        options.Events.OnRedirectToAccessDenied = async denied =>
        {
            denied.Response.StatusCode = StatusCodes.Status403Forbidden;
            if (Actor.From(denied.HttpContext.User) is { } actor)
            {
                await denied.HttpContext.RequestServices.GetRequiredService<Denials>().RefuseAsync(actor, PageOf(denied.HttpContext), AccountRefusals.AdminsOnly);
            }
        };
        options.Events.OnValidatePrincipal = SessionCookie.ValidateAsync;
    }

    /// <summary>The route, not what was typed behind it: a target has its length, and what is searched for is nobody's business.</summary>
    private static string PageOf(HttpContext http) => $"page:{(http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.Trim('/')}";
}
