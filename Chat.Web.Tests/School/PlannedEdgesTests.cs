using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Live;
using Chat.Web.Outcomes;
using Chat.Web.School;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.School;

/// <summary>What is planned happens by the clock, with nobody at the desk.</summary>
public sealed class PlannedEdgesTests : IAsyncLifetime
{
    private const int Russian = 3;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private readonly HandClock _clock = new();
    private readonly SchoolHouse _school;

    public PlannedEdgesTests() => _school = new SchoolHouse { Clock = _clock };

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task An_enrollment_that_starts_tomorrow_opens_its_conversation_tomorrow()
    {
        await EnrollAsync(from: _clock.Now + Day);
        Assert.Null(await SeenAsync());
        Assert.DoesNotContain(await _school.Conversations.ContactsAsync(_school.Dmitry, Stop), c => c.Person.Id == _school.TestTeacher.Id);

        using var student = _school.Feed.Open(_school.Dmitry.Id);
        _clock.Turn(Day);

        await student.NextAsync<ReachChanged>();
        Assert.Equal(ConversationState.Active, (await SeenAsync())?.State);
    }

    [Fact]
    public async Task A_planned_end_counts_from_its_moment_on_whoever_follows_it()
    {
        await EnrollAsync(to: _clock.Now + Day);
        var conversation = (await SeenAsync())!.Id;
        _clock.Turn(Day - TimeSpan.FromTicks(1));
        (await _school.SayAsync(_school.Dmitry, conversation)).Granted();

        // No calendar rings between this turn and the next question: the clock alone decides.
        using var student = _school.Feed.Open(_school.Dmitry.Id);
        _clock.Turn(TimeSpan.FromTicks(1));

        (await _school.SayAsync(_school.Dmitry, conversation)).RefusedAs(ConversationRefusals.NotActive);
        _clock.Turn(TimeSpan.FromSeconds(2));
        await student.NextAsync<ReachChanged>();
        Assert.Equal(ConversationState.Archived, (await SeenAsync())!.State);
    }

    [Fact]
    public async Task An_enrollment_called_off_before_it_starts_opens_nothing()
    {
        var enrollment = await EnrollAsync(from: _clock.Now + Day);
        (await _school.Office.EndEnrollmentAsync(_school.Admin, enrollment, Stop)).Granted();

        using var student = _school.Feed.Open(_school.Dmitry.Id);
        _clock.Turn(2 * Day);

        await student.NextAsync<ReachChanged>();
        Assert.Null(await SeenAsync());
    }

    [Fact]
    public async Task A_parents_link_that_was_planned_to_end_ends_by_the_clock()
    {
        var father = await _school.AdmitAsync("Father", Role.Parent);
        (await _school.Office.LinkGuardianAsync(_school.Admin, _school.Anna.Id, father.Id, GuardianRelationship.Father, to: _clock.Now + Day, cancellation: Stop)).Granted();
        (await _school.Reader.BeforeAsync(father, _school.AnnasPhysics, cancellation: Stop)).Granted();

        using var line = _school.Feed.Open(father.Id);
        _clock.Turn(Day);

        (await _school.Reader.BeforeAsync(father, _school.AnnasPhysics, cancellation: Stop)).RefusedAs(Refusal.NotFound);
        await line.NextAsync<ReachChanged>();
    }

    private async Task<int> EnrollAsync(DateTimeOffset? from = null, DateTimeOffset? to = null) =>
        (await _school.Office.EnrollAsync(_school.Admin, _school.Dmitry.Id, Russian, _school.TestTeacher.Id, from, to, Stop)).Granted();

    private async Task<ConversationView?> SeenAsync() =>
        (await _school.Conversations.ListAsync(_school.Dmitry, cancellation: Stop)).SingleOrDefault(c => c.Subject?.Id == Russian);
}
