using Chat.Web.Accounts;
using Chat.Web.Tests.TestSupport;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Chat.Web.Tests.Api;

/// <summary>No route is open by accident: each says whom it is for, and the API knows people by their tokens alone.</summary>
public class PolicyTests(OpenHouse house) : IClassFixture<OpenHouse>
{
    /// <summary>Every route that anyone may ask, but for files that are the same for all.</summary>
    private static readonly HashSet<string> ForAnyone =
    [
        "/api/auth/login/", "/api/auth/token/", "/api/auth/token/refresh/", "/api/auth/token/verify/", "/api/auth/register/",
        "/api/health/", "/api/admin/health/ping/", "/healthz", "/health/live", "/health/ready", "/api/schema/", "/api/schema/swagger/{**file}", "/api/docs/{**file}",
        // A browser learns why it is not let in only from a socket that was opened: who comes is looked at behind it.
        "/ws/chat/{id}/",
        "/preferences", "/sign-in", "/set-up", "/register", "/set-password", "/signed-out", "/not-found", "/error",
    ];

    private const string Guessed = """
        admin administrator administration api app apps application archive assets attachment attachments audit auth authorize backup backups bak beta billing blog bot
        bots cache cgi-bin chat chats check cmd code common conf config configuration console contact content controller core cpanel cron css data database db debug
        default demo deploy dev developer diagnostics doc docs docker download downloads dump dumps edit editor elmah email env environment error errors etc example
        export exports external feed file files forum framework ftp git gitlab graphiql graphql health healthcheck heapdump help hidden home host hosts hub id image
        images import include includes index info init inside install installer internal invite jenkins job jobs jobs-dashboard js json key keys kibana lib library
        license live local log login logout logs mail maintenance manage management manager manifest master media member members memory message messages metrics migrate
        migrations minute monitor monitoring new node notes oauth old openapi operations order owner panel partner password passwords people person php phpinfo
        phpmyadmin ping plugin plugins policy portal post posts preview private privacy process prod profile profiles profiler prometheus proxy public query queue readme
        redis register release report reports reset restore root route routes sandbox schema script scripts search secret secrets secure security seed self server
        server-info server-status service services session sessions set-up settings setup shell shop signup site sitemap socket source sql src staff stage staging start
        stat static statistics stats status storage store students support svn swagger sync sys system task tasks teacher teachers temp template templates test testing
        tests theme tickets tmp token tokens tool tools trace tutor tutors update updates upgrade upload uploads user users util utils vault vendor version versions view
        visitor visitors web webhook webhooks websocket widget wiki work ws www xml xmlrpc zip
        """;

    private static readonly string[] Lying =
    [
        "/.env", "/.git/HEAD", "/.git/config", "/.svn/entries", "/.htaccess", "/.DS_Store", "/.well-known/openid-configuration", "/.aws/credentials", "/appsettings.json", "/appsettings.Development.json",
        "/chat.db", "/chat.db-wal", "/data/chat.db", "/keys/jwt.key", "/web.config", "/Chat.Web.dll", "/Chat.Web.pdb", "/Chat.Web.deps.json", "/Chat.Web.runtimeconfig.json", "/bin/Chat.Web.dll",
        "/_framework/blazor.boot.json", "/_framework/Chat.Web.dll", "/swagger/v1/swagger.json", "/swagger/index.html", "/openapi/v1.json", "/actuator/env", "/actuator/heapdump", "/wp-login.php", "/phpinfo.php", "/server-status",
        "/trace.axd", "/elmah.axd", "/backup.zip", "/backup.tar.gz", "/db.sqlite3", "/dump.sql", "/robots.txt/", "/crossdomain.xml", "/api/v1/users/", "/api/users/1/", "/api/admin/", "/api/admin/users/", "/api/chat/", "/api/chat/users/", "/api/auth/",
    ];

    [Fact]
    public void Each_route_says_whom_it_is_for()
    {
        var routes = Route.Of(house.School);

        Assert.True(routes.Count > 40, $"only {routes.Count} routes");
        // What a developer's machine adds for files that are not built yet stands on the rule for everything.
        Assert.Empty(routes.Where(r => r.Pattern is not "/{**path:file}" && r.Metadata.GetMetadata<IAuthorizeData>() is null && r.Metadata.GetMetadata<IAllowAnonymous>() is null).Select(r => r.Name));
    }

    [Fact]
    public void What_anyone_may_ask_is_on_a_short_list()
    {
        var open = Route.Of(house.School).Where(r => r.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(r => r.Pattern).Where(p => !IsFile(p)).ToHashSet();

        Assert.Equal(ForAnyone.Order(), open.Order());
    }

    [Fact]
    public async Task Nobody_is_let_into_any_route_that_is_for_somebody()
    {
        var routes = Route.Of(house.School).Where(r => r.IsApi && !ForAnyone.Contains(r.Pattern)).ToList();

        Assert.True(routes.Count > 15, $"only {routes.Count} routes");
        foreach (var route in routes)
        {
            foreach (var path in new[] { route.At(), route.At().TrimEnd('/') })
            {
                var refused = await house.Nobody.SendAsync(new HttpMethod(route.Method), path, route.Method is "POST" or "PATCH" ? JsonBody() : null);
                Assert.True(refused.Status == 401 && (route.Method is "HEAD" || refused.Code is "not_authenticated"), $"{route}: {refused.Status} {refused.Body}");
                Assert.Equal(["Token", "Bearer"], refused.Headers.WwwAuthenticate.Select(w => w.Scheme));
            }
        }
    }

    /// <summary>What somebody looks for who knows nothing of this house but that others of its kind had it lying about.</summary>
    [Fact]
    public async Task Nothing_that_people_guess_at_answers_but_what_is_on_the_list()
    {
        var words = Guessed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var paths = (string[])[.. words.Select(w => $"/{w}"), .. words.Select(w => $"/api/{w}/"), .. words.Select(w => $"/admin/{w}"), .. Lying];
        var known = Route.Of(house.School).Where(r => r.Method is "GET" && (ForAnyone.Contains(r.Pattern) || IsFile(r.Pattern))).Select(r => r.Pattern.Split("/{")[0].TrimEnd('/')).ToHashSet();

        Assert.True(words.Distinct().Count() > 240 && paths.Length > 750, $"only {words.Length} words");
        var answered = new List<string>();
        foreach (var path in paths)
        {
            if ((await house.Nobody.GetAsync(path)).Status is >= 200 and < 300)
            {
                answered.Add(path);
            }
        }

        Assert.DoesNotContain(answered, p => !known.Contains(p.TrimEnd('/')));
        Assert.Contains("/api/health/", answered);
    }

    [Fact]
    public async Task A_browsers_cookie_is_none_of_the_APIs_business()
    {
        var cookie = await CookieAsync();

        // The cookie is a good one: a page opens with it.
        (await house.Nobody.GetAsync("/account/devices", ("Cookie", cookie))).Is(200);
        foreach (var route in Route.Of(house.School).Where(r => r.IsApi && !ForAnyone.Contains(r.Pattern) && !IsShown(r)))
        {
            (await house.Nobody.SendAsync(new HttpMethod(route.Method), route.At(), route.Method is "POST" or "PATCH" ? JsonBody() : null, ("Cookie", cookie))).Is(401, "not_authenticated");
        }
    }

    /// <summary>But for files: a picture in a page is fetched by the browser, which has nothing else to show. Beside a token no cookie is looked at.</summary>
    [Fact]
    public async Task Only_a_file_is_handed_to_a_cookie_and_only_where_no_token_is_shown()
    {
        var shown = Route.Of(house.School).Where(IsShown).ToList();

        Assert.Equal(4, shown.Count);
        Assert.All(shown, r => Assert.Contains(r.Method, new[] { "GET", "HEAD" }));
        foreach (var route in shown)
        {
            Assert.Equal(404, (await house.Nobody.SendAsync(new HttpMethod(route.Method), route.At(), content: null, ("Cookie", await CookieAsync()))).Status);
            Assert.Equal(401, (await house.Nobody.SendAsync(new HttpMethod(route.Method), route.At(), content: null, ("Cookie", await CookieAsync()), ("Authorization", "Token 0"))).Status);
        }
    }

    [Fact]
    public async Task A_token_in_an_address_or_in_a_cookie_opens_nothing_and_a_page_knows_no_token()
    {
        var caller = await house.AsAsync(house.School.Anna);
        var token = caller.Authorization!.Split(' ')[1];

        (await caller.GetAsync("/api/auth/me/")).Is(200);
        foreach (var name in new[] { "token", "access_token", "ticket", "authorization" })
        {
            (await house.Nobody.GetAsync($"/api/chat/forum/?{name}={token}")).Is(401, "not_authenticated");
            (await house.Nobody.GetAsync("/api/chat/forum/", ("Cookie", $"{name}={token}"))).Is(401, "not_authenticated");
        }

        Assert.Equal(302, (await caller.GetAsync("/account/devices")).Status);
    }

    [Fact]
    public async Task An_unknown_address_under_the_API_is_401_to_nobody_and_404_to_somebody_and_never_a_page()
    {
        Assert.Equal("application/json", (await house.Nobody.GetAsync("/api/nothing/")).Is(401, "not_authenticated").Type);
        Assert.Equal("application/json", (await (await house.AsAsync(house.School.Anna)).GetAsync("/api/nothing/")).Is(404, "not_found").Type);
    }

    private static bool IsFile(string pattern) => Path.HasExtension(pattern) || pattern.StartsWith("/_framework/", StringComparison.Ordinal) || pattern.StartsWith("/_content/", StringComparison.Ordinal);

    private static bool IsShown(Route route) => route.Pattern.StartsWith("/api/attachments/", StringComparison.Ordinal);

    private static StringContent JsonBody() => new("{}", System.Text.Encoding.UTF8, "application/json");

    /// <summary>What a browser carries after a sign-in, made as the sign-in makes it.</summary>
    private async Task<string> CookieAsync()
    {
        var session = (await house.School.SignInAsync("anna.ivanova@student.com", "password123")).Granted();
        var cookies = house.School.The<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var ticket = new AuthenticationTicket(session.ToPrincipal(IdentityConstants.ApplicationScheme), new AuthenticationProperties { ExpiresUtc = session.ExpiresAt }, IdentityConstants.ApplicationScheme);
        return $"{cookies.Cookie.Name}={cookies.TicketDataFormat.Protect(ticket)}";
    }
}
