using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.School;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Access;

/// <summary>
/// Who can see what is told twice, from the person and from the conversation. If the two ever disagreed, somebody would
/// hear what they cannot read, or miss what they can.
/// </summary>
public class ReachTests(SchoolHouse school) : IClassFixture<SchoolHouse>
{
    [Fact]
    public async Task The_two_directions_of_the_rule_agree_for_everyone_and_everything()
    {
        await CrowdAsync();
        await using var db = school.OpenDb();
        var now = DateTimeOffset.UtcNow;
        var everyone = await db.Users.CountAsync(Stop);
        var conversations = await db.Conversations.AsNoTracking().ToListAsync(Stop);

        foreach (var conversation in conversations)
        {
            var audience = await db.ReadersOf(conversation.Id, now).Order().ToListAsync(Stop);
            var viewers = school.Cast.Where(a => db.ConversationsReachedBy(a, now).Any(c => c.Id == conversation.Id)).Select(a => a.Id).Order();

            Assert.Equal(viewers, audience);
            Assert.True(audience.Count > 0, $"Somebody must stand inside {conversation.Key} for this to mean anything.");
            Assert.True(audience.Count < everyone, $"Somebody must stand outside {conversation.Key} for this to mean anything.");
        }

        Assert.Equal(Enum.GetValues<ConversationKind>(), conversations.Select(c => c.Kind).Distinct().Order());
    }

    [Theory]
    [InlineData("Verified", true)]
    [InlineData("Restricted", false)]
    [InlineData("Ended", false)]
    [InlineData("Future", false)]
    [InlineData("Unverified", false)]
    public async Task Only_a_link_that_holds_is_verified_and_is_not_restricted_opens_a_childs_chats(string parent, bool reads)
    {
        await CrowdAsync();

        Assert.Equal(reads, await ReachesAsync(school.Named(parent), school.AnnasPhysics));
        Assert.Equal(reads, await ReachesAsync(school.Named(parent), school.AnnasTutoring));
        Assert.False(await ReachesAsync(school.Named(parent), school.Maths));
    }

    [Fact]
    public async Task Whoever_changed_roles_leaves_the_places_of_the_old_role_behind()
    {
        await CrowdAsync();

        Assert.False(await ReachesAsync(school.Named("Once a teacher"), await ConversationOfAsync("Once a teacher")));
        Assert.False(await ReachesAsync(school.Named("Once an admin"), school.Maths));
    }

    [Fact]
    public async Task A_suspended_account_is_told_nothing()
    {
        await CrowdAsync();
        await using var db = school.OpenDb();
        var suspended = await db.Users.SingleAsync(u => u.FullName == "Suspended teacher", Stop);
        var conversation = await db.Participants.Where(p => p.UserId == suspended.Id).Select(p => p.ConversationId).SingleAsync(Stop);

        Assert.DoesNotContain(suspended.Id, await db.ReadersOf(conversation, DateTimeOffset.UtcNow).ToListAsync(Stop));
    }

    /// <summary>Everybody whose reach is not as simple as it looks.</summary>
    private async Task CrowdAsync()
    {
        if (school.Cast.Any(a => a.Has(Capabilities.SafeguardingLead)))
        {
            return;
        }

        await school.AdmitAsync("Lead", Role.Parent, Capabilities.SafeguardingLead);
        await school.AdmitAsync("Moderator", Role.Teacher, Capabilities.Moderator | Capabilities.SupportAgent);
        await LinkAsync("Verified", _ => { });
        await LinkAsync("Restricted", l => l.IsRestricted = true);
        await LinkAsync("Ended", l => l.To = DateTimeOffset.UtcNow.AddMinutes(-1));
        await LinkAsync("Unverified", l => l.VerifiedAt = null);
        await LinkAsync("Future", _ => { }, from: DateTimeOffset.UtcNow.AddDays(1));

        await TeachAsync("Once a teacher");
        (await school.Accounts.ChangeRoleAsync(school.Admin, school.Named("Once a teacher").Id, Role.Tutor, Stop)).Granted();
        await TeachAsync("Suspended teacher");
        (await school.Accounts.SuspendAsync(school.Admin, school.Named("Suspended teacher").Id, Stop)).Granted();
        await TeachAsync("Teacher of the past");
        await EndAsync("Teacher of the past");
        var former = await school.AdmitAsync("Once an admin", Role.Admin);
        (await school.Accounts.ChangeRoleAsync(school.Admin, former.Id, Role.Student, Stop)).Granted();

        (await school.Conversations.StartAsync(school.Admin, school.Named("Restricted").Id, null, Stop)).Granted();
        (await school.Conversations.StartAsync(school.Named("Verified"), school.Ivan.Id, school.Anna.Id, Stop)).Granted();
        await school.MeetEveryoneAsync();
    }

    private async Task LinkAsync(string parent, Action<GuardianLink> change, DateTimeOffset? from = null)
    {
        var link = new GuardianLink
        {
            ParentId = (await school.AdmitAsync(parent, Role.Parent)).Id,
            StudentId = school.Anna.Id,
            From = from ?? DateTimeOffset.UnixEpoch,
            VerifiedAt = DateTimeOffset.UnixEpoch,
        };
        change(link);
        await school.WriteAsync(db => db.Add(link));
    }

    private async Task TeachAsync(string teacher) =>
        (await school.Office.EnrollAsync(school.Admin, school.Anna.Id, subjectId: 3, (await school.AdmitAsync(teacher, Role.Teacher)).Id, cancellation: Stop)).Granted();

    private async Task EndAsync(string teacher)
    {
        await using var db = school.OpenDb();
        var enrollment = await db.Enrollments.Where(e => e.Teacher.FullName == teacher).Select(e => e.Id).SingleAsync(Stop);
        (await school.Office.EndEnrollmentAsync(school.Admin, enrollment, Stop)).Granted();
    }

    private async Task<int> ConversationOfAsync(string person)
    {
        await using var db = school.OpenDb();
        return await db.Participants.Where(p => p.User.FullName == person).Select(p => p.ConversationId).SingleAsync(Stop);
    }

    private async Task<bool> ReachesAsync(Actor actor, int conversation)
    {
        await using var db = school.OpenDb();
        return await db.ConversationsReachedBy(actor, DateTimeOffset.UtcNow).AnyAsync(c => c.Id == conversation, Stop);
    }
}
