using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Outcomes;
using Chat.Web.School;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.School;

public class KeepingEdgesTests(SchoolHouse school) : IClassFixture<SchoolHouse>
{
    private const int Russian = 3;

    [Fact]
    public async Task Only_admins_change_edges()
    {
        var before = await EdgesAsync();
        foreach (var actor in school.Cast.Where(a => a.Role is not Role.Admin))
        {
            (await school.Office.EnrollAsync(actor, school.Dmitry.Id, Russian, school.Ivan.Id, cancellation: Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await school.Office.AssignTutorAsync(actor, school.Dmitry.Id, school.Maria.Id, cancellation: Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await school.Office.LinkGuardianAsync(actor, school.Dmitry.Id, school.Elena.Id, GuardianRelationship.Mother, cancellation: Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await school.Office.RestrictGuardianAsync(actor, 1, restricted: false, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await school.Office.EndEnrollmentAsync(actor, 1, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await school.Office.EndTutorAssignmentAsync(actor, 1, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await school.Office.EndGuardianLinkAsync(actor, 1, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await school.Office.AddSubjectAsync(actor, "Химия", "Chemistry", Stop)).RefusedAs(AccountRefusals.AdminsOnly);
        }

        Assert.Equal(before, await EdgesAsync());
    }

    [Fact]
    public async Task Each_end_of_an_edge_asks_for_its_role()
    {
        var before = await EdgesAsync();

        (await school.Office.EnrollAsync(school.Admin, school.Dmitry.Id, Russian, school.Maria.Id, cancellation: Stop)).RefusedAs(SchoolRefusals.RoleMismatch);
        (await school.Office.EnrollAsync(school.Admin, school.Ivan.Id, Russian, school.Ivan.Id, cancellation: Stop)).RefusedAs(SchoolRefusals.RoleMismatch);
        (await school.Office.AssignTutorAsync(school.Admin, school.Dmitry.Id, school.Ivan.Id, cancellation: Stop)).RefusedAs(SchoolRefusals.RoleMismatch);
        (await school.Office.LinkGuardianAsync(school.Admin, school.Dmitry.Id, school.Ivan.Id, GuardianRelationship.Father, cancellation: Stop)).RefusedAs(SchoolRefusals.RoleMismatch);
        (await school.Office.LinkGuardianAsync(school.Admin, school.Dmitry.Id, school.Admin.Id, GuardianRelationship.Father, cancellation: Stop)).RefusedAs(SchoolRefusals.RoleMismatch);

        Assert.Equal(before, await EdgesAsync());
    }

    [Fact]
    public async Task An_edge_to_nobody_to_no_subject_or_that_ends_before_it_starts_is_refused()
    {
        var before = await EdgesAsync();
        var noon = new DateTimeOffset(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);

        (await school.Office.EnrollAsync(school.Admin, int.MaxValue, Russian, school.Ivan.Id, cancellation: Stop)).RefusedAs(Refusal.NotFound);
        (await school.Office.EnrollAsync(school.Admin, school.Dmitry.Id, Russian, -1, cancellation: Stop)).RefusedAs(Refusal.NotFound);
        (await school.Office.EnrollAsync(school.Admin, school.Dmitry.Id, 99, school.Ivan.Id, cancellation: Stop)).RefusedAs(Refusal.NotFound);
        (await school.Office.EnrollAsync(school.Admin, school.Dmitry.Id, Russian, school.Ivan.Id, noon, noon, Stop)).RefusedAs(SchoolRefusals.EndsBeforeItStarts);
        (await school.Office.EndEnrollmentAsync(school.Admin, int.MaxValue, Stop)).RefusedAs(Refusal.NotFound);

        Assert.Equal(before, await EdgesAsync());
    }

    [Fact]
    public async Task A_subject_is_named_in_both_languages()
    {
        Assert.NotEqual(0, (await school.Office.AddSubjectAsync(school.Admin, " Химия ", "Chemistry", Stop)).Granted());
        (await school.Office.AddSubjectAsync(school.Admin, "Химия", " ", Stop)).RefusedAs(SchoolRefusals.SubjectNameInvalid);
        (await school.Office.AddSubjectAsync(school.Admin, "", "Chemistry", Stop)).RefusedAs(SchoolRefusals.SubjectNameInvalid);
        (await school.Office.AddSubjectAsync(school.Admin, new string('Х', Subject.MaxNameLength + 1), "Chemistry", Stop)).RefusedAs(SchoolRefusals.SubjectNameInvalid);
    }

    private async Task<(int Enrollments, int Assignments, int Links, int Open)> EdgesAsync()
    {
        await using var db = school.OpenDb();
        var open = await db.Enrollments.CountAsync(e => e.To == null, Stop) + await db.TutorAssignments.CountAsync(e => e.To == null, Stop) + await db.GuardianLinks.CountAsync(e => e.To == null, Stop);
        return (await db.Enrollments.CountAsync(Stop), await db.TutorAssignments.CountAsync(Stop), await db.GuardianLinks.CountAsync(Stop), open);
    }
}
