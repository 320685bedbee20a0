using Chat.Web.Conversations;
using Chat.Web.Data;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Conversations;

/// <summary>Words can be changed and taken back for a while; what they said before is kept, and shown to few.</summary>
public sealed class ChangingWordsTests : IAsyncLifetime
{
    private readonly HandClock _clock = new();
    private readonly SchoolHouse _school;

    public ChangingWordsTests() => _school = new SchoolHouse { Clock = _clock, RunsErrands = false };

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task An_edit_reaches_every_reader_and_leaves_the_number_the_place_and_the_time()
    {
        var said = (await _school.SayAsync(_school.TestStudent, _school.Maths, "x is five")).Granted();
        using var teacher = _school.Feed.Open(_school.TestTeacher.Id);
        using var parent = _school.Feed.Open(_school.TestParent.Id);
        using var stranger = _school.Feed.Open(_school.Ivan.Id);

        var edited = (await _school.Revisions.EditAsync(_school.TestStudent, _school.Maths, said.Seq, "  x is six\r\n", Stop)).Granted();

        Assert.Equal((said.Seq, said.SentAt, "x is six"), (edited.Seq, edited.SentAt, edited.Text));
        Assert.NotNull(edited.EditedAt);
        Assert.Equal("x is six", Assert.Single(teacher.HeardSoFar<MessageChanged>()).Message.Text);
        Assert.Single(parent.HeardSoFar<MessageChanged>());
        Assert.Empty(stranger.HeardSoFar<MessageChanged>());
        Assert.Equal("x is six", (await _school.Conversations.FindAsync(_school.TestTeacher, _school.Maths, Stop)).Granted().LastText);
    }

    [Fact]
    public async Task An_edit_that_changes_nothing_is_told_to_nobody_and_kept_nowhere()
    {
        var said = (await _school.SayAsync(_school.TestStudent, _school.Maths, "x is five")).Granted();
        using var teacher = _school.Feed.Open(_school.TestTeacher.Id);

        var same = (await _school.Revisions.EditAsync(_school.TestStudent, _school.Maths, said.Seq, " x is five ", Stop)).Granted();

        Assert.Null(same.EditedAt);
        Assert.Empty(teacher.HeardSoFar<MessageChanged>());
        Assert.Single((await _school.Revisions.HistoryAsync(_school.TestTeacher, _school.Maths, said.Seq, Stop)).Granted());
    }

    /// <summary>An edit says something, and is kept: without a limit one could talk, and fill a disk, past the one of sends.</summary>
    [Fact]
    public async Task Who_may_send_no_more_for_a_while_may_not_edit_instead()
    {
        await using var school = await new SchoolHouse { LimitsMultiplier = 1, RunsErrands = false, Settings = new Dictionary<string, string> { ["Limits:SendsByPerson"] = "2" } }.OpenAsync();
        var said = (await school.SayAsync(school.TestStudent, school.Maths, "one")).Granted();
        (await school.Revisions.EditAsync(school.TestStudent, school.Maths, said.Seq, "two", Stop)).Granted();

        Assert.Equal("too_many_requests", (await school.Revisions.EditAsync(school.TestStudent, school.Maths, said.Seq, "three", Stop)).Refusal!.Code);
        Assert.Equal("two", (await school.Conversations.FindAsync(school.TestTeacher, school.Maths, Stop)).Granted().LastText);
        (await school.Revisions.RemoveAsync(school.TestStudent, school.Maths, said.Seq, cancellation: Stop)).Granted();
    }

    /// <summary>Edits that are on their way when a chat is closed: decided while it was open, and in the queue behind its closing.</summary>
    [Fact]
    public async Task Nothing_of_ones_own_is_changed_in_a_conversation_that_was_closed_a_moment_ago()
    {
        var said = new List<MessageView>();
        for (var i = 0; i < 20; i++)
        {
            said.Add((await _school.SayAsync(_school.TestStudent, _school.Maths, "before")).Granted());
        }

        var (isClosing, mayGoOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var closing = _school.The<WriteLane>().RunAsync(async db =>
        {
            isClosing.SetResult();
            await mayGoOn.Task;
            return await db.Conversations.Where(c => c.Id == _school.Maths).ExecuteUpdateAsync(set => set.SetProperty(c => c.LockedAt, _clock.Now));
        }, Stop);
        await isClosing.Task;
        var edits = said.ConvertAll(m => _school.Revisions.EditAsync(_school.TestStudent, _school.Maths, m.Seq, "after", Stop));
        // One whose refusal needs no write has been through all that the others go through before they wait.
        (await _school.Revisions.EditAsync(_school.TestStudent, _school.Maths, said[0].Seq, "", Stop)).RefusedAs(ConversationRefusals.MessageEmpty);
        mayGoOn.SetResult();
        await closing;

        Assert.All(await Task.WhenAll(edits), edit => edit.RefusedAs(ConversationRefusals.NotActive));
        await using var db = _school.OpenDb();
        Assert.Equal(20, await db.Messages.CountAsync(m => m.ConversationId == _school.Maths && m.Text == "before", Stop));
    }

    [Fact]
    public async Task Every_earlier_text_is_kept_in_its_order()
    {
        var said = (await _school.SayAsync(_school.TestStudent, _school.Maths, "one")).Granted();
        (await _school.Revisions.EditAsync(_school.TestStudent, _school.Maths, said.Seq, "two", Stop)).Granted();
        (await _school.Revisions.EditAsync(_school.TestStudent, _school.Maths, said.Seq, "three", Stop)).Granted();
        (await _school.Revisions.RemoveAsync(_school.TestStudent, _school.Maths, said.Seq, cancellation: Stop)).Granted();

        var history = (await _school.Revisions.HistoryAsync(_school.TestTeacher, _school.Maths, said.Seq, Stop)).Granted();

        Assert.Equal(["one", "two", "three"], history.Select(r => r.Text));
        Assert.All(history, r => Assert.Equal("Test Student", r.ReplacedBy!.FullName));
        (await _school.Revisions.HistoryAsync(_school.TestStudent, _school.Maths, said.Seq, Stop)).RefusedAs(ConversationRefusals.ForStaff);
        (await _school.Revisions.HistoryAsync(_school.TestParent, _school.Maths, said.Seq, Stop)).RefusedAs(ConversationRefusals.ForStaff);
    }

    [Fact]
    public async Task What_is_removed_stays_in_its_place_without_its_words()
    {
        var said = (await _school.SayAsync(_school.TestStudent, _school.Maths, "Forget this")).Granted();
        var answer = (await _school.Messages.SendAsync(_school.TestTeacher, _school.Maths, new Draft("Forget what?", Guid.NewGuid(), said.Seq), Stop)).Granted();
        Assert.Equal("Forget this", answer.Quote!.Text);

        (await _school.Revisions.RemoveAsync(_school.TestStudent, _school.Maths, said.Seq, cancellation: Stop)).Granted();

        var page = (await _school.Reader.BeforeAsync(_school.TestParent, _school.Maths, cancellation: Stop)).Granted();
        var removed = page.Single(m => m.Seq == said.Seq);
        Assert.True(removed.IsRemoved);
        Assert.Equal("", removed.Text);
        Assert.Equal("", page.Single(m => m.Seq == answer.Seq).Quote!.Text);
        Assert.DoesNotContain("Forget this", System.Text.Json.JsonSerializer.Serialize(page), StringComparison.Ordinal);
        (await _school.Revisions.EditAsync(_school.TestStudent, _school.Maths, said.Seq, "Back again", Stop)).RefusedAs(Chat.Web.Outcomes.Refusal.NotFound);
        (await _school.Reactions.ToggleAsync(_school.TestTeacher, _school.Maths, said.Seq, "👍", Stop)).RefusedAs(Chat.Web.Outcomes.Refusal.NotFound);
    }

    [Fact]
    public async Task The_list_does_not_go_on_saying_what_was_taken_back()
    {
        var said = (await _school.SayAsync(_school.TestStudent, _school.Maths, "A secret")).Granted();

        (await _school.Revisions.RemoveAsync(_school.TestStudent, _school.Maths, said.Seq, cancellation: Stop)).Granted();

        var listed = (await _school.Conversations.ListAsync(_school.TestTeacher, cancellation: Stop)).Single(c => c.Id == _school.Maths);
        Assert.Equal("", listed.LastText);
    }

    [Theory]
    [InlineData("Test Student", 15)]
    [InlineData("Test Teacher", 24 * 60)]
    public async Task Ones_own_words_can_be_changed_until_the_time_is_up(string who, int minutes)
    {
        var actor = _school.Named(who);
        var said = (await _school.SayAsync(actor, _school.Maths, "Mine")).Granted();

        _clock.Turn(TimeSpan.FromMinutes(minutes));
        (await _school.Revisions.EditAsync(actor, _school.Maths, said.Seq, "Still mine", Stop)).Granted();
        _clock.Turn(TimeSpan.FromSeconds(1));

        (await _school.Revisions.EditAsync(actor, _school.Maths, said.Seq, "Too late", Stop)).RefusedAs(ConversationRefusals.TooLate);
    }

    [Fact]
    public async Task A_student_takes_nothing_back_once_the_time_is_up_and_staff_do_with_a_reason()
    {
        var said = (await _school.SayAsync(_school.TestStudent, _school.Maths, "Unkind")).Granted();
        _clock.Turn(TimeSpan.FromHours(1));

        (await _school.Revisions.RemoveAsync(_school.TestStudent, _school.Maths, said.Seq, cancellation: Stop)).RefusedAs(ConversationRefusals.TooLate);
        (await _school.Revisions.RemoveAsync(_school.TestTeacher, _school.Maths, said.Seq, "  ", Stop)).RefusedAs(ConversationRefusals.ReasonMissing);
        (await _school.Revisions.RemoveAsync(_school.TestTeacher, _school.Maths, said.Seq, new string('x', 501), Stop)).RefusedAs(ConversationRefusals.ReasonTooLong);
        var removed = (await _school.Revisions.RemoveAsync(_school.TestTeacher, _school.Maths, said.Seq, "Be kind", Stop)).Granted();

        Assert.Equal("Be kind", removed.RemovalReason);
        await using var db = _school.OpenDb();
        var entry = await db.AuditEntries.SingleAsync(e => e.Action == "message.removed", Stop);
        Assert.Equal((_school.TestTeacher.Id, $"message:{removed.Id}", "Be kind"), (entry.ActorId!.Value, entry.Target, entry.Reason!));
    }

    [Fact]
    public async Task What_could_not_be_said_cannot_be_said_by_an_edit()
    {
        var said = (await _school.SayAsync(_school.TestStudent, _school.Maths, "Fine")).Granted();

        foreach (var text in new[] { null, "", " \n ", "\u0007", "half \ud800", new string('x', Message.MaxLength + 1) })
        {
            Assert.NotNull((await _school.Revisions.EditAsync(_school.TestStudent, _school.Maths, said.Seq, text, Stop)).Refusal);
        }

        Assert.Equal("Fine", (await _school.Reader.BeforeAsync(_school.TestStudent, _school.Maths, cancellation: Stop)).Granted()[^1].Text);
    }

    [Fact]
    public async Task Nobody_changes_what_is_not_theirs_or_not_there()
    {
        var said = (await _school.SayAsync(_school.TestTeacher, _school.Maths, "Mine")).Granted();

        (await _school.Revisions.EditAsync(_school.TestStudent, _school.Maths, said.Seq, "Yours", Stop)).RefusedAs(ConversationRefusals.NotYours);
        (await _school.Revisions.RemoveAsync(_school.TestStudent, _school.Maths, said.Seq, "Because", Stop)).RefusedAs(ConversationRefusals.NotYours);
        (await _school.Revisions.EditAsync(_school.TestParent, _school.Maths, said.Seq, "Yours", Stop)).RefusedAs(ConversationRefusals.ReadOnly);
        (await _school.Revisions.EditAsync(_school.Ivan, _school.Maths, said.Seq, "Yours", Stop)).RefusedAs(Chat.Web.Outcomes.Refusal.NotFound);
        (await _school.Revisions.EditAsync(_school.TestTeacher, _school.Maths, 100_000, "Nothing", Stop)).RefusedAs(Chat.Web.Outcomes.Refusal.NotFound);
    }

    [Fact]
    public async Task Two_edits_at_once_both_leave_what_they_replaced()
    {
        var said = (await _school.SayAsync(_school.TestStudent, _school.Maths, "zero")).Granted();

        await Task.WhenAll(Enumerable.Range(1, 10).Select(i => _school.Revisions.EditAsync(_school.TestStudent, _school.Maths, said.Seq, $"{i}", Stop)));

        var history = (await _school.Revisions.HistoryAsync(_school.TestTeacher, _school.Maths, said.Seq, Stop)).Granted();
        Assert.Equal("zero", history[0].Text);
        Assert.Equal(11, history.Select(r => r.Text).Distinct().Count());
    }

    [Fact]
    public async Task A_retry_of_what_has_been_edited_since_is_answered_with_it()
    {
        var draft = Speech.Say("Before");
        var said = (await _school.Messages.SendAsync(_school.TestStudent, _school.Maths, draft, Stop)).Granted();
        (await _school.Revisions.EditAsync(_school.TestStudent, _school.Maths, said.Seq, "After", Stop)).Granted();

        Assert.Equal((said.Id, "After"), (await _school.Messages.SendAsync(_school.TestStudent, _school.Maths, draft, Stop)).Granted() is var again ? (again.Id, again.Text) : default);
    }
}
