using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Admin;
using Chat.Web.Audit;
using Chat.Web.Conversations;
using Chat.Web.School;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Admin;

public sealed class EndingTheYearTests : IAsyncLifetime
{
    private const int Maths = 1;
    private readonly SchoolHouse _school = new() { RunsErrands = false, Clock = new HandClock() };

    private YearEndService YearEnds => _school.The<YearEndService>();

    private DateTimeOffset Now => _school.Clock!.Now;

    public async ValueTask InitializeAsync()
    {
        await _school.OpenAsync();
        _school.Clock!.Turn(TimeSpan.FromDays(200));
    }

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task Everything_taught_ends_what_is_chosen_starts_again_and_links_are_looked_at_anew()
    {
        var draft = new YearEndDraft(Now.AddDays(10), [Maths], Now.AddDays(90), Now);
        var plan = (await YearEnds.PlanAsync(_school.Admin, draft, Stop)).Granted();
        var running = await RunningAsync();
        Assert.Equal((running.Enrollments, running.Assignments, running.Links), (plan.Enrollments, plan.Assignments, plan.Links));
        Assert.Equal(plan.Enrollments + plan.Assignments, plan.Chats);
        Assert.True(plan.Renewals > 0 && plan.Renewals < plan.Enrollments, "some go on, some do not");
        var entries = await EntriesAsync();

        var job = await RunAsync(draft, plan.Total);

        Assert.Equal((await StudentsAsync(), 0, 0), (job.Changed, job.Same, job.Failed));
        Assert.Equal(entries + plan.Total + 1, await EntriesAsync());
        await using (var db = _school.OpenDb())
        {
            Assert.Null(await AuditLog.FirstBrokenAsync(db, Stop));
        }

        // Nothing has ended yet but the parents' reading; on the day it does, and in autumn mathematics goes on.
        Assert.Null((await _school.Conversations.FindAsync(_school.TestParent, _school.Maths, Stop)).Value);
        Assert.Equal(ConversationState.Active, await StateAsync(_school.AnnasPhysics));
        _school.Clock!.Turn(TimeSpan.FromDays(11));
        Assert.Equal([ConversationState.Archived, ConversationState.Archived], [await StateAsync(_school.AnnasPhysics), await StateAsync(_school.AnnasTutoring)]);
        _school.Clock.Turn(TimeSpan.FromDays(90));
        await _school.Office.FollowAsync([_school.TestStudent.Id, _school.Anna.Id], Stop);
        Assert.Equal([ConversationState.Active, ConversationState.Archived], [await StateAsync(_school.Maths), await StateAsync(_school.AnnasPhysics)]);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(0)]
    [InlineData(-3)]
    public async Task What_is_done_is_found_done(int days)
    {
        var draft = new YearEndDraft(Now.AddDays(days), [Maths], Now.AddDays(90), Now);
        await RunAsync(draft, (await YearEnds.PlanAsync(_school.Admin, draft, Stop)).Granted().Total);
        var (edges, entries) = (await RunningAsync(), await EntriesAsync());
        _school.Clock!.Turn(TimeSpan.FromMinutes(1));

        var again = (await YearEnds.PlanAsync(_school.Admin, draft with { DoubtsBefore = Now }, Stop)).Granted();

        Assert.Equal(0, again.Total);
        (await YearEnds.StartAsync(_school.Admin, draft, 0, Stop)).RefusedAs(YearEndRefusals.NothingToDo);
        Assert.Equal((edges.Links, entries), ((await RunningAsync()).Links, await EntriesAsync()));
    }

    [Fact]
    public async Task A_run_that_broke_off_is_finished_by_the_next()
    {
        var draft = new YearEndDraft(Now.AddDays(10), [Maths], Now.AddDays(90), null);
        var whole = (await YearEnds.PlanAsync(_school.Admin, draft, Stop)).Granted();
        await using (var db = _school.OpenDb())
        {
            // As if it had come as far as one edge.
            var first = await db.Enrollments.Where(e => e.SubjectId == Maths).Select(e => e.Id).FirstAsync(Stop);
            (await _school.Office.ChangeAsync(_school.Admin, new EdgeDeed(EdgeKind.Enrollment, first, EdgeAct.End) { At = draft.At }, Stop)).Granted();
        }

        var rest = (await YearEnds.PlanAsync(_school.Admin, draft, Stop)).Granted();
        Assert.Equal((whole.Enrollments - 1, whole.Renewals), (rest.Enrollments, rest.Renewals));
        await RunAsync(draft, rest.Total);
        Assert.Equal(0, (await YearEnds.PlanAsync(_school.Admin, draft, Stop)).Granted().Total);
    }

    [Fact]
    public async Task Only_an_admin_who_types_the_number_ends_it_and_only_once()
    {
        var draft = new YearEndDraft(Now, [], null, null);
        var total = (await YearEnds.PlanAsync(_school.Admin, draft, Stop)).Granted().Total;
        foreach (var actor in new[] { _school.Ivan, _school.Anna, _school.Maria, _school.Elena })
        {
            (await YearEnds.PlanAsync(actor, draft, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await YearEnds.StartAsync(actor, draft, total, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            YearEnds.Look(actor).RefusedAs(AccountRefusals.AdminsOnly);
        }

        (await YearEnds.StartAsync(_school.Admin, draft, null, Stop)).RefusedAs(YearEndRefusals.NumberDiffers);
        (await YearEnds.StartAsync(_school.Admin, draft, total + 1, Stop)).RefusedAs(YearEndRefusals.NumberDiffers);
        (await YearEnds.StartAsync(_school.Admin, draft with { Renewed = [Maths] }, total, Stop)).RefusedAs(SchoolRefusals.EndsBeforeItStarts);
        Assert.Null(YearEnds.Look(_school.Admin).Granted());
        Assert.Equal(0, await EndingsAsync());

        var both = await Task.WhenAll(YearEnds.StartAsync(_school.Admin, draft, total, Stop), YearEnds.StartAsync(_school.Administrator, draft, total, Stop));
        Assert.Single(both, o => o.Refusal is null);
        Assert.Equal(1, await EndingsAsync());
    }

    [Fact]
    public async Task It_is_a_job_that_is_found_again_and_a_second_one_waits_for_its_end()
    {
        var draft = new YearEndDraft(Now, [], null, null);
        var total = (await YearEnds.PlanAsync(_school.Admin, draft, Stop)).Granted().Total;
        using var gate = new SemaphoreSlim(0);
        await _school.Lane.StandStillAsync(gate);
        var visits = _school.Lane.Visits;
        var starting = YearEnds.StartAsync(_school.Admin, draft, total, Stop);
        // The first thing it asks of the lane is its entry. What comes to a stand behind that stands before its students.
        await UntilAsync(() => Task.FromResult(_school.Lane.Visits > visits));
        using var second = new SemaphoreSlim(0);
        var standing = _school.Lane.StandStillAsync(second);
        gate.Release();
        var id = (await starting).Granted();
        await standing;

        Assert.True(YearEnds.Look(_school.Administrator).Granted()!.IsRunning);
        Assert.Equal([id], _school.The<JobService>().List(_school.Admin).Granted().Select(j => j.Id));
        (await YearEnds.StartAsync(_school.Administrator, draft, total, Stop)).RefusedAs(YearEndRefusals.UnderWay);

        second.Release();
        var ended = await _school.EndOfAsync(_school.Admin, id);
        Assert.Equal((JobKind.YearEnd, await StudentsAsync(), false), (ended.Kind, ended.Done, ended.CanUndo));
        (await YearEnds.StartAsync(_school.Administrator, draft, 0, Stop)).RefusedAs(YearEndRefusals.NothingToDo);
    }

    private async Task<JobView> RunAsync(YearEndDraft draft, int total)
    {
        var job = await _school.EndOfAsync(_school.Admin, (await YearEnds.StartAsync(_school.Admin, draft, total, Stop)).Granted());
        Assert.Null(job.Stopped);
        return job;
    }

    /// <summary>Everybody here who studies is taught something.</summary>
    private async Task<int> StudentsAsync()
    {
        await using var db = _school.OpenDb();
        return await db.Enrollments.Select(e => e.StudentId).Distinct().CountAsync(Stop);
    }

    private async Task<int> EndingsAsync()
    {
        await using var db = _school.OpenDb();
        return await db.AuditEntries.CountAsync(e => e.Action == "school.year_ended", Stop);
    }

    private async Task<(int Enrollments, int Assignments, int Links)> RunningAsync()
    {
        await using var db = _school.OpenDb();
        return (
            await db.Enrollments.HoldingAt(Now).CountAsync(Stop),
            await db.TutorAssignments.HoldingAt(Now).CountAsync(Stop),
            await db.GuardianLinks.OpenAt(Now).CountAsync(Stop));
    }

    private async Task<int> EntriesAsync()
    {
        await using var db = _school.OpenDb();
        return await db.AuditEntries.CountAsync(Stop);
    }

    private async Task<ConversationState> StateAsync(int id) => (await _school.ConversationAsync(id)).StateAt(Now);
}
