using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Outcomes;
using Chat.Web.School;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;
using static Chat.Web.Tests.TestSupport.Speech;

namespace Chat.Web.Tests.Conversations;

/// <summary>A sender who did not hear the answer asks again, and that must be safe.</summary>
public class RepeatedSendsTests(SchoolHouse school) : IClassFixture<SchoolHouse>
{
    [Fact]
    public async Task Saying_it_twice_says_it_once()
    {
        using var teacher = school.Feed.Open(school.TestTeacher.Id);
        var draft = Say("  Did you get this?\r\n");

        var first = (await school.Messages.SendAsync(school.TestStudent, school.Maths, draft, Stop)).Granted();
        var second = (await school.Messages.SendAsync(school.TestStudent, school.Maths, draft, Stop)).Granted();

        Assert.Equal((first.Id, first.Seq, first.Text, first.SentAt), (second.Id, second.Seq, second.Text, second.SentAt));
        Assert.Equal([first.Id], teacher.HeardSoFar<MessageSent>().Select(e => e.Message.Id));
        Assert.Equal(first.Seq, await school.LastSeqAsync(school.Maths));
    }

    [Fact]
    public async Task Saying_it_twenty_times_at_once_says_it_once()
    {
        using var teacher = school.Feed.Open(school.TestTeacher.Id);
        var before = await school.LastSeqAsync(school.Maths);
        var draft = Say("Hello? Hello? Hello?");

        var sent = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => school.Messages.SendAsync(school.TestStudent, school.Maths, draft, Stop)));

        var only = Assert.Single(sent.Select(s => s.Granted()).DistinctBy(m => m.Id));
        Assert.Equal([only.Id], teacher.HeardSoFar<MessageSent>().Select(e => e.Message.Id));
        Assert.Equal(before + 1, only.Seq);
        Assert.Equal(before + 1, await school.LastSeqAsync(school.Maths));
    }

    [Fact]
    public async Task Said_again_after_the_conversation_was_locked_it_is_what_was_said_before()
    {
        var draft = Say("Just in time");
        var first = (await school.Messages.SendAsync(school.Anna, school.AnnasPhysics, draft, Stop)).Granted();
        await school.WriteAsync(db => db.Conversations.Single(c => c.Id == school.AnnasPhysics).LockedAt = DateTimeOffset.UtcNow);
        using var teacher = school.Feed.Open(school.Ivan.Id);

        Assert.Equal(first.Id, (await school.Messages.SendAsync(school.Anna, school.AnnasPhysics, draft, Stop)).Granted().Id);

        Assert.Empty(teacher.HeardSoFar<MessageSent>());
        (await school.Messages.SendAsync(school.Anna, school.AnnasPhysics, draft with { Text = "Something else" }, Stop)).RefusedAs(ConversationRefusals.ClientIdReused);
        (await school.Messages.SendAsync(school.Ivan, school.AnnasPhysics, draft, Stop)).RefusedAs(ConversationRefusals.NotActive);
        (await school.SayAsync(school.Anna, school.AnnasPhysics)).RefusedAs(ConversationRefusals.NotActive);
    }

    [Fact]
    public async Task Said_again_after_the_teaching_has_ended_it_is_what_was_said_before()
    {
        var draft = Say("See you tomorrow");
        var first = (await school.Messages.SendAsync(school.Maria, school.AnnasTutoring, draft, Stop)).Granted();

        await school.EndAsync<TutorAssignment>(t => t.TutorId == school.Maria.Id);

        Assert.Equal(first.Id, (await school.Messages.SendAsync(school.Maria, school.AnnasTutoring, draft, Stop)).Granted().Id);
        (await school.SayAsync(school.Maria, school.AnnasTutoring)).RefusedAs(ConversationRefusals.NotActive);
    }

    [Fact]
    public async Task Said_again_while_the_conversation_is_being_locked_it_is_what_was_said_before()
    {
        var draft = Say("At the last moment");
        var first = (await school.Messages.SendAsync(school.Dmitry, school.DmitrysPhysics, draft, Stop)).Granted();
        using var gate = new SemaphoreSlim(0);
        await school.Lane.StandStillAsync(gate);
        var locking = school.WriteAsync(db => db.Conversations.Single(c => c.Id == school.DmitrysPhysics).LockedAt = DateTimeOffset.UtcNow);
        var visits = school.Lane.Visits;
        var again = school.Messages.SendAsync(school.Dmitry, school.DmitrysPhysics, draft, Stop);
        await UntilAsync(() => Task.FromResult(school.Lane.Visits > visits));

        gate.Release();

        await locking;
        Assert.Equal(first.Id, (await again).Granted().Id);
    }

    [Fact]
    public async Task Said_again_by_somebody_who_may_only_read_by_now_it_is_what_was_said_before()
    {
        await using var changing = await new SchoolHouse().OpenAsync();
        var draft = Say("My last words as a teacher");
        var first = (await changing.Messages.SendAsync(changing.TestTeacher, changing.Maths, draft, Stop)).Granted();

        (await changing.Accounts.ChangeRoleAsync(changing.Admin, changing.TestTeacher.Id, Role.Admin, Stop)).Granted();
        await changing.MeetEveryoneAsync();
        Assert.Equal(first.Id, (await changing.Messages.SendAsync(changing.TestTeacher, changing.Maths, draft, Stop)).Granted().Id);
        (await changing.SayAsync(changing.TestTeacher, changing.Maths)).RefusedAs(ConversationRefusals.ReadOnly);

        // And to somebody who does not even see it any more, it is not there.
        (await changing.Accounts.ChangeRoleAsync(changing.Admin, changing.TestTeacher.Id, Role.Parent, Stop)).Granted();
        await changing.MeetEveryoneAsync();
        (await changing.Messages.SendAsync(changing.TestTeacher, changing.Maths, draft, Stop)).RefusedAs(Refusal.NotFound);
    }

    [Fact]
    public async Task Two_people_may_use_the_same_client_id()
    {
        var draft = Say("Hello");

        var student = (await school.Messages.SendAsync(school.TestStudent, school.Maths, draft, Stop)).Granted();
        var teacher = (await school.Messages.SendAsync(school.TestTeacher, school.Maths, draft, Stop)).Granted();

        Assert.Equal(student.Seq + 1, teacher.Seq);
    }
}
