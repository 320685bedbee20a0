using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Identity;

namespace Chat.Web.Accounts;

public static class AccountSetup
{
    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<PasswordOptions>().BindConfiguration(PasswordOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RegistrationOptions>().BindConfiguration(RegistrationOptions.Section).ValidateOnStart();

        services.AddSingleton<PasswordHashing>();
        services.AddSingleton<IdentityUsers>();
        services.AddSingleton<SessionService>();
        services.AddSingleton<SignInService>();
        services.AddSingleton<InvitationService>();
        services.AddSingleton<RegistrationService>();
        services.AddSingleton<AccountService>();
        services.AddSingleton<DemoAccounts>();
        services.AddHostedService<LastSeenWriter>();
        services.AddScoped<CircuitHandler, SessionCircuit>();

        // A page is for people who are signed in unless it says otherwise.
        services.AddAuthorization(options => options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddCascadingAuthenticationState();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddCookie(IdentityConstants.ApplicationScheme, cookie => Configure(cookie, builder.Environment));
    }

    private static void Configure(CookieAuthenticationOptions options, IHostEnvironment environment)
    {
        // The __Host- prefix needs HTTPS, which a developer's machine does not have.
        options.Cookie.Name = environment.IsDevelopment() ? "chat" : "__Host-chat";
        options.Cookie.SecurePolicy = environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.HttpOnly = true;
        options.LoginPath = "/sign-in";
        options.AccessDeniedPath = "/not-found";
        options.ReturnUrlParameter = "returnUrl";
        options.SlidingExpiration = false;
        options.ExpireTimeSpan = Session.Lifetime;
        options.Events.OnValidatePrincipal = SessionCookie.ValidateAsync;
    }
}
