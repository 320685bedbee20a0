using System.Net;
using System.Net.WebSockets;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>What every answer tells a browser, whatever was asked for and whatever came of it.</summary>
public sealed class AnswersTests(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
{
    private readonly HttpClient _client = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Patience.Limit };

    public override async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("/sign-in", HttpStatusCode.OK)]
    [InlineData("/error", HttpStatusCode.OK)]
    [InlineData("/theme/tokens.css", HttpStatusCode.OK)]
    [InlineData("/_framework/blazor.web.js", HttpStatusCode.OK)]
    [InlineData("/health/ready", HttpStatusCode.OK)]
    [InlineData("/chat", HttpStatusCode.Found)]
    [InlineData("/no-such-file.js", HttpStatusCode.Found)]
    public async Task Every_answer_keeps_the_browser_to_this_site(string address, HttpStatusCode status)
    {
        using var answer = await AskAsync(HttpMethod.Get, address);

        Assert.Equal(status, answer.StatusCode);
        KeepsTheBrowserHere(answer);
    }

    [Theory]
    [InlineData("/chat", HttpStatusCode.OK)]
    [InlineData("/chat/987654", HttpStatusCode.NotFound)]
    [InlineData("/no/such/page", HttpStatusCode.NotFound)]
    [InlineData("/no-such-file.js", HttpStatusCode.NotFound)]
    public async Task What_somebody_reads_or_does_not_find_is_kept_by_no_cache(string address, HttpStatusCode status)
    {
        var cookie = await CookieOfAsync(await ArriveAsync(TestStudent));

        using var answer = await AskAsync(HttpMethod.Get, address, request => request.Headers.Add("Cookie", cookie));

        Assert.Equal(status, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        KeepsTheBrowserHere(answer);
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing()
    {
        using var choice = new FormUrlEncodedContent([new("language", "en")]);

        using var answer = await AskAsync(HttpMethod.Post, "/preferences", request => request.Content = choice);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain(answer.Headers, header => header.Key == "Set-Cookie" && header.Value.Any(cookie => cookie.StartsWith("language", StringComparison.Ordinal)));
        KeepsTheBrowserHere(answer);
    }

    [Fact]
    public async Task No_script_reads_the_cookies_and_no_other_site_sends_them_along()
    {
        var student = await ArriveAsync(TestStudent);

        var cookies = await student.Browser.CookiesAsync();

        Assert.Equal(["chat", "chat-forms"], cookies.Select(cookie => cookie.Name).Order(StringComparer.Ordinal));
        Assert.All(cookies, cookie => Assert.True(cookie is { HttpOnly: true, SameSite: SameSiteAttribute.Lax or SameSiteAttribute.Strict }));
        Assert.Equal("", await student.Page.EvaluateAsync<string>("document.cookie"));
    }

    [Theory]
    [InlineData("https://evil.example", false)]
    [InlineData("null", false)]
    [InlineData("http://127.0.0.1.evil.example", false)]
    [InlineData("http://127.0.0.1:1", false)]
    [InlineData(null, true)]
    public async Task Only_pages_of_this_site_open_its_live_connection(string? origin, bool mayOpen)
    {
        var cookie = await CookieOfAsync(await ArriveAsync(TestStudent));
        origin ??= Site.Address.GetLeftPart(UriPartial.Authority);

        using var negotiated = await AskAsync(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1", request =>
        {
            request.Headers.Add("Cookie", cookie);
            request.Headers.Add("Origin", origin);
        });
        Assert.Equal(mayOpen ? HttpStatusCode.OK : HttpStatusCode.Forbidden, negotiated.StatusCode);
        KeepsTheBrowserHere(negotiated);
        Assert.Equal(mayOpen ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.Forbidden, await KnockAsync(cookie, origin));
    }

    /// <summary>A47: ten live pages of one person, and the next is told so in words. Nobody else notices; who closes one has room again.</summary>
    [Fact]
    public async Task Nobody_has_more_live_pages_than_ten()
    {
        var (student, teacher) = (await ArriveAsync(Dmitry), await ArriveAsync(Ivan));
        await student.LiveAsync();
        var (cookie, origin) = (await CookieOfAsync(student), Site.Address.GetLeftPart(UriPartial.Authority));
        var lines = new List<ClientWebSocket>();
        while (await KnockAsync(cookie, origin, lines) is HttpStatusCode.SwitchingProtocols)
        {
            Assert.InRange(lines.Count, 1, 9);
        }

        Assert.Equal(9, lines.Count);
        using var negotiated = await AskAsync(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1", request =>
        {
            request.Headers.Add("Cookie", cookie);
            request.Headers.Add("Origin", origin);
        });
        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (negotiated.StatusCode, negotiated.Headers.RetryAfter?.Delta > TimeSpan.Zero));
        student.Complaints.Pardon("503");
        var another = await student.Browser.NewPageAsync();
        await another.GotoAsync($"{Site.Address}chat");
        await Expect(another.GetByRole(AriaRole.Alert)).ToContainTextAsync(student.Word<Web.Shell.ShellTexts>("TooManyPages"));
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await KnockAsync(await CookieOfAsync(teacher), origin));

        lines.ForEach(line => line.Abort());
        await Patience.UntilAsync(async () => await KnockAsync(cookie, origin) is HttpStatusCode.SwitchingProtocols);
        lines.ForEach(line => line.Dispose());
    }

    private static async Task<string> CookieOfAsync(Person person) =>
        string.Join("; ", (await person.Browser.CookiesAsync()).Select(cookie => $"{cookie.Name}={cookie.Value}"));

    private static void KeepsTheBrowserHere(HttpResponseMessage answer)
    {
        string? Header(string name) => answer.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : null;
        var policy = Header("Content-Security-Policy")!.Split("; ").Select(directive => directive.Split(' ', 2)).ToDictionary(d => d[0], d => d[1]);

        Assert.All(["default-src", "object-src", "frame-ancestors"], directive => Assert.Equal("'none'", policy[directive]));
        Assert.All(["script-src", "style-src", "connect-src", "base-uri", "form-action"], directive => Assert.Equal("'self'", policy[directive]));
        Assert.All(policy, directive => Assert.True(directive.Key is "style-src-attr" || !directive.Value.Contains("unsafe", StringComparison.Ordinal)));
        Assert.DoesNotContain("//", string.Join(' ', policy.Values), StringComparison.Ordinal);
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("DENY", Header("X-Frame-Options"));
        Assert.Equal("no-referrer", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.NotNull(Header("Permissions-Policy"));
        Assert.NotNull(Header("Cache-Control"));
        Assert.Null(Header("Server"));
    }

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string address, Action<HttpRequestMessage>? prepare = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Site.Address, address));
        prepare?.Invoke(request);
        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>How the live connection answers at the door.</summary>
    /// <param name="lines">What was opened stays open, and is found here.</param>
    private async Task<HttpStatusCode> KnockAsync(string cookie, string origin, List<ClientWebSocket>? lines = null)
    {
        var socket = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        socket.Options.SetRequestHeader("Cookie", cookie);
        socket.Options.SetRequestHeader("Origin", origin);
        try
        {
            await socket.ConnectAsync(new Uri($"ws://{Site.Address.Authority}/_blazor"), TestContext.Current.CancellationToken);
        }
        catch (WebSocketException)
        {
            // The status says why.
        }

        var status = socket.HttpStatusCode;
        if (lines is not null && status is HttpStatusCode.SwitchingProtocols)
        {
            lines.Add(socket);
        }
        else
        {
            socket.Dispose();
        }

        return status;
    }
}
