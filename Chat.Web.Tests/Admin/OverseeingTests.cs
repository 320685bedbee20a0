using Chat.Web.Access;
using Chat.Web.Admin;
using Chat.Web.Conversations;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Admin;

/// <summary>All chats are known to those who oversee, by what they are; what is said in them is read where the office reaches, with a reason.</summary>
public sealed class OverseeingTests : IAsyncLifetime
{
    private static readonly TableQuery First = new(null, null);
    private static readonly OversightFilter Any = new(null, null, null);

    private readonly SchoolHouse _school = new() { RunsErrands = false };

    private OversightService Oversight => _school.The<OversightService>();

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task Nobody_without_the_office_lists_opens_or_takes_anything()
    {
        foreach (var person in _school.Cast.Where(p => !p.MayOversee()))
        {
            Assert.Equal("not_found", (await Oversight.ListAsync(person, Any, First, Stop)).Refusal?.Code);
            Assert.Equal("not_found", (await Oversight.FindAsync(person, _school.Maths, Stop)).Refusal?.Code);
            Assert.Equal("not_found", (await Oversight.ReadAsync(person, _school.Maths, "Because", cancellation: Stop)).Refusal?.Code);
            Assert.Equal("not_found", (await Oversight.ExportAsync(person, _school.Maths, "Because", Stop)).Refusal?.Code);
            Assert.NotNull((await _school.Moderation.ArchiveAsync(person, _school.Maths, isArchived: true, "Because", Stop)).Refusal);
        }
    }

    [Fact]
    public async Task Without_a_reason_nothing_is_read_and_with_one_it_is_written_down_before()
    {
        (await _school.SayAsync(_school.TestStudent, _school.Maths, "A secret")).Granted();

        Assert.Equal("reason_missing", (await Oversight.ReadAsync(_school.Admin, _school.Maths, "  ", cancellation: Stop)).Refusal?.Code);
        Assert.Empty(await OpeningsAsync());

        var lines = (await Oversight.ReadAsync(_school.Admin, _school.Maths, "A parent asked", cancellation: Stop)).Granted();
        Assert.Equal("A secret", lines[^1].Text);
        Assert.Equal(["A parent asked"], await OpeningsAsync());
    }

    [Fact]
    public async Task Of_a_talk_between_two_an_admin_knows_that_it_exists_and_a_safeguarding_lead_may_read_it()
    {
        var talk = (await _school.Conversations.StartAsync(_school.TestTeacher, _school.TestTutor.Id, null, Stop)).Granted().ConversationId;
        (await _school.SayAsync(_school.TestTeacher, talk, "Between us")).Granted();
        var lead = await _school.AdmitAsync("Nina", Role.Teacher, Capabilities.SafeguardingLead);

        var found = (await Oversight.FindAsync(_school.Admin, talk, Stop)).Granted();
        Assert.Equal((1, false), (found.Messages, found.IsReached));
        Assert.Equal("not_found", (await Oversight.ReadAsync(_school.Admin, talk, "I am curious", cancellation: Stop)).Refusal?.Code);
        Assert.Equal("not_found", (await Oversight.ExportAsync(_school.Admin, talk, "I am curious", Stop)).Refusal?.Code);
        Assert.Equal("Between us", Assert.Single((await Oversight.ReadAsync(lead, talk, "A worry", cancellation: Stop)).Granted()).Text);
    }

    [Fact]
    public async Task What_was_said_before_and_what_was_removed_is_in_the_file()
    {
        var said = (await _school.SayAsync(_school.TestStudent, _school.Maths, "First words")).Granted();
        (await _school.Revisions.EditAsync(_school.TestStudent, _school.Maths, said.Seq, "Second words", Stop)).Granted();
        (await _school.Revisions.RemoveAsync(_school.TestTeacher, _school.Maths, said.Seq, "Order", Stop)).Granted();

        var line = await LastAsync();

        Assert.Null(line.Text);
        Assert.Equal("Order", line.RemovalReason);
        Assert.Equal(["First words", "Second words"], line.Earlier.Select(e => e.Text));
    }

    [Fact]
    public async Task A_chat_the_office_archived_is_closed_to_everyone_whatever_happens_to_its_edges_until_it_is_brought_back()
    {
        (await _school.Moderation.ArchiveAsync(_school.Admin, _school.Maths, isArchived: true, "A quarrel", Stop)).Granted();
        Assert.Equal("chat_not_active", (await _school.SayAsync(_school.TestStudent, _school.Maths)).Refusal?.Code);

        // The keeper goes over all chats of the student when any of their edges changes.
        await _school.Lane.RunAsync(async db =>
        {
            await _school.The<ConversationKeeper>().FollowEdgesAsync(db, _school.TestStudent.Id, _school.The<TimeProvider>().GetUtcNow(), Stop);
            return true;
        }, Stop);
        Assert.Equal("chat_not_active", (await _school.SayAsync(_school.TestStudent, _school.Maths)).Refusal?.Code);

        (await _school.Moderation.ArchiveAsync(_school.Admin, _school.Maths, isArchived: false, "They made up", Stop)).Granted();
        (await _school.SayAsync(_school.TestStudent, _school.Maths)).Granted();
    }

    [Fact]
    public async Task The_table_is_filtered_and_sorted()
    {
        var all = (await Oversight.ListAsync(_school.Admin, Any, First, Stop)).Granted();
        Assert.True(all.Total >= 5, "A school with so few chats shows nothing.");

        var dmitrys = (await Oversight.ListAsync(_school.Admin, Any with { Find = "дмитрий" }, First, Stop)).Granted();
        Assert.All(dmitrys.Rows, r => Assert.Contains(r.People, p => p.FullName.StartsWith("Дмитрий", StringComparison.Ordinal)));
        Assert.InRange(dmitrys.Total, 1, all.Total - 1);

        Assert.Empty((await Oversight.ListAsync(_school.Admin, Any with { State = ConversationState.Locked }, First, Stop)).Granted().Rows);
        (await _school.Moderation.LockAsync(_school.Admin, _school.Maths, isLocked: true, "Calm", Stop)).Granted();
        Assert.Equal(_school.Maths, Assert.Single((await Oversight.ListAsync(_school.Admin, Any with { State = ConversationState.Locked }, First, Stop)).Granted().Rows).Id);

        var most = (await Oversight.ListAsync(_school.Admin, Any, new("-messages", null), Stop)).Granted().Rows;
        Assert.Equal(most.OrderByDescending(r => r.Messages).Select(r => r.Messages), most.Select(r => r.Messages));
    }

    private async Task<TranscriptLine> LastAsync()
    {
        TranscriptLine? last = null;
        await foreach (var line in (await Oversight.ExportAsync(_school.Admin, _school.Maths, "The court asks", Stop)).Granted())
        {
            last = line;
        }

        return last!;
    }

    private async Task<List<string?>> OpeningsAsync()
    {
        await using var db = _school.OpenDb();
        return await db.AuditEntries.Where(e => e.Action == "conversation.opened").OrderBy(e => e.Id).Select(e => e.Reason).ToListAsync(Stop);
    }
}
