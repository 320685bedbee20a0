using Chat.Web.Access;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Api;

/// <summary>How a script of our own pages gets to the API: its page's cookie is exchanged for a token on the same session, by nobody else.</summary>
public class PageAccessTests(OpenHouse house) : IClassFixture<OpenHouse>
{
    private const string Door = "/account/access";

    [Fact]
    public async Task A_page_of_ours_is_given_a_token_that_opens_what_its_cookie_stands_for()
    {
        var answer = (await AskAsync(house.School.Anna, ("Sec-Fetch-Site", "same-origin"), ("Origin", Self))).Is(200);

        Assert.Equal(["access", "expires_in"], answer.Json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(3600, answer["expires_in"].GetInt32());
        Assert.Equal(house.School.Anna.Id, (await house.School.CallAs($"Bearer {answer["access"]}").GetAsync("/api/auth/me/")).Is(200)["id"].GetInt32());
    }

    [Fact]
    public async Task It_ends_with_the_session_of_the_page_and_is_no_device_of_its_own()
    {
        var school = house.School;
        var teacher = await house.TeacherAsync();
        var cookie = await school.CookieOfAsync(teacher);
        var access = (await AskAsync(cookie, ("Origin", Self))).Is(200)["access"].GetString();
        var caller = school.CallAs($"Bearer {access}");
        (await caller.GetAsync("/api/auth/me/")).Is(200);
        var session = Assert.Single(await school.Sessions.ListAsync(teacher, Guid.Empty, Stop));

        (await school.Sessions.EndAsync(teacher with { Session = session.Id }, session.Id, Stop)).Granted();

        (await caller.GetAsync("/api/auth/me/")).Is(401, "not_authenticated");
    }

    [Fact]
    public async Task It_cannot_be_exchanged_for_another()
    {
        var access = (await AskAsync(house.School.Anna, ("Origin", Self))).Is(200)["access"].GetString();

        (await house.Nobody.PostAsync("/api/auth/token/refresh/", new { refresh = access })).Is(401, "token_invalid");
        (await house.School.CallAs($"Bearer {access}").PostAsync(Door, headers: ("Origin", Self))).Is(401);
    }

    [Fact]
    public async Task A_page_of_another_site_is_refused_whatever_it_says()
    {
        foreach (var said in new (string, string)[][]
        {
            [],
            [("Origin", "https://evil.example")],
            [("Origin", "null")],
            [("Origin", $"{Self}.evil.example")],
            [("Origin", Self.Replace("http:", "https:", StringComparison.Ordinal))],
            [("Sec-Fetch-Site", "cross-site")],
            [("Sec-Fetch-Site", "same-site")],
            [("Sec-Fetch-Site", "none")],
            [("Sec-Fetch-Site", "cross-site"), ("Origin", Self)],
            [("Sec-Fetch-Site", "same-origin"), ("Origin", "https://evil.example")],
        })
        {
            (await AskAsync(house.School.Anna, said)).Is(403, "not_from_here");
        }
    }

    [Fact]
    public async Task Nobody_is_given_none()
    {
        var answer = await house.Nobody.PostAsync(Door, headers: ("Origin", Self));

        Assert.Equal(401, answer.Status);
        Assert.DoesNotContain("access\"", answer.Body, StringComparison.Ordinal);
    }

    private string Self => house.School.Line.BaseAddress!.GetLeftPart(UriPartial.Authority);

    private async Task<Answer> AskAsync(Actor actor, params (string, string)[] said) => await AskAsync(await house.School.CookieOfAsync(actor), said);

    private Task<Answer> AskAsync((string Name, string Value) cookie, params (string, string)[] said) => house.Nobody.PostAsync(Door, headers: [cookie, .. said]);
}
