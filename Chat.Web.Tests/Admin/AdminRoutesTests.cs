using Chat.Web.Access;
using Chat.Web.Tests.Api;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Admin;

/// <summary>The people's pages and files are for admins: asked of every address the house itself lists.</summary>
public sealed class AdminRoutesTests(OpenHouse house) : IClassFixture<OpenHouse>
{
    private SchoolHouse School => house.School;

    private List<Route> People => [.. Route.Of(School).Where(r => r.Pattern.StartsWith("/admin/people", StringComparison.Ordinal))];

    [Fact]
    public async Task No_other_role_and_no_capability_opens_any_of_them()
    {
        Assert.True(People.Count >= 12, $"only {People.Count} routes");
        var trusted = await School.AdmitAsync("Trusted", Role.Teacher, Capabilities.Moderator | Capabilities.SafeguardingLead | Capabilities.SupportAgent);
        foreach (var actor in new[] { School.TestStudent, School.TestTeacher, School.TestTutor, School.TestParent, trusted })
        {
            var cookie = await School.CookieOfAsync(actor);
            foreach (var route in People)
            {
                var refused = await School.CallAs().SendAsync(new HttpMethod(route.Method), route.At(), content: null, cookie);
                Assert.True(refused.Status == 403, $"{actor.Role}, {route}: {refused.Status}");
            }
        }
    }

    [Fact]
    public async Task Nobody_is_sent_to_sign_in_first()
    {
        foreach (var route in People)
        {
            Assert.Equal(302, (await house.Nobody.SendAsync(new HttpMethod(route.Method), route.At())).Status);
        }
    }

    [Fact]
    public async Task An_admin_opens_every_page()
    {
        var cookie = await School.CookieOfAsync(School.Administrator);
        foreach (var route in People.Where(r => r.Method is "GET" && !r.Pattern.EndsWith("/report", StringComparison.Ordinal)))
        {
            (await School.CallAs().GetAsync(route.At(), cookie)).Is(200);
        }
    }

    [Fact]
    public async Task What_is_sent_without_a_token_of_ours_is_not_done()
    {
        var cookie = await School.CookieOfAsync(School.Administrator);
        using var file = new MultipartFormDataContent { { new ByteArrayContent("email,name,role"u8.ToArray()), "file", "x.csv" } };

        Assert.Equal(400, (await School.CallAs().SendAsync(HttpMethod.Post, "/admin/people/import/file", file, cookie)).Status);
        Assert.Equal(400, (await School.CallAs().SendAsync(HttpMethod.Post, "/admin/people/jobs/1/links", content: null, cookie)).Status);
        Assert.Null(School.The<Chat.Web.Admin.ImportService>().FindPlan(School.Administrator));
    }

    [Fact]
    public async Task An_admin_who_is_one_no_longer_is_out_with_the_page_that_was_open()
    {
        var second = await School.AdmitAsync("Second Admin", Role.Admin);
        var cookie = await School.CookieOfAsync(second);
        (await School.CallAs().GetAsync("/admin/people", cookie)).Is(200);

        (await School.Accounts.ChangeRoleAsync(School.Administrator, second.Id, Role.Teacher, Stop)).Granted();

        Assert.Equal(302, (await School.CallAs().GetAsync("/admin/people", cookie)).Status);
    }
}
