using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Admin;
using Chat.Web.Outcomes;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Admin;

/// <summary>One deed on many people, in the background.</summary>
public sealed class ChangingManyTests : IAsyncLifetime
{
    private readonly SchoolHouse _school = new();

    private BulkService Bulk => _school.The<BulkService>();

    private JobService Jobs => _school.The<JobService>();

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task All_that_match_are_suspended_and_those_alone_are_restored_again()
    {
        (await _school.Accounts.SuspendAsync(_school.Admin, _school.Dmitry.Id, Stop)).Granted();
        var session = await _school.TestStudentSignsInAsync();

        var job = await RunAsync(new BulkDraft(JobKind.Suspend, Capabilities.None, Chosen: null, new PeopleFilter(Role: Role.Student)));
        Assert.Equal((3, 2, 1, 0, true), (job.Total, job.Changed, job.Same, job.Failed, job.CanUndo));
        Assert.Null(await _school.Sessions.FindAsync(session.Id, Stop));
        Assert.Equal(3, await CountAsync(AccountStatus.Suspended));

        var undone = await _school.EndOfAsync(_school.Admin, (await Bulk.UndoAsync(_school.Admin, job.Id, Stop)).Granted());
        Assert.Equal(2, undone.Changed);
        await using var db = _school.OpenDb();
        Assert.Equal(_school.Dmitry.Id, (await db.Users.SingleAsync(u => u.Status == AccountStatus.Suspended, Stop)).Id);
        (await Bulk.UndoAsync(_school.Admin, job.Id, Stop)).RefusedAs(AdminRefusals.NobodyChosen);
    }

    [Fact]
    public async Task Whoever_cannot_be_changed_stays_as_they_are_and_is_listed_with_the_reason()
    {
        (await _school.Accounts.ChangeAsync(_school.Admin, _school.Dmitry.Id, AccountChange.Leave, Stop)).Granted();

        var job = await RunAsync(new BulkDraft(JobKind.Suspend, Capabilities.None, [_school.Dmitry.Id, _school.Anna.Id, _school.Admin.Id, int.MaxValue], new PeopleFilter()));

        Assert.Equal((3, 1, 2), (job.Total, job.Changed, job.Failed));
        Assert.Equal(
            [("Admin", "oneself"), ("Дмитрий Смирнов", "has_left")],
            Jobs.Failures(_school.Admin, job.Id).Granted().OrderBy(f => f.Person.FullName, StringComparer.Ordinal).Select(f => (f.Person.FullName, f.Refusal!.Code)));
        var report = (await _school.CallAs().GetAsync($"/admin/people/jobs/{job.Id}/report", await _school.CookieOfAsync(_school.Admin))).Is(200);
        Assert.Contains("dmitry.smirnov@student.com", report.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_admin_is_safe_among_many_too()
    {
        // An admin whom somebody suspended a moment ago: the right was theirs when they began.
        var late = await _school.AdmitAsync("Late Admin", Role.Admin);
        (await _school.Accounts.SuspendAsync(_school.Admin, late.Id, Stop)).Granted();

        var job = await RunAsync(new BulkDraft(JobKind.Suspend, Capabilities.None, Chosen: null, new PeopleFilter(Role: Role.Admin)), late);

        Assert.Equal((1, 2), (job.Changed, job.Failed));
        Assert.Contains(Jobs.Failures(late, job.Id).Granted(), f => f.Refusal == AccountRefusals.LastAdmin);
        await using var db = _school.OpenDb();
        Assert.Equal(1, await db.Users.Admins().CountAsync(Stop));
    }

    [Fact]
    public async Task A_job_ends_with_the_right_of_whoever_started_it()
    {
        var session = (await _school.SignInAsync("admin@test.com", "admin123")).Granted();
        await _school.Sessions.EndAsync(session.Actor, session.Id, Stop);

        var job = await RunAsync(new BulkDraft(JobKind.Suspend, Capabilities.None, Chosen: null, new PeopleFilter(Role: Role.Student)), session.Actor);

        Assert.Equal((0, AccountRefusals.AdminsOnly), (job.Done, job.Stopped));
        Assert.Equal(0, await CountAsync(AccountStatus.Suspended));
    }

    [Fact]
    public async Task A_capability_is_added_to_what_somebody_has_and_taken_from_it()
    {
        (await _school.Accounts.GrantAsync(_school.Admin, _school.Anna.Id, Capabilities.Moderator, Stop)).Granted();
        var chosen = new[] { _school.Anna.Id, _school.Dmitry.Id };

        var granted = await RunAsync(new BulkDraft(JobKind.Grant, Capabilities.SupportAgent, chosen, new PeopleFilter()));
        Assert.Equal([Capabilities.Moderator | Capabilities.SupportAgent, Capabilities.SupportAgent], await CapabilitiesAsync(chosen));

        await _school.EndOfAsync(_school.Admin, (await Bulk.UndoAsync(_school.Admin, granted.Id, Stop)).Granted());
        Assert.Equal([Capabilities.Moderator, Capabilities.None], await CapabilitiesAsync(chosen));
    }

    [Fact]
    public async Task Whoever_has_not_come_yet_is_invited_again_and_nobody_else_is()
    {
        var link = (await _school.The<AdmissionService>().CreateAsync(_school.Admin, new AccountDraft("new@school.example", "New Person", Role.Student, "ru"), Stop)).Granted();

        var job = await RunAsync(new BulkDraft(JobKind.InviteAgain, Capabilities.None, [link.UserId, _school.Anna.Id], new PeopleFilter()));

        Assert.Equal((1, 1, 1), (job.Changed, job.Failed, job.Links));
        Assert.NotEqual(link.Code, Jobs.TakeLinks(_school.Admin, job.Id).Granted().Single().Code);
    }

    [Theory]
    [InlineData(JobKind.Import)]
    [InlineData(JobKind.Grant)]
    [InlineData((JobKind)99)]
    public async Task What_is_no_deed_on_many_is_not_done(JobKind kind) =>
        (await Bulk.StartAsync(_school.Admin, new BulkDraft(kind, Capabilities.None, Chosen: null, new PeopleFilter()), Stop)).RefusedAs(AdminRefusals.DeedUnknown);

    [Fact]
    public async Task Only_admins_start_jobs_and_each_finds_only_their_own()
    {
        var draft = new BulkDraft(JobKind.EndSessions, Capabilities.None, Chosen: null, new PeopleFilter(Role: Role.Student));
        var job = await RunAsync(draft);
        foreach (var actor in _school.Cast.Where(a => a.Role is not Role.Admin))
        {
            (await Bulk.StartAsync(actor, draft, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            Jobs.List(actor).RefusedAs(AccountRefusals.AdminsOnly);
        }

        foreach (var actor in _school.Cast.Where(a => a.Id != _school.Admin.Id))
        {
            Jobs.Find(actor, job.Id).RefusedAs(Refusal.NotFound);
            Jobs.Failures(actor, job.Id).RefusedAs(Refusal.NotFound);
            Jobs.TakeLinks(actor, job.Id).RefusedAs(Refusal.NotFound);
            (await Bulk.UndoAsync(actor, job.Id, Stop)).RefusedAs(Refusal.NotFound);
        }

        Assert.Equal([job.Id], Jobs.List(_school.Admin).Granted().Select(j => j.Id));
    }

    [Fact]
    public async Task Messages_go_on_while_many_are_changed_and_the_owner_hears_how_far_it_is()
    {
        await _school.AdmitManyAsync(400, "Many");
        using var line = _school.Feed.Open(_school.Admin.Id);
        var id = (await Bulk.StartAsync(_school.Admin, new BulkDraft(JobKind.Suspend, Capabilities.None, Chosen: null, new PeopleFilter("many")), Stop)).Granted();

        var heard = await line.Events.ReadAllAsync(Stop).OfType<JobMoved>().FirstAsync(Stop);
        (await _school.SayAsync(_school.TestStudent, _school.Maths, "still here")).Granted();

        Assert.Equal(new JobMoved(id), heard);
        Assert.InRange(Jobs.Find(_school.Admin, id).Granted().Done, 1, 399);
        Assert.Equal(400, (await _school.EndOfAsync(_school.Admin, id)).Changed);
    }

    private async Task<JobView> RunAsync(BulkDraft draft, Actor? actor = null)
    {
        actor ??= _school.Admin;
        return await _school.EndOfAsync(actor, (await Bulk.StartAsync(actor, draft, Stop)).Granted());
    }

    private async Task<int> CountAsync(AccountStatus status)
    {
        await using var db = _school.OpenDb();
        return await db.Users.CountAsync(u => u.Status == status, Stop);
    }

    private async Task<List<Capabilities>> CapabilitiesAsync(int[] ids)
    {
        await using var db = _school.OpenDb();
        return await db.Users.Where(u => ids.Contains(u.Id)).OrderBy(u => u.Id).Select(u => u.Capabilities).ToListAsync(Stop);
    }
}
