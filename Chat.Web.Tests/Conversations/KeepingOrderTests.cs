using Chat.Web.Conversations;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Conversations;

/// <summary>Locking, silencing, pinning: who keeps order, what it does, and that it is written down.</summary>
public class KeepingOrderTests(SchoolHouse school) : IClassFixture<SchoolHouse>
{
    [Fact]
    public async Task In_a_locked_conversation_nobody_is_heard_until_it_is_unlocked()
    {
        using var student = school.Feed.Open(school.Anna.Id);
        (await school.Moderation.LockAsync(school.Ivan, school.AnnasPhysics, isLocked: true, cancellation: Stop)).Granted();

        (await school.SayAsync(school.Anna, school.AnnasPhysics)).RefusedAs(ConversationRefusals.NotActive);
        (await school.SayAsync(school.Ivan, school.AnnasPhysics)).RefusedAs(ConversationRefusals.NotActive);
        Assert.Single(student.HeardSoFar<ConversationChanged>());
        Assert.Equal(ConversationState.Locked, (await school.Conversations.FindAsync(school.Anna, school.AnnasPhysics, Stop)).Granted().State);

        (await school.Moderation.LockAsync(school.Ivan, school.AnnasPhysics, isLocked: false, cancellation: Stop)).Granted();
        (await school.SayAsync(school.Anna, school.AnnasPhysics)).Granted();
    }

    [Fact]
    public async Task Who_is_silenced_reads_on_and_is_not_heard_edited_or_reacting()
    {
        var own = (await school.SayAsync(school.TestStudent, school.Tutoring, "Mine")).Granted();
        (await school.Moderation.SilenceAsync(school.TestTutor, school.Tutoring, school.TestStudent.Id, isSilenced: true, "Shouting", Stop)).Granted();

        (await school.SayAsync(school.TestStudent, school.Tutoring)).RefusedAs(ConversationRefusals.Silenced);
        (await school.Revisions.EditAsync(school.TestStudent, school.Tutoring, own.Seq, "Still mine", Stop)).RefusedAs(ConversationRefusals.NotActive);
        (await school.Reactions.ToggleAsync(school.TestStudent, school.Tutoring, own.Seq, "👍", Stop)).RefusedAs(ConversationRefusals.NotActive);
        (await school.Reader.BeforeAsync(school.TestStudent, school.Tutoring, cancellation: Stop)).Granted();
        (await school.SayAsync(school.TestTutor, school.Tutoring)).Granted();

        (await school.Moderation.SilenceAsync(school.TestTutor, school.Tutoring, school.TestStudent.Id, isSilenced: false, cancellation: Stop)).Granted();
        (await school.SayAsync(school.TestStudent, school.Tutoring)).Granted();
    }

    [Fact]
    public async Task Nobody_silences_themselves_or_somebody_who_is_not_in_it()
    {
        (await school.Moderation.SilenceAsync(school.TestTutor, school.Tutoring, school.TestTutor.Id, isSilenced: true, cancellation: Stop)).RefusedAs(Chat.Web.Outcomes.Refusal.NotFound);
        (await school.Moderation.SilenceAsync(school.TestTutor, school.Tutoring, school.Anna.Id, isSilenced: true, cancellation: Stop)).RefusedAs(Chat.Web.Outcomes.Refusal.NotFound);
    }

    [Fact]
    public async Task Pins_stand_newest_first_and_end_with_their_message()
    {
        var one = (await school.SayAsync(school.TestTeacher, school.Maths, "First")).Granted();
        var two = (await school.SayAsync(school.TestTeacher, school.Maths, "Second")).Granted();
        (await school.Moderation.PinAsync(school.TestTeacher, school.Maths, one.Seq, isPinned: true, cancellation: Stop)).Granted();
        (await school.Moderation.PinAsync(school.TestTeacher, school.Maths, two.Seq, isPinned: true, cancellation: Stop)).Granted();

        Assert.Equal(["Second", "First"], await PinnedAsync());
        (await school.Moderation.PinAsync(school.TestTeacher, school.Maths, one.Seq, isPinned: false, cancellation: Stop)).Granted();
        (await school.Revisions.RemoveAsync(school.TestTeacher, school.Maths, two.Seq, cancellation: Stop)).Granted();
        Assert.Empty(await PinnedAsync());

        async Task<IEnumerable<string>> PinnedAsync() => (await school.Reader.PinnedAsync(school.TestParent, school.Maths, Stop)).Granted().Select(m => m.Text);
    }

    [Fact]
    public async Task An_admin_says_why_and_it_is_written_down_with_the_deed()
    {
        (await school.Moderation.LockAsync(school.Admin, school.AnnasTutoring, isLocked: true, cancellation: Stop)).RefusedAs(ConversationRefusals.ReasonMissing);
        (await school.Moderation.LockAsync(school.Admin, school.AnnasTutoring, isLocked: true, "A complaint", Stop)).Granted();
        (await school.Moderation.LockAsync(school.Admin, school.AnnasTutoring, isLocked: false, "Settled", Stop)).Granted();

        await using var db = school.OpenDb();
        var entries = await db.AuditEntries.Where(e => e.ActorId == school.Admin.Id && e.Target == $"conversation:{school.AnnasTutoring}").OrderBy(e => e.Id).ToListAsync(Stop);
        Assert.Equal([("conversation.locked", "A complaint"), ("conversation.unlocked", "Settled")], entries.Select(e => (e.Action, e.Reason!)));
        Assert.Null(await Chat.Web.Audit.AuditLog.FirstBrokenAsync(db, Stop));
    }

    [Fact]
    public async Task Everyone_in_it_can_see_who_reads_it_and_a_stranger_cannot()
    {
        var readers = (await school.Conversations.ReadersAsync(school.TestStudent, school.Maths, Stop)).Granted();

        Assert.Equal(
            [("Test Student", Standing.Member), ("Test Teacher", Standing.Member), ("Test Parent", Standing.Guardian), ("Admin", Standing.Overseer), ("Администратор", Standing.Overseer)],
            readers.Select(r => (r.Person.FullName, r.Standing)).OrderBy(r => r.Standing).ThenBy(r => r.FullName, StringComparer.Ordinal));
        (await school.Conversations.ReadersAsync(school.Ivan, school.Maths, Stop)).RefusedAs(Chat.Web.Outcomes.Refusal.NotFound);
    }
}
