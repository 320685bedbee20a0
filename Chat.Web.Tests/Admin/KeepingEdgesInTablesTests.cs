using Chat.Web.Access;
using Chat.Web.Admin;
using Chat.Web.School;
using Chat.Web.Tests.Api;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Admin;

public sealed class KeepingEdgesInTablesTests(OpenHouse house) : IClassFixture<OpenHouse>
{
    private SchoolHouse School => house.School;

    private EdgeListService Edges => School.The<EdgeListService>();

    [Fact]
    public async Task Edges_are_found_by_a_name_at_either_end_by_subject_and_by_state()
    {
        var student = await School.AdmitAsync("Семён Ёлкин", Role.Student);
        var now = School.The<TimeProvider>().GetUtcNow();
        var running = (await School.Office.EnrollAsync(School.Admin, student.Id, 1, School.Ivan.Id, to: now.AddDays(30), cancellation: Stop)).Granted();
        var planned = (await School.Office.EnrollAsync(School.Admin, student.Id, 2, School.Ivan.Id, now.AddDays(3), cancellation: Stop)).Granted();
        var ended = (await School.Office.EnrollAsync(School.Admin, student.Id, 3, School.TestTeacher.Id, cancellation: Stop)).Granted();
        (await School.Office.EndEnrollmentAsync(School.Admin, ended, Stop)).Granted();

        Assert.Equal([ended, planned, running], await IdsAsync(new EdgeFilter("елкин")));
        Assert.Equal([ended, planned, running], await IdsAsync(new EdgeFilter("ЁЛК")));
        Assert.Equal([running], await IdsAsync(new EdgeFilter("елкин", State: EdgeState.Running)));
        Assert.Equal([planned], await IdsAsync(new EdgeFilter("елкин", State: EdgeState.Planned)));
        Assert.Equal([ended], await IdsAsync(new EdgeFilter("елкин", State: EdgeState.Ended)));
        Assert.Equal([planned], await IdsAsync(new EdgeFilter("елкин", SubjectId: 2)));
        Assert.Contains(running, await IdsAsync(new EdgeFilter("иван ПЕТРОВ")));
        Assert.DoesNotContain(ended, await IdsAsync(new EdgeFilter("иван петров")));
        Assert.Empty(await IdsAsync(new EdgeFilter("nobody at all")));
        foreach (var column in new[] { "student", "other", "subject", "from", "to" })
        {
            var (up, down) = (await IdsAsync(new EdgeFilter("елкин"), column), await IdsAsync(new EdgeFilter("елкин"), "-" + column));
            Assert.Equal([running, planned, ended], up.Order());
            Assert.Equal(up.Order(), down.Order());
        }

        Assert.Equal([running, planned, ended], [.. (await IdsAsync(new EdgeFilter("елкин"), "from")).Except([planned, ended]), planned, ended]);
        Assert.Equal(ended, (await IdsAsync(new EdgeFilter("елкин"), "to"))[0]);
    }

    [Fact]
    public async Task Links_are_found_by_how_far_they_are_trusted()
    {
        var link = (await School.Office.LinkGuardianAsync(School.Admin, School.Dmitry.Id, School.Elena.Id, GuardianRelationship.Guardian, cancellation: Stop)).Granted();
        Assert.Contains(link, await LinksAsync(LinkTrust.Verified));

        (await School.Office.ChangeAsync(School.Admin, new EdgeDeed(EdgeKind.GuardianLink, link, EdgeAct.Doubt), Stop)).Granted();
        Assert.Equal([link], await LinksAsync(LinkTrust.ToVerify));
        Assert.DoesNotContain(link, await LinksAsync(LinkTrust.Verified));

        (await School.Office.RestrictGuardianAsync(School.Admin, link, restricted: true, Stop)).Granted();
        Assert.Equal([link], await LinksAsync(LinkTrust.Restricted));
    }

    [Fact]
    public async Task Whoever_is_chosen_for_an_end_fits_it()
    {
        var invited = await School.AdmitAsync("Зоя Ильина", Role.Parent);

        Assert.Equal([School.Anna.Id], await FindAsync(EdgeEnd.Student, "анна"));
        Assert.Empty(await FindAsync(EdgeEnd.Teacher, "анна"));
        Assert.Equal([School.Maria.Id], await FindAsync(EdgeEnd.Tutor, "сокол"));
        Assert.Equal([invited.Id], await FindAsync(EdgeEnd.Parent, "зоя иль"));
        Assert.Equal([invited.Id], await FindAsync(EdgeEnd.Anybody, "зоя"));
        Assert.Empty(await FindAsync(EdgeEnd.Anybody, " "));
    }

    [Fact]
    public async Task The_schools_pages_are_for_admins_and_why_for_whoever_oversees()
    {
        var routes = Route.Of(School).Where(r => r.Pattern.StartsWith("/admin/school", StringComparison.Ordinal) || r.Pattern.StartsWith("/admin/why", StringComparison.Ordinal)).ToList();
        Assert.True(routes.Count >= 6, $"only {routes.Count} routes");
        var lead = await School.AdmitAsync("Vera", Role.Teacher, Capabilities.SafeguardingLead);
        foreach (var actor in new[] { School.TestStudent, School.TestTeacher, School.TestTutor, School.TestParent, lead, School.Admin })
        {
            var cookie = await School.CookieOfAsync(actor);
            foreach (var address in new[] { "/admin/school", "/admin/school/enrollments", "/admin/school/guardians", "/admin/school/tutors", "/admin/school/tutors/new", "/admin/school/enrollments/1", "/admin/school/year-end", "/admin/why" })
            {
                var mayOpen = actor.KeepsTheSchool() || (actor == lead && address is "/admin/why");
                var answer = await School.CallAs().GetAsync(address, cookie);
                Assert.True(answer.Status == (mayOpen ? 200 : 403), $"{actor.Role}, {address}: {answer.Status}");
            }
        }

        var admins = await School.CookieOfAsync(School.Admin);
        (await School.CallAs().GetAsync("/admin/school/nonsense", admins)).Is(404);
        (await School.CallAs().GetAsync("/admin/school/enrollments/999999", admins)).Is(404);
    }

    private async Task<List<int>> IdsAsync(EdgeFilter filter, string? sort = null) =>
        [.. (await Edges.ListAsync(School.Admin, EdgeKind.Enrollment, filter, new TableQuery(sort, null), Stop)).Granted().Rows.Select(r => r.Id)];

    private async Task<List<int>> LinksAsync(LinkTrust trust) =>
        [.. (await Edges.ListAsync(School.Admin, EdgeKind.GuardianLink, new EdgeFilter("елена", Trust: trust), new TableQuery(null, null), Stop)).Granted().Rows.Where(r => r.Student.Id == School.Dmitry.Id).Select(r => r.Id)];

    private async Task<List<int>> FindAsync(EdgeEnd end, string typed) => [.. (await Edges.FindPeopleAsync(School.Admin, end, typed, Stop)).Granted().Select(p => p.Person.Id)];
}
