using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Live;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.School;

/// <summary>A conversation opens, closes and opens again with the edge it stands on.</summary>
public sealed class FollowingEdgesTests : IAsyncLifetime
{
    private const int Russian = 3;
    private readonly SchoolHouse _school = new();

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task An_enrollment_opens_a_conversation_for_both_and_both_are_told()
    {
        using var student = _school.Feed.Open(_school.Dmitry.Id);
        using var teacher = _school.Feed.Open(_school.TestTeacher.Id);

        await EnrollAsync();

        await student.NextAsync<ReachChanged>();
        await teacher.NextAsync<ReachChanged>();
        var conversation = await SeenByAsync(_school.Dmitry);
        Assert.Equal(conversation?.Id, (await SeenByAsync(_school.TestTeacher))?.Id);
        (await _school.SayAsync(_school.Dmitry, conversation!.Id)).Granted();
    }

    [Fact]
    public async Task When_it_ends_the_conversation_stays_to_be_read_and_nobody_is_heard_in_it()
    {
        var enrollment = await EnrollAsync();
        var conversation = (await SeenByAsync(_school.Dmitry))!;
        (await _school.SayAsync(_school.Dmitry, conversation.Id, "While it lasted")).Granted();

        (await _school.Office.EndEnrollmentAsync(_school.Admin, enrollment, Stop)).Granted();

        Assert.Equal(ConversationState.Archived, (await SeenByAsync(_school.Dmitry))!.State);
        Assert.Equal("While it lasted", Assert.Single((await _school.Reader.BeforeAsync(_school.TestTeacher, conversation.Id, cancellation: Stop)).Granted()).Text);
        (await _school.SayAsync(_school.Dmitry, conversation.Id)).RefusedAs(ConversationRefusals.NotActive);
        (await _school.SayAsync(_school.TestTeacher, conversation.Id)).RefusedAs(ConversationRefusals.NotActive);
    }

    [Fact]
    public async Task Enrolled_again_they_find_the_same_conversation_open()
    {
        (await _school.Office.EndEnrollmentAsync(_school.Admin, await EnrollAsync(), Stop)).Granted();
        var before = (await SeenByAsync(_school.Dmitry))!;

        await EnrollAsync();

        var after = (await SeenByAsync(_school.Dmitry))!;
        Assert.Equal((before.Id, ConversationState.Active), (after.Id, after.State));
        (await _school.SayAsync(_school.TestTeacher, after.Id)).Granted();
    }

    [Fact]
    public async Task Of_two_enrollments_that_overlap_the_later_end_counts()
    {
        var first = await EnrollAsync();
        await EnrollAsync();

        (await _school.Office.EndEnrollmentAsync(_school.Admin, first, Stop)).Granted();

        Assert.Equal(ConversationState.Active, (await SeenByAsync(_school.Dmitry))!.State);
    }

    [Fact]
    public async Task A_tutor_comes_and_goes_with_the_assignment()
    {
        var assignment = (await _school.Office.AssignTutorAsync(_school.Admin, _school.Dmitry.Id, _school.TestTutor.Id, cancellation: Stop)).Granted();
        var conversation = (await _school.Conversations.ListAsync(_school.TestTutor, cancellation: Stop)).Single(c => c.Student!.Id == _school.Dmitry.Id);
        (await _school.SayAsync(_school.TestTutor, conversation.Id)).Granted();

        (await _school.Office.EndTutorAssignmentAsync(_school.Admin, assignment, Stop)).Granted();

        (await _school.SayAsync(_school.TestTutor, conversation.Id)).RefusedAs(ConversationRefusals.NotActive);
    }

    [Fact]
    public async Task A_locked_conversation_is_read_and_nobody_is_heard_in_it()
    {
        await _school.WriteAsync(db => db.Conversations.Single(c => c.Id == _school.Maths).LockedAt = DateTimeOffset.UtcNow);

        (await _school.SayAsync(_school.TestStudent, _school.Maths)).RefusedAs(ConversationRefusals.NotActive);
        (await _school.SayAsync(_school.TestTeacher, _school.Maths)).RefusedAs(ConversationRefusals.NotActive);

        var seen = (await _school.Conversations.OpenAsync(_school.TestStudent, _school.Maths, Stop)).Granted();
        Assert.Equal((ConversationState.Locked, false), (seen.State, seen.CanPost));
    }

    [Fact]
    public async Task What_is_on_its_way_when_a_conversation_closes_comes_too_late()
    {
        using var gate = new SemaphoreSlim(0);
        await _school.Lane.StandStillAsync(gate);
        var closing = _school.WriteAsync(db => db.Conversations.Single(c => c.Id == _school.Maths).LockedAt = DateTimeOffset.UtcNow);
        var visits = _school.Lane.Visits;
        var sending = _school.SayAsync(_school.TestStudent, _school.Maths);
        await UntilAsync(() => Task.FromResult(_school.Lane.Visits > visits));

        gate.Release();

        await closing;
        (await sending).RefusedAs(ConversationRefusals.NotActive);
    }

    private async Task<int> EnrollAsync() =>
        (await _school.Office.EnrollAsync(_school.Admin, _school.Dmitry.Id, Russian, _school.TestTeacher.Id, cancellation: Stop)).Granted();

    private async Task<ConversationView?> SeenByAsync(Actor actor) =>
        (await _school.Conversations.ListAsync(actor, cancellation: Stop)).SingleOrDefault(c => c.Subject?.Id == Russian);
}
