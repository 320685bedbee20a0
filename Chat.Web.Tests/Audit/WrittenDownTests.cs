using System.Text.RegularExpressions;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Admin;
using Chat.Web.Audit;
using Chat.Web.School;
using Chat.Web.Tests.Architecture;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Audit;

/// <summary>What somebody may be asked to answer for leaves an entry that says what it was before and what it is since; what members say and read leaves none.</summary>
public sealed class WrittenDownTests : IAsyncLifetime
{
    private readonly HandClock _clock = new();
    private readonly SchoolHouse _school;

    public WrittenDownTests() => _school = new SchoolHouse { Clock = _clock, RunsErrands = false };

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task A_sign_in_and_a_sign_out_with_the_address_they_came_from_in_one_write_each()
    {
        var visits = _school.Lane.Visits;
        var session = await _school.TestStudentSignsInAsync();
        Assert.Equal(1, _school.Lane.Visits - visits);
        (await _school.Sessions.EndAsync(session.Actor, session.Id, Stop)).Granted();
        Assert.Equal(2, _school.Lane.Visits - visits);

        Assert.Equal(["session.started", "session.ended"], (await EntriesAsync()).Select(e => e.Action));
        Assert.All(await EntriesAsync(), e => Assert.Equal((_school.TestStudent.Id, $"session:{session.Id}", "127.0.0.1"), (e.ActorId, e.Target, e.Address)));
    }

    [Fact]
    public async Task A_sign_in_that_fails_without_what_was_typed_in_one_write()
    {
        var visits = _school.Lane.Visits;
        await _school.SignInAsync("test_student@example.com", "a-wrong-secret");
        Assert.Equal(1, _school.Lane.Visits - visits);
        await _school.SignInAsync("my-password-typed-too-early", "a-wrong-secret");
        Assert.Equal(2, _school.Lane.Visits - visits);

        var entries = await EntriesAsync();
        Assert.Equal([$"user:{_school.TestStudent.Id}", "user:unknown"], entries.Select(e => e.Target));
        Assert.All(entries, e => Assert.Equal(("sign_in.failed", null, "127.0.0.1"), (e.Action, e.ActorId, e.Address)));
        Assert.DoesNotContain(entries, e => $"{e.Target}{e.Reason}{e.Before}{e.After}".Contains("secret", StringComparison.Ordinal) || e.Target.Contains("early", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_try_that_locks_an_account_says_so()
    {
        for (var i = 0; i < 5; i++)
        {
            await _school.SignInAsync("test_student@example.com", "wrong");
        }

        Assert.Equal([null, null, null, null, "Locked"], (await EntriesAsync()).Select(e => e.After));
    }

    [Fact]
    public async Task A_flood_of_unknown_names_does_not_fill_the_log_and_goes_on_to_be_noticed()
    {
        for (var i = 0; i < 30; i++)
        {
            await _school.SignInAsync($"nobody{i}@example.com", "wrong");
        }

        Assert.Equal(5, await CountAsync("sign_in.failed"));
        _clock.Turn(TimeSpan.FromMinutes(1));
        await _school.SignInAsync("nobody@example.com", "wrong");
        Assert.Equal(6, await CountAsync("sign_in.failed"));
    }

    [Fact]
    public async Task A_role_and_capabilities_with_what_they_were()
    {
        (await _school.Accounts.ChangeRoleAsync(_school.Admin, _school.Maria.Id, Role.Teacher, Stop)).Granted();
        (await _school.Accounts.GrantAsync(_school.Admin, _school.Maria.Id, Capabilities.Moderator | Capabilities.SafeguardingLead, Stop)).Granted();
        (await _school.Accounts.SuspendAsync(_school.Admin, _school.Maria.Id, Stop)).Granted();

        Assert.Equal(
            [("user.role_changed", "Tutor", "Teacher"), ("user.capabilities_changed", "None", "Moderator, SafeguardingLead"), ("user.suspended", "Active", "Suspended")],
            (await EntriesAsync()).Select(e => (e.Action, e.Before, e.After)));
    }

    [Fact]
    public async Task An_edge_with_its_dates_and_a_restriction_with_what_it_was()
    {
        var link = (await _school.Office.LinkGuardianAsync(_school.Admin, _school.Dmitry.Id, _school.Elena.Id, GuardianRelationship.Guardian, cancellation: Stop)).Granted();
        (await _school.Office.RestrictGuardianAsync(_school.Admin, link, restricted: true, Stop)).Granted();
        _clock.Turn(TimeSpan.FromHours(1));
        (await _school.Office.EndGuardianLinkAsync(_school.Admin, link, Stop)).Granted();

        Assert.Equal(
            [
                ("guardian_link.started", null, "2026-09-01T08:00:00Z/.."),
                ("guardian_link.restriction_changed", "Unrestricted", "Restricted"),
                ("guardian_link.ended", "2026-09-01T08:00:00Z/..", "2026-09-01T08:00:00Z/2026-09-01T09:00:00Z"),
            ],
            (await EntriesAsync()).Select(e => (e.Action, e.Before, e.After)));
    }

    [Fact]
    public async Task Who_asks_for_what_is_not_theirs_once_a_minute_whether_it_exists_or_not()
    {
        foreach (var conversation in new[] { _school.Maths, int.MaxValue })
        {
            await _school.Conversations.OpenAsync(_school.Anna, conversation, Stop);
            await _school.Reader.BeforeAsync(_school.Anna, conversation, cancellation: Stop);
            await _school.SayAsync(_school.Anna, conversation);
        }

        Assert.Equal([$"conversation:{_school.Maths}", $"conversation:{int.MaxValue}"], (await EntriesAsync()).Select(e => e.Target));
        Assert.All(await EntriesAsync(), e => Assert.Equal((Denials.Action, _school.Anna.Id), (e.Action, e.ActorId)));

        _clock.Turn(TimeSpan.FromMinutes(1));
        await _school.Conversations.OpenAsync(_school.Anna, _school.Maths, Stop);
        Assert.Equal(3, (await EntriesAsync()).Count);
    }

    [Fact]
    public async Task Who_tries_one_number_after_another_without_filling_the_log()
    {
        for (var i = 1_000; i < 1_100; i++)
        {
            await _school.Conversations.OpenAsync(_school.Anna, i, Stop);
        }

        Assert.Equal(Denials.MostByOnePerson, await CountAsync(Denials.Action));
        // Of somebody else the log still hears, however much one asks for.
        for (var i = 0; i < 11_000; i++)
        {
            await _school.The<Denials>().NotFoundAsync(_school.Anna, $"attachment:{i}", Stop);
        }

        await _school.Conversations.OpenAsync(_school.Dmitry, 1_000, Stop);
        Assert.Equal(Denials.MostByOnePerson + 1, await CountAsync(Denials.Action));
    }

    [Fact]
    public async Task Who_acts_as_an_admin_and_is_none()
    {
        (await _school.Accounts.SuspendAsync(_school.Ivan, _school.Anna.Id, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
        (await _school.Office.AddSubjectAsync(_school.Ivan, "Химия", "Chemistry", Stop)).RefusedAs(AccountRefusals.AdminsOnly);
        (await _school.The<AuditService>().VerifyAsync(_school.Ivan, cancellation: Stop)).RefusedAs(AccountRefusals.AdminsOnly);

        Assert.Equal([$"user:{_school.Anna.Id}", "school", "audit"], (await EntriesAsync()).Select(e => e.Target));
        Assert.All(await EntriesAsync(), e => Assert.Equal((Denials.Action, _school.Ivan.Id), (e.Action, e.ActorId)));
    }

    [Fact]
    public async Task Nothing_of_what_members_say_and_read()
    {
        var said = (await _school.SayAsync(_school.TestStudent, _school.Maths)).Granted();
        (await _school.Conversations.OpenAsync(_school.TestTeacher, _school.Maths, Stop)).Granted();
        (await _school.Conversations.OpenAsync(_school.TestParent, _school.Maths, Stop)).Granted();
        (await _school.Messages.MarkReadAsync(_school.TestTeacher, _school.Maths, said.Seq, Stop)).Granted();

        Assert.Empty(await EntriesAsync());
    }

    [Fact]
    public void Each_action_the_source_writes_down_is_known_by_name_in_both_languages()
    {
        var written = Sources.All.Where(s => s.Text.Contains("AuditLog", StringComparison.Ordinal))
            .SelectMany(s => Regex.Matches(s.Text, @"""([a-z_]+\.[a-z_]+)""")).Select(m => m.Groups[1].Value).Where(code => !code.EndsWith(".db", StringComparison.Ordinal)).ToHashSet();

        Assert.True(written.Count > 15, $"only {written.Count}");
        Assert.Empty(written.Except(AuditActions.All));
        foreach (var language in new[] { "ru", "en" })
        {
            Assert.Empty(AuditActions.All.Select(a => $"Action_{a}").Except(Texts.Of(typeof(AuditTexts), language).Keys));
        }
    }

    private async Task<int> CountAsync(string action) => (await EntriesAsync()).Count(e => e.Action == action);

    private async Task<List<AuditEntry>> EntriesAsync()
    {
        await using var db = _school.OpenDb();
        return await db.AuditEntries.AsNoTracking().OrderBy(e => e.Id).ToListAsync(Stop);
    }
}
