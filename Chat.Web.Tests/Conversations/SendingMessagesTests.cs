using Chat.Web.Conversations;
using Chat.Web.Outcomes;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;
using static Chat.Web.Tests.TestSupport.Speech;

namespace Chat.Web.Tests.Conversations;

public class SendingMessagesTests(SchoolHouse school) : IClassFixture<SchoolHouse>
{
    [Fact]
    public async Task A_member_is_heard_by_the_other_member_and_by_the_parent_and_by_nobody_outside()
    {
        using var teacher = school.Feed.Open(school.TestTeacher.Id);
        using var parent = school.Feed.Open(school.TestParent.Id);
        using var stranger = school.Feed.Open(school.Anna.Id);
        using var tutor = school.Feed.Open(school.TestTutor.Id);

        var sent = (await school.SayAsync(school.TestStudent, school.Maths, "Is this thing on?")).Granted();

        Assert.Equal(sent, (await teacher.NextAsync<MessageSent>()).Message);
        Assert.Equal(sent, (await parent.NextAsync<MessageSent>()).Message);
        Assert.Empty(stranger.HeardSoFar<MessageSent>());
        Assert.Empty(tutor.HeardSoFar<MessageSent>());
    }

    [Fact]
    public async Task To_a_stranger_the_conversation_does_not_exist()
    {
        (await school.SayAsync(school.Anna, school.Maths)).RefusedAs(Refusal.NotFound);
        (await school.SayAsync(school.TestTutor, school.Maths)).RefusedAs(Refusal.NotFound);
    }

    [Fact]
    public async Task A_parent_and_an_admin_read_along_and_are_not_heard()
    {
        using var teacher = school.Feed.Open(school.TestTeacher.Id);

        (await school.SayAsync(school.TestParent, school.Maths)).RefusedAs(ConversationRefusals.ReadOnly);
        (await school.SayAsync(school.Admin, school.Maths)).RefusedAs(ConversationRefusals.ReadOnly);

        Assert.Empty(teacher.HeardSoFar<MessageSent>());
        Assert.NotEmpty((await school.Reader.BeforeAsync(school.TestParent, school.Maths, cancellation: Stop)).Granted());
    }

    [Fact]
    public async Task Nobody_is_heard_where_there_is_no_conversation()
    {
        (await school.SayAsync(school.TestStudent, int.MaxValue)).RefusedAs(Refusal.NotFound);
        (await school.SayAsync(school.TestStudent, 0)).RefusedAs(Refusal.NotFound);
        (await school.SayAsync(school.TestStudent, -1)).RefusedAs(Refusal.NotFound);
    }

    [Fact]
    public async Task Messages_are_numbered_one_after_another_whoever_sends_them()
    {
        var before = await school.LastSeqAsync(school.AnnasPhysics);

        var sent = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => school.SayAsync(i % 2 == 0 ? school.Anna : school.Ivan, school.AnnasPhysics)));

        Assert.Equal(Enumerable.Range(before + 1, 20), sent.Select(s => s.Granted().Seq).Order());
        var read = (await school.Reader.AfterAsync(school.Elena, school.AnnasPhysics, before, Stop)).Granted();
        Assert.Equal(Enumerable.Range(before + 1, 20), read.Select(m => m.Seq));
    }

    [Theory]
    [InlineData("😀👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿")]
    [InlineData("שלום عليكم, hello")]
    [InlineData("⠃⠗⠁⠊⠇⠇⠑⠀⠺⠊⠞⠓⠀⠃⠇⠁⠝⠅⠎, ㅎㅏㄴ, ❤\ufe0f, می\u200cخواهم")]
    [InlineData("e\u0301 is not \u00e9")]
    [InlineData("<script>alert('x')</script> & ' \" -- ; DROP TABLE Messages")]
    [InlineData("первая строка\n\tвторая")]
    public async Task What_people_write_is_kept_exactly(string text)
    {
        var sent = (await school.SayAsync(school.Ivan, school.AnnasPhysics, text)).Granted();

        var read = (await school.Reader.AfterAsync(school.Anna, school.AnnasPhysics, sent.Seq - 1, Stop)).Granted();
        Assert.Equal(text, Assert.Single(read, m => m.Id == sent.Id).Text);
    }

    [Fact]
    public async Task The_longest_message_is_kept_whole_and_its_beginning_stands_in_the_list()
    {
        var text = new string('я', Message.MaxLength - 2) + "😀";
        var sent = (await school.SayAsync(school.Anna, school.AnnasTutoring, text)).Granted();

        Assert.Equal(text, sent.Text);
        var shown = (await school.Conversations.ListAsync(school.Maria, cancellation: Stop)).Single(c => c.Id == school.AnnasTutoring).LastText!;
        Assert.Equal(text[..(shown.Length - 1)] + "…", shown);
    }

    [Fact]
    public async Task Whoever_is_writing_is_seen_writing_by_the_others_and_those_who_read_along_never_are()
    {
        using var student = school.Feed.Open(school.TestStudent.Id);
        using var teacher = school.Feed.Open(school.TestTeacher.Id);
        using var stranger = school.Feed.Open(school.Anna.Id);

        (await school.Messages.TypeAsync(school.TestStudent, school.Maths, Stop)).Granted();
        (await school.Messages.TypeAsync(school.TestParent, school.Maths, Stop)).RefusedAs(ConversationRefusals.ReadOnly);
        (await school.Messages.TypeAsync(school.Anna, school.Maths, Stop)).RefusedAs(Refusal.NotFound);

        Assert.Equal(school.TestStudent.Id, Assert.Single(teacher.HeardSoFar<TypingStarted>()).Person.Id);
        Assert.Empty(student.HeardSoFar<TypingStarted>());
        Assert.Empty(stranger.HeardSoFar<TypingStarted>());
    }
}
