using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Outcomes;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Conversations;

public class ReadingTests(SchoolHouse school) : IClassFixture<SchoolHouse>
{
    [Fact]
    public async Task What_others_said_is_unread_until_it_is_read_and_what_one_says_oneself_never_is()
    {
        await school.SayAsync(school.TestStudent, school.Maths);
        Assert.Equal(0, await UnreadAsync(school.TestStudent, school.Maths));

        await school.SayAsync(school.TestTeacher, school.Maths);
        await school.SayAsync(school.TestTeacher, school.Maths);
        Assert.Equal(2, await UnreadAsync(school.TestStudent, school.Maths));

        await ReadAsync(school.TestStudent, school.Maths, await school.LastSeqAsync(school.Maths) - 1);
        Assert.Equal(1, await UnreadAsync(school.TestStudent, school.Maths));

        await school.SayAsync(school.TestStudent, school.Maths);
        Assert.Equal(0, await UnreadAsync(school.TestStudent, school.Maths));
        Assert.Equal(1, await UnreadAsync(school.TestTeacher, school.Maths));
    }

    [Fact]
    public async Task The_pointer_never_goes_back()
    {
        await school.SayAsync(school.TestTutor, school.Tutoring);
        var last = await school.LastSeqAsync(school.Tutoring);
        await ReadAsync(school.TestStudent, school.Tutoring, last);

        await ReadAsync(school.TestStudent, school.Tutoring, 1);
        await ReadAsync(school.TestStudent, school.Tutoring, -5);

        Assert.Equal(last, await PointerAsync(school.TestStudent, school.Tutoring));
    }

    [Fact]
    public async Task The_pointer_never_goes_past_the_end()
    {
        await ReadAsync(school.Anna, school.AnnasPhysics, int.MaxValue);

        Assert.Equal(await school.LastSeqAsync(school.AnnasPhysics), await PointerAsync(school.Anna, school.AnnasPhysics));
        await school.SayAsync(school.Ivan, school.AnnasPhysics);
        Assert.Equal(1, await UnreadAsync(school.Anna, school.AnnasPhysics));
    }

    [Fact]
    public async Task Many_devices_reading_at_once_leave_the_furthest_pointer()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => school.SayAsync(school.Maria, school.AnnasTutoring)));
        var last = await school.LastSeqAsync(school.AnnasTutoring);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(back => ReadAsync(school.Anna, school.AnnasTutoring, last - back)));

        Assert.Equal(last, await PointerAsync(school.Anna, school.AnnasTutoring));
    }

    [Fact]
    public async Task A_parent_who_reads_along_leaves_the_students_unread_as_it_is()
    {
        await school.SayAsync(school.Ivan, school.AnnasPhysics);
        var before = await UnreadAsync(school.Anna, school.AnnasPhysics);
        Assert.NotEqual(0, before);

        (await school.Conversations.OpenAsync(school.Elena, school.AnnasPhysics, Stop)).Granted();
        (await school.Reader.BeforeAsync(school.Elena, school.AnnasPhysics, cancellation: Stop)).Granted();
        (await school.Messages.MarkReadAsync(school.Elena, school.AnnasPhysics, int.MaxValue, Stop)).RefusedAs(ConversationRefusals.ReadOnly);

        Assert.Equal(before, await UnreadAsync(school.Anna, school.AnnasPhysics));
        Assert.Equal(0, await UnreadAsync(school.Elena, school.AnnasPhysics));
    }

    [Fact]
    public async Task A_strangers_reading_finds_nothing()
    {
        (await school.Messages.MarkReadAsync(school.Dmitry, school.Maths, 1, Stop)).RefusedAs(Refusal.NotFound);
        (await school.Reader.BeforeAsync(school.Dmitry, school.Maths, cancellation: Stop)).RefusedAs(Refusal.NotFound);
        (await school.Reader.AfterAsync(school.Dmitry, school.Maths, 0, Stop)).RefusedAs(Refusal.NotFound);
        (await school.Conversations.OpenAsync(school.Dmitry, school.Maths, Stop)).RefusedAs(Refusal.NotFound);
    }

    [Fact]
    public async Task The_past_is_read_page_by_page_without_a_gap()
    {
        await Task.WhenAll(Enumerable.Range(0, MessageReader.PageSize).Select(_ => school.SayAsync(school.TestTutor, school.Tutoring)));

        var newest = (await school.Reader.BeforeAsync(school.TestStudent, school.Tutoring, cancellation: Stop)).Granted();
        var older = (await school.Reader.BeforeAsync(school.TestStudent, school.Tutoring, newest[0].Seq, Stop)).Granted();

        Assert.Equal(MessageReader.PageSize, newest.Count);
        Assert.NotEmpty(older);
        Assert.Equal(Enumerable.Range(older[0].Seq, older.Count + newest.Count), older.Concat(newest).Select(m => m.Seq));
    }

    private async Task ReadAsync(Actor actor, int conversation, int seq) =>
        (await school.Messages.MarkReadAsync(actor, conversation, seq, Stop)).Granted();

    private async Task<int> UnreadAsync(Actor actor, int conversation) =>
        (await school.Conversations.ListAsync(actor, cancellation: Stop)).Single(c => c.Id == conversation).Unread;

    private async Task<int> PointerAsync(Actor actor, int conversation) =>
        (await school.ConversationAsync(conversation)).PlaceOf(actor)!.LastReadSeq;
}
