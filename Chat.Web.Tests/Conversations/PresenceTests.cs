using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Conversations;
using Chat.Web.School;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Conversations;

/// <summary>Two who talk see of each other whether they are here, unless one of them wishes otherwise. Nobody else ever does.</summary>
public sealed class PresenceTests : IAsyncLifetime
{
    private readonly HandClock _clock = new();
    private readonly SchoolHouse _school;

    public PresenceTests() => _school = new() { Clock = _clock, RunsErrands = false };

    private Attendance Attendance => _school.The<Attendance>();

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task The_other_one_hears_who_comes_and_who_leaves()
    {
        using var line = _school.Feed.Open(_school.Anna.Id);

        await Attendance.CameAsync(_school.Ivan.Id);
        Assert.Equal(new PresenceChanged(_school.Ivan.Id, PresenceView.Here), await line.NextAsync<PresenceChanged>());
        Assert.Equal(PresenceView.Here, await SeeAsync(_school.Anna, _school.AnnasPhysics));

        await LeaveAsync(_school.Ivan);
        var gone = PresenceView.Gone(_clock.Now - Attendance.Pause, isRough: false);
        Assert.Equal(new PresenceChanged(_school.Ivan.Id, gone), await line.NextAsync<PresenceChanged>());
        Assert.Equal(gone, await SeeAsync(_school.Anna, _school.AnnasPhysics));
    }

    [Fact]
    public async Task Whoever_reads_along_and_whoever_is_a_stranger_learns_nothing()
    {
        var lead = await _school.AdmitAsync("Vera", Role.Teacher, Capabilities.SafeguardingLead);
        Actor[] outsiders = [_school.Elena, _school.Admin, lead, _school.Maria, _school.TestStudent];
        var lines = outsiders.Select(o => _school.Feed.Open(o.Id)).ToList();
        using var other = _school.Feed.Open(_school.Ivan.Id);

        await Attendance.CameAsync(_school.Dmitry.Id);

        Assert.Single(other.HeardSoFar<PresenceChanged>());
        Assert.All(lines, line => Assert.Empty(line.HeardSoFar<PresenceChanged>()));
        foreach (var outsider in outsiders)
        {
            Assert.Null(await SeeAsync(outsider, _school.DmitrysPhysics));
            Assert.Null(await SeeAsync(outsider, _school.AnnasPhysics));
        }

        lines.ForEach(line => line.Dispose());
    }

    [Fact]
    public async Task Who_hides_is_seen_by_nobody_and_sees_nobody_until_they_show_themselves_again()
    {
        await Attendance.CameAsync(_school.Ivan.Id);
        await Attendance.CameAsync(_school.Anna.Id);
        using var anna = _school.Feed.Open(_school.Anna.Id);
        using var ivan = _school.Feed.Open(_school.Ivan.Id);

        (await _school.Accounts.HidePresenceAsync(_school.Ivan, isHidden: true, Stop)).Granted();
        Assert.Equal(new PresenceChanged(_school.Ivan.Id, null), Assert.Single(anna.HeardSoFar<PresenceChanged>()));
        Assert.Null(await SeeAsync(_school.Anna, _school.AnnasPhysics));
        Assert.Null(await SeeAsync(_school.Ivan, _school.AnnasPhysics));

        await LeaveAsync(_school.Anna);
        Assert.Empty(ivan.HeardSoFar<PresenceChanged>());

        (await _school.Accounts.HidePresenceAsync(_school.Ivan, isHidden: false, Stop)).Granted();
        Assert.Equal(PresenceView.Here, await SeeAsync(_school.Anna, _school.AnnasPhysics));
        Assert.NotNull(await SeeAsync(_school.Ivan, _school.AnnasPhysics));
        Assert.False(await _school.Accounts.HidesPresenceAsync(_school.Ivan, Stop));
    }

    [Fact]
    public async Task Once_the_lessons_have_ended_neither_sees_the_other()
    {
        await Attendance.CameAsync(_school.Maria.Id);
        Assert.NotNull(await SeeAsync(_school.Anna, _school.AnnasTutoring));

        await _school.EndAsync<TutorAssignment>(t => t.StudentId == _school.Anna.Id);
        using var line = _school.Feed.Open(_school.Anna.Id);
        await LeaveAsync(_school.Maria);

        Assert.Null(await SeeAsync(_school.Anna, _school.AnnasTutoring));
        Assert.Empty(line.HeardSoFar<PresenceChanged>());
    }

    [Fact]
    public async Task Of_a_student_only_the_hour_is_told()
    {
        _clock.Turn(TimeSpan.FromMinutes(47));
        await Attendance.CameAsync(_school.Anna.Id);
        await LeaveAsync(_school.Anna);

        var seen = await SeeAsync(_school.Ivan, _school.AnnasPhysics);

        Assert.Equal((0, 0, true), (seen!.LastSeenAt!.Value.Minute, seen.LastSeenAt.Value.Second, seen.IsRough));
    }

    [Fact]
    public async Task A_page_that_is_loaded_again_is_nobody_leaving_and_many_pages_are_one_person()
    {
        using var line = _school.Feed.Open(_school.Anna.Id);
        await Attendance.CameAsync(_school.Ivan.Id);
        await Attendance.CameAsync(_school.Ivan.Id);
        var left = Attendance.LeftAsync(_school.Ivan.Id);
        _clock.Turn(Attendance.Pause);
        await left;

        var leaving = Attendance.LeftAsync(_school.Ivan.Id);
        await Attendance.CameAsync(_school.Ivan.Id);
        _clock.Turn(Attendance.Pause);
        await leaving;

        Assert.Single(line.HeardSoFar<PresenceChanged>());
        Assert.True(Attendance.IsHere(_school.Ivan.Id));
    }

    [Fact]
    public async Task Who_was_seen_before_the_house_was_opened_was_seen_when_their_device_was()
    {
        await _school.SignInAsync("ivan.petrov@tutoring.com", "password123");

        Assert.Equal(PresenceView.Gone(_clock.Now, isRough: false), await SeeAsync(_school.Anna, _school.AnnasPhysics));
    }

    [Fact]
    public async Task Coming_costs_the_same_whether_one_has_three_conversations_or_three_hundred()
    {
        var few = await ComeAsync(_school.Ivan);
        for (var i = 0; i < 300; i++)
        {
            var other = new AppUser { FullName = $"Teacher {i}", Role = Role.Teacher, UserName = $"t{i}" };
            await _school.WriteAsync(db => db.Add(new Conversation
            {
                Kind = ConversationKind.Direct,
                Key = $"test:{i}",
                Participants = [new() { UserId = _school.Maria.Id, Role = Role.Tutor }, new() { User = other, Role = Role.Teacher }],
            }));
        }

        Assert.Equal(few, await ComeAsync(_school.Maria));
        Assert.InRange(few, 1, 3);
    }

    private Task<PresenceView?> SeeAsync(Actor actor, int conversation) => _school.The<PresenceService>().FindAsync(actor, conversation, Stop);

    private async Task LeaveAsync(Actor actor)
    {
        var leaving = Attendance.LeftAsync(actor.Id);
        _clock.Turn(Attendance.Pause);
        await leaving;
    }

    private async Task<int> ComeAsync(Actor actor)
    {
        var before = _school.Statements.Count;
        await Attendance.CameAsync(actor.Id);
        return _school.Statements.Count - before;
    }
}
