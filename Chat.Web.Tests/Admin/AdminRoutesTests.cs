using Chat.Web.Access;
using Chat.Web.Tests.Api;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Admin;

/// <summary>
/// Whose each page and each file of the administration is: asked of every address the house itself lists, by everybody.
/// Whose it should be stands here once more, by where it is: a policy that was taken from a page is not asked what it was.
/// </summary>
public sealed class AdminRoutesTests(OpenHouse house) : IClassFixture<OpenHouse>
{
    private SchoolHouse School => house.School;

    private List<Route> Routes => [.. Route.Of(School).Where(r => r.Pattern.StartsWith("/admin", StringComparison.Ordinal))];

    [Fact]
    public async Task Each_opens_to_those_whose_office_it_is_and_to_nobody_else()
    {
        Assert.True(Routes.Count >= 40, $"only {Routes.Count} routes");
        var (opened, cells) = (0, 0);
        foreach (var actor in await EverybodyAsync())
        {
            var cookie = await School.CookieOfAsync(actor);
            foreach (var route in Routes)
            {
                var answer = await School.CallAs().SendAsync(new HttpMethod(route.Method), route.At(), content: null, cookie);
                Assert.True(IsFor(route, actor) == answer.Status is not 403, $"{actor.Role} {actor.Capabilities}, {route}: {answer.Status}");
                (opened, cells) = (opened + (answer.Status is 403 ? 0 : 1), cells + 1);
            }
        }

        Assert.True(cells >= 400 && opened > Routes.Count && opened < cells / 2, $"{opened} of {cells} opened");
    }

    [Fact]
    public async Task No_token_of_a_program_opens_any_of_them_not_even_an_admins()
    {
        var program = await house.AsAsync(School.Administrator);
        foreach (var route in Routes)
        {
            Assert.Equal(302, (await program.SendAsync(new HttpMethod(route.Method), route.At())).Status);
        }
    }

    [Fact]
    public async Task Nobody_is_sent_to_sign_in_first()
    {
        foreach (var route in Routes)
        {
            var answer = await house.Nobody.SendAsync(new HttpMethod(route.Method), route.At());
            Assert.Equal((302, "/sign-in"), (answer.Status, answer.Headers.Location?.AbsolutePath));
        }
    }

    [Fact]
    public async Task An_admin_opens_every_page()
    {
        var cookie = await School.CookieOfAsync(School.Administrator);
        foreach (var route in Routes.Where(r => r.Method is "GET" && !r.Pattern.EndsWith("/report", StringComparison.Ordinal) && !r.Pattern.Contains("{Part}", StringComparison.Ordinal)))
        {
            Assert.Contains((await School.CallAs().GetAsync(route.At(), cookie)).Status, new[] { 200, 404 });
        }

        foreach (var part in new[] { "enrollments", "tutors", "guardians" })
        {
            (await School.CallAs().GetAsync($"/admin/school/{part}", cookie)).Is(200);
            (await School.CallAs().GetAsync($"/admin/school/{part}/1", cookie)).Is(200);
            (await School.CallAs().GetAsync($"/admin/school/{part}/new", cookie)).Is(200);
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

    private static bool IsFor(Route route, Actor actor) =>
        actor.Role is Role.Admin
        || (Is("/admin/conversations", route) || Is("/admin/why", route) ? actor.Capabilities.HasFlag(Capabilities.SafeguardingLead)
            : Is("/admin/knowledge", route) || Is("/admin/prompts", route) ? actor.Capabilities.HasFlag(Capabilities.SupportAgent)
            : Is("/admin/reports", route) && (actor.Capabilities & (Capabilities.SafeguardingLead | Capabilities.Moderator)) is not Capabilities.None);

    private static bool Is(string place, Route route) => route.Pattern.StartsWith(place, StringComparison.Ordinal);

    private async Task<List<Actor>> EverybodyAsync() =>
    [
        School.Administrator, School.TestStudent, School.TestTeacher, School.TestTutor, School.TestParent,
        await School.AdmitAsync("A moderator", Role.Teacher, Capabilities.Moderator),
        await School.AdmitAsync("A lead", Role.Tutor, Capabilities.SafeguardingLead),
        await School.AdmitAsync("A support agent", Role.Teacher, Capabilities.SupportAgent),
        await School.AdmitAsync("A student who is trusted with support", Role.Student, Capabilities.SupportAgent),
        await School.AdmitAsync("Somebody trusted with everything", Role.Teacher, Capabilities.Moderator | Capabilities.SafeguardingLead | Capabilities.SupportAgent),
    ];
}
