using Chat.Web.Conversations;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;
using static Chat.Web.Tests.TestSupport.SampleFiles;
using static Chat.Web.Tests.TestSupport.Speech;

namespace Chat.Web.Tests.Conversations;

/// <summary>A message carries files as it carries words: once, in order, and only those that are its sender's own.</summary>
public sealed class SendingFilesTests : IAsyncLifetime
{
    private readonly SchoolHouse _school = new() { RunsErrands = false };

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task Files_come_with_their_message_in_the_order_they_were_sent_to_everyone_who_reads()
    {
        var ids = new List<Guid>();
        foreach (var name in new[] { "b.png", "a.png", "c.png" })
        {
            ids.Add((await _school.UploadAsync(_school.TestStudent, Png(), name)).Granted().Id);
        }

        using var line = _school.Feed.Open(_school.TestParent.Id);
        var sent = (await _school.Messages.SendAsync(_school.TestStudent, _school.Maths, Say("My work") with { AttachmentIds = ids }, Stop)).Granted();

        Assert.Equal(ids, sent.Attachments.Select(a => a.Id));
        Assert.Equal(["b.png", "a.png", "c.png"], Assert.Single(line.HeardSoFar<MessageSent>()).Message.Attachments.Select(a => a.FileName));
        var read = (await _school.Reader.BeforeAsync(_school.TestTeacher, _school.Maths, cancellation: Stop)).Granted()[^1];
        Assert.Equal(ids, read.Attachments.Select(a => a.Id));
        Assert.Equal((4, 3), (read.Attachments[0].Width, read.Attachments[0].Height));
    }

    [Fact]
    public async Task With_a_file_no_words_are_needed_and_the_list_names_the_file()
    {
        var (sent, _) = await _school.SendFileAsync(_school.TestStudent, _school.Maths, name: "задача.png");

        Assert.Equal("", sent.Text);
        Assert.Equal("📎 задача.png", (await _school.ConversationAsync(_school.Maths)).LastText);
        var answer = (await _school.Messages.SendAsync(_school.TestTeacher, _school.Maths, Say("Thank you") with { ReplyToSeq = sent.Seq }, Stop)).Granted();
        Assert.Equal("📎 задача.png", answer.Quote!.Text);
        Assert.Equal("📎 задача.png", (await _school.Reader.FromAsync(_school.TestTeacher, _school.Maths, answer.Seq, 1, Stop)).Granted()[0].Quote!.Text);
    }

    [Fact]
    public async Task The_words_beside_a_file_can_be_changed_taken_away_and_put_back()
    {
        var (sent, file) = await _school.SendFileAsync(_school.TestStudent, _school.Maths, name: "задача.png");
        async Task<MessageView> ChangeAsync(string text) => (await _school.Revisions.EditAsync(_school.TestStudent, _school.Maths, sent.Seq, text, Stop)).Granted();

        Assert.Equal("Number 5", (await ChangeAsync("Number 5")).Text);
        Assert.Equal("Number 5", (await _school.ConversationAsync(_school.Maths)).LastText);
        var bare = await ChangeAsync(" \u200b\n");

        Assert.Equal(("", file.Id), (bare.Text, Assert.Single(bare.Attachments).Id));
        Assert.False(bare.IsRemoved);
        Assert.Equal("📎 задача.png", (await _school.ConversationAsync(_school.Maths)).LastText);
        Assert.Equal("Number 6", (await ChangeAsync("Number 6")).Text);
        Assert.Equal(["", "Number 5", "", "Number 6"], (await _school.Revisions.HistoryAsync(_school.TestTeacher, _school.Maths, sent.Seq, Stop)).Granted().Select(r => r.Text));
        (await _school.Revisions.EditAsync(_school.TestStudent, _school.Maths, sent.Seq, text: null, Stop)).RefusedAs(ConversationRefusals.MessageEmpty);
        (await _school.Revisions.EditAsync(_school.TestStudent, _school.Maths, (await _school.SayAsync(_school.TestStudent, _school.Maths, "words alone")).Granted().Seq, " ", Stop))
            .RefusedAs(ConversationRefusals.MessageEmpty);
    }

    [Fact]
    public async Task A_quote_of_files_alone_says_how_many_they_are()
    {
        var ids = new List<Guid>();
        foreach (var name in new[] { "1.png", "2.png", "3.png" })
        {
            ids.Add((await _school.UploadAsync(_school.TestStudent, name: name)).Granted().Id);
        }

        var sent = (await _school.Messages.SendAsync(_school.TestStudent, _school.Maths, Say("") with { AttachmentIds = ids }, Stop)).Granted();
        var answer = (await _school.Messages.SendAsync(_school.TestTeacher, _school.Maths, Say("All three?") with { ReplyToSeq = sent.Seq }, Stop)).Granted();

        Assert.Equal("📎 1.png +2", answer.Quote!.Text);
        Assert.Equal("📎 1.png +2", (await _school.Reader.FromAsync(_school.TestTeacher, _school.Maths, answer.Seq, 1, Stop)).Granted()[0].Quote!.Text);
    }

    [Fact]
    public async Task Without_words_and_without_files_there_is_nothing_to_send() =>
        (await _school.Messages.SendAsync(_school.TestStudent, _school.Maths, Say(" "), Stop)).RefusedAs(ConversationRefusals.MessageEmpty);

    [Fact]
    public async Task A_file_is_sent_once_by_its_owner_and_by_nobody_else()
    {
        var own = (await _school.UploadAsync(_school.TestStudent)).Granted().Id;
        var another = (await _school.UploadAsync(_school.TestTeacher)).Granted().Id;
        var before = await _school.LastSeqAsync(_school.Maths);

        foreach (var ids in new List<Guid>[] { [another], [own, another], [Guid.NewGuid()], [own, own] })
        {
            (await _school.Messages.SendAsync(_school.TestStudent, _school.Maths, Say("x") with { AttachmentIds = ids }, Stop)).RefusedAs(ConversationRefusals.AttachmentUnknown);
        }

        Assert.Equal(before, await _school.LastSeqAsync(_school.Maths));
        (await _school.Messages.SendAsync(_school.TestStudent, _school.Maths, Say("x") with { AttachmentIds = [own] }, Stop)).Granted();
        (await _school.Messages.SendAsync(_school.TestStudent, _school.Maths, Say("y") with { AttachmentIds = [own] }, Stop)).RefusedAs(ConversationRefusals.AttachmentUnknown);
    }

    [Fact]
    public async Task Of_many_messages_that_want_the_same_file_at_once_one_gets_it()
    {
        var file = (await _school.UploadAsync(_school.TestStudent)).Granted().Id;

        var sent = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => _school.Messages.SendAsync(_school.TestStudent, _school.Maths, Say($"{i}") with { AttachmentIds = [file] }, Stop)));

        Assert.Single(sent, s => s.Refusal is null);
    }

    [Fact]
    public async Task More_files_than_may_be_are_too_many()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 11; i++)
        {
            ids.Add((await _school.UploadAsync(_school.TestStudent)).Granted().Id);
        }

        (await _school.Messages.SendAsync(_school.TestStudent, _school.Maths, Say("x") with { AttachmentIds = ids }, Stop)).RefusedAs(ConversationRefusals.TooManyAttachments);
        Assert.Equal(10, (await _school.Messages.SendAsync(_school.TestStudent, _school.Maths, Say("x") with { AttachmentIds = ids[..10] }, Stop)).Granted().Attachments.Count);
    }

    [Fact]
    public async Task A_send_that_comes_again_is_answered_with_the_first_and_another_file_under_its_name_is_refused()
    {
        var (one, other) = ((await _school.UploadAsync(_school.TestStudent)).Granted().Id, (await _school.UploadAsync(_school.TestStudent, Pdf(), "a.pdf")).Granted().Id);
        var draft = Say(null) with { AttachmentIds = [one] };
        var first = (await _school.Messages.DeliverAsync(_school.TestStudent, _school.Maths, draft, Stop)).Granted();

        var again = (await _school.Messages.DeliverAsync(_school.TestStudent, _school.Maths, draft, Stop)).Granted();

        Assert.True(again.IsRepeat);
        Assert.Equal((first.Message.Id, one), (again.Message.Id, again.Message.Attachments[0].Id));
        // The same file, uploaded anew, as a program does that sends its whole form again.
        var same = (await _school.UploadAsync(_school.TestStudent)).Granted().Id;
        Assert.True((await _school.Messages.DeliverAsync(_school.TestStudent, _school.Maths, draft with { AttachmentIds = [same] }, Stop)).Granted().IsRepeat);
        (await _school.Messages.DeliverAsync(_school.TestStudent, _school.Maths, draft with { AttachmentIds = [other] }, Stop)).RefusedAs(ConversationRefusals.ClientIdReused);
        (await _school.Messages.DeliverAsync(_school.TestStudent, _school.Maths, draft with { AttachmentIds = [one, other] }, Stop)).RefusedAs(ConversationRefusals.ClientIdReused);
    }

    [Fact]
    public async Task A_removed_message_has_no_files_and_no_name_of_them_anywhere_but_for_staff()
    {
        var (sent, file) = await _school.SendFileAsync(_school.TestStudent, _school.Maths, name: "secret.png");
        var answer = (await _school.Messages.SendAsync(_school.TestTeacher, _school.Maths, Say("?") with { ReplyToSeq = sent.Seq }, Stop)).Granted();
        using var line = _school.Feed.Open(_school.TestParent.Id);

        var removed = (await _school.Revisions.RemoveAsync(_school.TestStudent, _school.Maths, sent.Seq, cancellation: Stop)).Granted();

        Assert.True(removed is { IsRemoved: true, Attachments: [] });
        Assert.Empty(Assert.Single(line.HeardSoFar<MessageChanged>()).Message.Attachments);
        var page = (await _school.Reader.FromAsync(_school.TestStudent, _school.Maths, sent.Seq, 2, Stop)).Granted();
        Assert.True(page[0] is { IsRemoved: true, Attachments: [] });
        Assert.Equal((answer.Id, ""), (page[1].Id, page[1].Quote!.Text));
        Assert.Equal(file.Id, Assert.Single((await _school.Revisions.HistoryAsync(_school.TestTeacher, _school.Maths, sent.Seq, Stop)).Granted()[^1].Attachments).Id);
    }

    [Fact]
    public async Task The_list_says_no_name_of_a_file_whose_message_was_removed()
    {
        var (sent, _) = await _school.SendFileAsync(_school.TestStudent, _school.Maths, name: "secret.png");

        (await _school.Revisions.RemoveAsync(_school.TestStudent, _school.Maths, sent.Seq, cancellation: Stop)).Granted();

        Assert.Equal("", (await _school.ConversationAsync(_school.Maths)).LastText);
    }

    [Fact]
    public async Task A_page_of_messages_costs_no_statement_more_with_files_than_without()
    {
        var without = await CostAsync(_school.AnnasPhysics);
        for (var i = 0; i < 5; i++)
        {
            await _school.SendFileAsync(_school.TestStudent, _school.Maths);
        }

        Assert.Equal(without, await CostAsync(_school.Maths));
    }

    [Fact]
    public async Task A_thousand_ids_are_drawn_at_random_and_none_follows_from_another()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 1_000; i++)
        {
            await using var upload = (await _school.The<Web.Files.UploadService>().BeginAsync(_school.TestStudent, Stop)).Granted();
            ids.Add(upload.Id);
        }

        Assert.Equal(1_000, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal((4, 2), (id.Version, id.Variant >> 2)));
        // Of the 122 bits that are drawn, each is set in about half of them; a counter or a clock would leave some still.
        for (var bit = 0; bit < 128; bit++)
        {
            var set = ids.Count(id => (id.ToByteArray(bigEndian: true)[bit / 8] >> (7 - (bit % 8)) & 1) == 1);
            Assert.True(bit is (>= 48 and <= 51) or 64 or 65 || set is > 380 and < 620, $"Bit {bit} is set in {set} of 1000.");
        }
    }

    private async Task<int> CostAsync(int conversation)
    {
        await using var db = _school.OpenDb();
        var before = _school.Statements.Count;
        await db.Messages.Where(m => m.ConversationId == conversation).OrderBy(m => m.Seq).ToViewsAsync(Stop);
        return _school.Statements.Count - before;
    }
}
