using Chat.Web.Access;
using Chat.Web.Bot;
using Chat.Web.School;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Access;

/// <summary>The demo school, and everybody whose reach is not as simple as it looks.</summary>
public sealed class PeopleOfUnusualReach : IAsyncLifetime
{
    public SchoolHouse School { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await School.OpenAsync();
        await School.AdmitAsync("Lead", Role.Parent, Capabilities.SafeguardingLead);
        await School.AdmitAsync("Moderator", Role.Teacher, Capabilities.Moderator | Capabilities.SupportAgent);
        await LinkAsync("Verified", _ => { });
        await LinkAsync("Restricted", l => l.IsRestricted = true);
        await LinkAsync("Ended", l => l.To = DateTimeOffset.UtcNow.AddMinutes(-1));
        await LinkAsync("Unverified", l => l.VerifiedAt = null);
        await LinkAsync("Future", _ => { }, from: DateTimeOffset.UtcNow.AddDays(1));

        await TeachAsync("Once a teacher");
        (await School.Accounts.ChangeRoleAsync(School.Admin, School.Named("Once a teacher").Id, Role.Tutor, Stop)).Granted();
        await TeachAsync("Suspended teacher");
        (await School.Accounts.SuspendAsync(School.Admin, School.Named("Suspended teacher").Id, Stop)).Granted();
        await TeachAsync("Teacher of the past");
        await EndAsync("Teacher of the past");
        var former = await School.AdmitAsync("Once an admin", Role.Admin);
        (await School.Accounts.ChangeRoleAsync(School.Admin, former.Id, Role.Student, Stop)).Granted();

        (await School.Conversations.StartAsync(School.Admin, School.Named("Restricted").Id, null, Stop)).Granted();
        (await School.Conversations.StartAsync(School.Named("Verified"), School.Ivan.Id, School.Anna.Id, Stop)).Granted();
        (await School.The<BotConversationService>().BeginAsync(School.Anna, clientId: null, "ru", Stop)).Granted();
        await School.MeetEveryoneAsync();
    }

    public ValueTask DisposeAsync() => School.DisposeAsync();

    private async Task LinkAsync(string parent, Action<GuardianLink> change, DateTimeOffset? from = null)
    {
        var link = new GuardianLink
        {
            ParentId = (await School.AdmitAsync(parent, Role.Parent)).Id,
            StudentId = School.Anna.Id,
            From = from ?? DateTimeOffset.UnixEpoch,
            VerifiedAt = DateTimeOffset.UnixEpoch,
        };
        change(link);
        await School.WriteAsync(db => db.Add(link));
    }

    private async Task TeachAsync(string teacher) =>
        (await School.Office.EnrollAsync(School.Admin, School.Anna.Id, subjectId: 3, (await School.AdmitAsync(teacher, Role.Teacher)).Id, cancellation: Stop)).Granted();

    private async Task EndAsync(string teacher)
    {
        await using var db = School.OpenDb();
        var enrollment = await db.Enrollments.Where(e => e.Teacher.FullName == teacher).Select(e => e.Id).SingleAsync(Stop);
        (await School.Office.EndEnrollmentAsync(School.Admin, enrollment, Stop)).Granted();
    }
}
