using System.Text.Encodings.Web;
using System.Text.Unicode;
using Chat.Web.Live;
using Chat.Web.Outcomes;
using Chat.Web.Sockets;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.WebEncoders;

namespace Chat.Web.Shell;

public static class ShellSetup
{
    public static void AddShell(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        // Whoever reads a reference to us from the error page must lead us to what broke: it is in the scope of what was logged.
        // A console without a named format would not look at these.
        services.Configure<ConsoleLoggerOptions>(console => console.FormatterName ??= ConsoleFormatterNames.Simple);
        services.Configure<SimpleConsoleFormatterOptions>(console => console.IncludeScopes = true);
        services.Configure<JsonConsoleFormatterOptions>(console => console.IncludeScopes = true);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(4));
        services.AddSingleton(TimeProvider.System);
        services.AddCulture();
        services.AddHttpContextAccessor();
        services.AddAntiforgery(antiforgery =>
        {
            // Framing is refused for every page alike, in SecurityHeaders.
            antiforgery.SuppressXFrameOptionsHeader = true;
            antiforgery.Cookie.Name = builder.Environment.IsDevelopment() ? "chat-forms" : "__Host-chat-forms";
            antiforgery.Cookie.SecurePolicy = builder.Environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        });
        // Russian stays readable, and short, in the page's source.
        services.Configure<WebEncoderOptions>(encoder => encoder.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.BasicLatin, UnicodeRanges.Cyrillic));
        // A message of 10,000 characters is up to 40 KB on the wire, and a frame that is too large would take the whole page with it.
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(hub =>
        {
            hub.MaximumReceiveMessageSize = 128 * 1024;
            // Three times as often as shell.js waits for.
            hub.KeepAliveInterval = TimeSpan.FromSeconds(5);
        });
        // A developer's machine would look for a file behind every address that only reads, under /api as well: a wrong method
        // would then be answered as if there were nothing there, and otherwise than in a school.
        builder.Configuration.AddInMemoryCollection([new("DisableStaticAssetNotFoundRuntimeFallback", "true")]);
        services.AddHostedService<Welcome>();
        services.AddApiJson();
    }

    public static void UseShell(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        app.UseSecurityHeaders();
        app.UseOriginCheck();
        app.UseSockets();
        app.UseRefusalPages();
        app.UseFirstRun();
        app.UseAuthentication();
        app.UseRequestLocalization();
        app.UseWrongCalls();
        app.UseAuthorization();
        app.UseLivePlaces();
        app.UseFormCheck();
        app.MapStaticAssets().AllowAnonymous();
        app.MapPreferences();
        // Said with each page, though it holds without a word: a list of routes then shows whom each is for.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(live => live.ContentSecurityFrameAncestorsPolicy = null).RequireAuthorization();
    }
}
