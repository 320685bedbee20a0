using Chat.Web.Access;
using Chat.Web.Audit;
using Chat.Web.Conversations;
using Chat.Web.Outcomes;
using Chat.Web.Reports;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Reports;

/// <summary>Whoever can read a message can report it, and those who handle reports look into it: never the one it is about.</summary>
public sealed class ReportingTests : IAsyncLifetime
{
    private static readonly ReportDraft Bullying = new(ReportKind.Bullying, "Again");

    private readonly SchoolHouse _school = new() { RunsErrands = false };
    private MessageView _said = null!;

    private ReportService Reports => _school.The<ReportService>();

    public async ValueTask InitializeAsync()
    {
        await _school.OpenAsync();
        _said = (await _school.SayAsync(_school.TestTeacher, _school.Maths, "You will never learn it")).Granted();
    }

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task Everyone_who_reads_a_message_can_report_it_and_nobody_else()
    {
        await _school.AdmitAsync("Nina", Role.Teacher, Capabilities.SafeguardingLead);
        foreach (var person in _school.Cast)
        {
            var reads = (await _school.Reader.FromAsync(person, _school.Maths, _said.Seq, 1, Stop)).Refusal is null;
            var filed = await FileAsync(person);
            Assert.True(reads == filed.Refusal is null, $"{person}: reads {reads}, reports {filed.Refusal?.Code}");
        }

        await using var db = _school.OpenDb();
        // The two in it, the parent, two admins and the lead.
        Assert.Equal(6, await db.Reports.CountAsync(Stop));
    }

    [Fact]
    public async Task What_was_said_and_what_stood_around_it_is_kept_as_it_was()
    {
        for (var i = 0; i < 4; i++)
        {
            (await _school.SayAsync(_school.TestStudent, _school.Maths, $"After {i}")).Granted();
        }

        var id = (await FileAsync(_school.TestStudent)).Granted();
        (await _school.Revisions.EditAsync(_school.TestTeacher, _school.Maths, _said.Seq, "Well done", Stop)).Granted();
        (await _school.Revisions.RemoveAsync(_school.TestTeacher, _school.Maths, _said.Seq, "Order", Stop)).Granted();

        var report = (await Reports.OpenAsync(_school.Admin, id, Stop)).Granted();
        Assert.Equal("You will never learn it", report.Lines.Single(l => l.Seq == _said.Seq).Text);
        Assert.Equal(_said.Seq + 2, report.Lines[^1].Seq);
        Assert.Equal(Math.Max(1, _said.Seq - 5), report.Lines[0].Seq);
        Assert.True(report.IsRemoved);
    }

    [Fact]
    public async Task A_report_about_an_admin_is_seen_by_every_other_one_and_never_by_that_one()
    {
        var talk = (await _school.Conversations.StartAsync(_school.Admin, _school.TestTeacher.Id, null, Stop)).Granted().ConversationId;
        var said = (await _school.SayAsync(_school.Admin, talk, "You are fired")).Granted();
        using var accused = _school.Feed.Open(_school.Admin.Id);
        using var other = _school.Feed.Open(_school.Administrator.Id);

        var id = (await Reports.FileAsync(_school.TestTeacher, talk, said.Seq, Bullying, Stop)).Granted();

        Assert.Equal("not_found", (await Reports.OpenAsync(_school.Admin, id, Stop)).Refusal?.Code);
        Assert.Empty((await Reports.QueueAsync(_school.Admin, null, 0, 50, Stop)).Granted().Reports);
        Assert.Equal(0, await Reports.CountOpenAsync(_school.Admin, Stop));
        Assert.Equal("not_found", (await Reports.TakeAsync(_school.Admin, id, Stop)).Refusal?.Code);
        Assert.Equal("not_found", (await Reports.CloseAsync(_school.Admin, id, isDismissed: true, null, Stop)).Refusal?.Code);
        Assert.Equal("not_found", (await Reports.NoteAsync(_school.Admin, id, "Nothing", Stop)).Refusal?.Code);
        Assert.Empty(accused.HeardSoFar<ReportChanged>());

        var seen = (await Reports.OpenAsync(_school.Administrator, id, Stop)).Granted();
        Assert.Equal("Admin", seen.Head.About.FullName);
        // It is a talk between two others: the snapshot is all an admin is given of it.
        Assert.False(seen.IsReached);
        Assert.Single(other.HeardSoFar<ReportChanged>());
    }

    [Fact]
    public async Task Nobody_without_the_office_sees_a_report_not_even_the_one_who_filed_it_but_how_it_stands()
    {
        var id = (await FileAsync(_school.TestStudent)).Granted();

        foreach (var person in _school.Cast.Where(p => !p.HandlesReports()))
        {
            Assert.Equal("not_found", (await Reports.OpenAsync(person, id, Stop)).Refusal?.Code);
            Assert.Equal("not_found", (await Reports.QueueAsync(person, null, 0, 50, Stop)).Refusal?.Code);
            Assert.Equal("not_found", (await Reports.TakeAsync(person, id, Stop)).Refusal?.Code);
        }

        var own = Assert.Single(await Reports.ListOwnAsync(_school.TestStudent, Stop));
        Assert.Equal((id, ReportState.New, "You will never learn it"), (own.Id, own.State, own.Said));
        Assert.Empty(await Reports.ListOwnAsync(_school.TestTeacher, Stop));
    }

    [Fact]
    public async Task Its_way_is_followed_by_the_reporter_and_written_down_at_every_step()
    {
        var id = (await FileAsync(_school.TestStudent)).Granted();
        using var reporter = _school.Feed.Open(_school.TestStudent.Id);

        (await Reports.TakeAsync(_school.Admin, id, Stop)).Granted();
        (await Reports.NoteAsync(_school.Administrator, id, "I know them both", Stop)).Granted();
        (await Reports.CloseAsync(_school.Admin, id, isDismissed: false, "We have spoken", Stop)).Granted();
        Assert.Equal("report_state_changed", (await Reports.TakeAsync(_school.Administrator, id, Stop)).Refusal?.Code);

        var own = Assert.Single(await Reports.ListOwnAsync(_school.TestStudent, Stop));
        Assert.Equal((ReportState.Done, "We have spoken"), (own.State, own.Answer));
        Assert.Equal(3, reporter.HeardSoFar<ReportChanged>().Count);
        await using var db = _school.OpenDb();
        Assert.Equal(
            ["report.filed", "report.taken", "report.noted", "report.done"],
            await db.AuditEntries.Where(e => e.Target == $"report:{id}").OrderBy(e => e.Id).Select(e => e.Action).ToListAsync(Stop));
        Assert.Null(await AuditLog.FirstBrokenAsync(db, Stop));
    }

    [Fact]
    public async Task The_same_message_reported_twice_at_once_is_one_report()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ => (await FileAsync(_school.TestStudent)).Granted()));

        Assert.Single(ids.Distinct());
        (await Reports.CloseAsync(_school.Admin, ids[0], isDismissed: true, null, Stop)).Granted();
        // What goes on after it was dismissed is a new report.
        Assert.NotEqual(ids[0], (await FileAsync(_school.TestStudent)).Granted());
    }

    [Fact]
    public async Task Danger_stands_before_what_came_earlier()
    {
        var first = (await FileAsync(_school.TestStudent)).Granted();
        var danger = (await Reports.FileAsync(_school.TestParent, _school.Maths, _said.Seq, new ReportDraft(ReportKind.Danger, null), Stop)).Granted();

        Assert.Equal([danger, first], (await Reports.QueueAsync(_school.Admin, null, 0, 50, Stop)).Granted().Reports.Select(r => r.Id));
    }

    [Theory]
    [InlineData(0, null, "report_kind_unknown")]
    [InlineData(99, null, "report_kind_unknown")]
    [InlineData(2, "\0", "message_unreadable")]
    public async Task An_unfit_report_is_refused_with_what_is_wrong_with_it(int kind, string? words, string code) =>
        Assert.Equal(code, (await Reports.FileAsync(_school.TestStudent, _school.Maths, _said.Seq, new ReportDraft((ReportKind)kind, words), Stop)).Refusal?.Code);

    [Fact]
    public async Task What_is_not_there_any_more_or_was_cleared_cannot_be_reported()
    {
        (await _school.Listing.ClearAsync(_school.TestStudent, _school.Maths, Stop)).Granted();
        Assert.Equal("not_found", (await FileAsync(_school.TestStudent)).Refusal?.Code);

        (await _school.Revisions.RemoveAsync(_school.TestTeacher, _school.Maths, _said.Seq, "Order", Stop)).Granted();
        Assert.Equal("not_found", (await FileAsync(_school.TestParent)).Refusal?.Code);
    }

    private Task<Outcome<int>> FileAsync(Actor actor) => Reports.FileAsync(actor, _school.Maths, _said.Seq, Bullying, Stop);
}
