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
        "/preferences", "/sign-in", "/set-up", "/register", "/set-password", "/signed-out", "/not-found", "/error",
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
