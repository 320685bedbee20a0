using Chat.Web.Conversations;
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
    public async Task Two_people_may_use_the_same_client_id()
    {
        var draft = Say("Hello");

        var student = (await school.Messages.SendAsync(school.TestStudent, school.Maths, draft, Stop)).Granted();
        var teacher = (await school.Messages.SendAsync(school.TestTeacher, school.Maths, draft, Stop)).Granted();

        Assert.Equal(student.Seq + 1, teacher.Seq);
    }
}
