using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Access;

/// <summary>
/// Who can see what is told twice, from the person and from the conversation. If the two ever disagreed, somebody would
/// hear what they cannot read, or miss what they can.
/// </summary>
public class ReachTests(PeopleOfUnusualReach people) : IClassFixture<PeopleOfUnusualReach>
{
    private SchoolHouse School => people.School;

    [Fact]
    public async Task The_two_directions_of_the_rule_agree_for_everyone_and_everything()
    {
        await using var db = School.OpenDb();
        var now = DateTimeOffset.UtcNow;
        var everyone = await db.Users.CountAsync(Stop);
        var conversations = await db.Conversations.AsNoTracking().ToListAsync(Stop);

        foreach (var conversation in conversations)
        {
            var audience = await db.ReadersOf(conversation.Id, now).Order().ToListAsync(Stop);
            var viewers = School.Cast.Append(School.Bot).Where(a => db.ConversationsReachedBy(a, now).Any(c => c.Id == conversation.Id)).Select(a => a.Id).Order();

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
        Assert.Equal(reads, await ReachesAsync(School.Named(parent), School.AnnasPhysics));
        Assert.Equal(reads, await ReachesAsync(School.Named(parent), School.AnnasTutoring));
        Assert.False(await ReachesAsync(School.Named(parent), School.Maths));
    }

    [Fact]
    public async Task Whoever_changed_roles_leaves_the_places_of_the_old_role_behind()
    {
        Assert.False(await ReachesAsync(School.Named("Once a teacher"), await ConversationOfAsync("Once a teacher")));
        Assert.False(await ReachesAsync(School.Named("Once an admin"), School.Maths));
    }

    [Fact]
    public async Task A_suspended_account_is_told_nothing()
    {
        await using var db = School.OpenDb();
        var suspended = await db.Users.SingleAsync(u => u.FullName == "Suspended teacher", Stop);
        var conversation = await db.Participants.Where(p => p.UserId == suspended.Id).Select(p => p.ConversationId).SingleAsync(Stop);

        Assert.DoesNotContain(suspended.Id, await db.ReadersOf(conversation, DateTimeOffset.UtcNow).ToListAsync(Stop));
    }

    private async Task<int> ConversationOfAsync(string person)
    {
        await using var db = School.OpenDb();
        return await db.Participants.Where(p => p.User.FullName == person).Select(p => p.ConversationId).SingleAsync(Stop);
    }

    private async Task<bool> ReachesAsync(Actor actor, int conversation)
    {
        await using var db = School.OpenDb();
        return await db.ConversationsReachedBy(actor, DateTimeOffset.UtcNow).AnyAsync(c => c.Id == conversation, Stop);
    }
}
