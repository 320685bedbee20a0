using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Admin;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Admin;

/// <summary>Accounts that the school makes, changes and closes, and the links by which their owners come in.</summary>
public sealed class KeepingPeopleTests : IAsyncLifetime
{
    private static readonly AccountDraft Olga = new("olga@school.example", "Ольга Новая", Role.Tutor, "en");

    private readonly SchoolHouse _school = new();

    private AdmissionService Admissions => _school.The<AdmissionService>();

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task Only_admins_make_accounts_change_them_or_give_out_links()
    {
        foreach (var actor in _school.Cast.Where(a => a.Role is not Role.Admin))
        {
            (await Admissions.CreateAsync(actor, Olga, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await Admissions.IssueAsync(actor, actor.Id, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await Admissions.InviteAgainAsync(actor, actor.Id, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await _school.Accounts.ChangeAsync(actor, actor.Id, AccountChange.To(Olga), Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await _school.Accounts.ChangeAsync(actor, actor.Id, AccountChange.Granting(Capabilities.Moderator), Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await _school.Accounts.EndSessionsAsync(actor, _school.Admin.Id, only: null, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
        }
    }

    [Fact]
    public async Task Whoever_is_made_sets_a_password_once_and_is_in()
    {
        var link = (await Admissions.CreateAsync(_school.Admin, Olga, Stop)).Granted();
        (await _school.SignInAsync(Olga.Email!, "")).RefusedAs(AccountRefusals.InvalidCredentials);
        Assert.Equal(new PasswordLinkView(Olga.FullName!, Olga.Email!), (await Admissions.FindAsync(link.Code, Stop)).Granted());
        (await Admissions.SetPasswordAsync(link.Code, "password123", new Device("", ""), Stop)).RefusedAs(AccountRefusals.PasswordCommon);

        var session = (await Admissions.SetPasswordAsync(link.Code, "correct horse", new Device("", ""), Stop)).Granted();

        Assert.Equal((Role.Tutor, "en"), (session.Actor.Role, session.Language));
        (await _school.SignInAsync(Olga.Email!, "correct horse")).Granted();
        (await Admissions.SetPasswordAsync(link.Code, "battery staple", new Device("", ""), Stop)).RefusedAs(AccountRefusals.PasswordLinkInvalid);
        (await _school.SignInAsync(Olga.Email!, "battery staple")).RefusedAs(AccountRefusals.InvalidCredentials);
    }

    [Fact]
    public async Task A_link_is_stored_only_as_its_hash_and_makes_no_other_account()
    {
        var link = (await Admissions.CreateAsync(_school.Admin, Olga, Stop)).Granted();

        await using var db = _school.OpenDb();
        Assert.DoesNotContain(link.Code, (await db.Invitations.SingleAsync(i => i.UserId == link.UserId, Stop)).CodeHash, StringComparison.Ordinal);
        var stranger = new RegistrationDraft("Stranger", "stranger@example.com", "correct horse", "ru");
        (await _school.Registrations.RegisterAsync(link.Code, stranger, new Device("", ""), Stop)).RefusedAs(AccountRefusals.InvitationInvalid);
        var invitation = (await _school.Invitations.IssueAsync(_school.Admin, new InvitationDraft("New", "new@example.com", Role.Student), Stop)).Granted();
        (await Admissions.SetPasswordAsync(invitation.Code, "correct horse", new Device("", ""), Stop)).RefusedAs(AccountRefusals.PasswordLinkInvalid);
    }

    [Fact]
    public async Task A_newer_link_takes_the_older_ones_place_and_neither_opens_a_closed_account()
    {
        var first = (await Admissions.CreateAsync(_school.Admin, Olga, Stop)).Granted();
        var second = (await Admissions.InviteAgainAsync(_school.Admin, first.UserId, Stop)).Granted();
        (await Admissions.FindAsync(first.Code, Stop)).RefusedAs(AccountRefusals.PasswordLinkInvalid);

        (await _school.Accounts.SuspendAsync(_school.Admin, first.UserId, Stop)).Granted();
        (await Admissions.SetPasswordAsync(second.Code, "correct horse", new Device("", ""), Stop)).RefusedAs(AccountRefusals.PasswordLinkInvalid);
        (await Admissions.IssueAsync(_school.Admin, first.UserId, Stop)).RefusedAs(AccountRefusals.NotLetIn);

        (await _school.Accounts.RestoreAsync(_school.Admin, first.UserId, Stop)).Granted();
        Assert.Equal(AccountStatus.Invited, (await UserAsync(first.UserId)).Status);
        (await Admissions.SetPasswordAsync(second.Code, "correct horse", new Device("", ""), Stop)).Granted();
        (await Admissions.InviteAgainAsync(_school.Admin, first.UserId, Stop)).RefusedAs(AccountRefusals.HasCome);
    }

    [Fact]
    public async Task A_reset_lets_the_old_password_go_when_the_new_one_is_set_and_ends_every_session()
    {
        var session = await _school.TestStudentSignsInAsync();
        var link = (await Admissions.IssueAsync(_school.Admin, _school.TestStudent.Id, Stop)).Granted();
        Assert.NotNull(await _school.Sessions.FindAsync(session.Id, Stop));
        Assert.Equal(link.ExpiresAt, (await _school.The<PeopleService>().FindAsync(_school.Admin, _school.TestStudent.Id, Stop)).Granted().LinkUntil);

        (await Admissions.SetPasswordAsync(link.Code, "correct horse", new Device("", ""), Stop)).Granted();

        Assert.Null((await _school.The<PeopleService>().FindAsync(_school.Admin, _school.TestStudent.Id, Stop)).Granted().LinkUntil);
        Assert.Null(await _school.Sessions.FindAsync(session.Id, Stop));
        (await _school.SignInAsync("test_student@example.com", "test123")).RefusedAs(AccountRefusals.InvalidCredentials);
        (await _school.SignInAsync("test_student@example.com", "correct horse")).Granted();
    }

    [Fact]
    public async Task Twenty_who_hold_the_same_link_set_one_password()
    {
        var link = (await Admissions.CreateAsync(_school.Admin, Olga, Stop)).Granted();

        var set = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Admissions.SetPasswordAsync(link.Code, $"correct horse {i}", new Device("", ""), Stop)));

        Assert.Single(set, s => s.Refusal is null);
    }

    [Fact]
    public async Task A_link_for_a_forgotten_password_ends_after_a_day()
    {
        var clock = new HandClock();
        await using var school = await new SchoolHouse { Clock = clock }.OpenAsync();
        var link = (await school.The<AdmissionService>().IssueAsync(school.Admin, school.TestStudent.Id, Stop)).Granted();

        clock.Turn(Invitation.LifetimeOfReset);

        (await school.The<AdmissionService>().FindAsync(link.Code, Stop)).RefusedAs(AccountRefusals.PasswordLinkInvalid);
    }

    [Fact]
    public async Task Name_and_address_change_together_and_are_written_down_before_and_after()
    {
        var session = await _school.TestStudentSignsInAsync();
        (await _school.Accounts.ChangeAsync(_school.Admin, _school.TestStudent.Id, AccountChange.To(new AccountDraft("moved@example.com", "Moved Student", Role.Student, "en")), Stop)).Granted();

        (await _school.SignInAsync("moved@example.com", "test123")).Granted();
        (await _school.SignInAsync("test_student@example.com", "test123")).RefusedAs(AccountRefusals.InvalidCredentials);
        Assert.Equal("Moved Student", (await _school.Sessions.FindAsync(session.Id, Stop))!.FullName);
        var entry = await LastEntryAsync(_school.TestStudent.Id);
        Assert.Equal(("user.edited", "Test Student, test_student@example.com, Student, ru", "Moved Student, moved@example.com, Student, en"), (entry.Action, entry.Before, entry.After));
    }

    [Theory]
    [InlineData("admin@example.com", "email_taken")]
    [InlineData("ADMIN@example.com", "email_taken")]
    [InlineData("nothing", "email_invalid")]
    [InlineData(null, "email_invalid")]
    public async Task An_address_is_one_and_belongs_to_one(string? email, string code)
    {
        Assert.Equal(code, (await _school.Accounts.ChangeAsync(_school.Admin, _school.TestStudent.Id, AccountChange.To(Olga with { Email = email }), Stop)).Refusal?.Code);
        Assert.Equal(code, (await Admissions.CreateAsync(_school.Admin, Olga with { Email = email }, Stop)).Refusal?.Code);

        Assert.Equal("test_student@example.com", (await UserAsync(_school.TestStudent.Id)).Email);
    }

    [Fact]
    public async Task Whoever_has_left_stays_out_until_taken_back()
    {
        (await _school.Accounts.ChangeAsync(_school.Admin, _school.TestStudent.Id, AccountChange.Leave, Stop)).Granted();

        (await _school.SignInAsync("test_student@example.com", "test123")).RefusedAs(AccountRefusals.InvalidCredentials);
        (await _school.Accounts.SuspendAsync(_school.Admin, _school.TestStudent.Id, Stop)).RefusedAs(AccountRefusals.HasLeft);
        (await _school.Accounts.RestoreAsync(_school.Admin, _school.TestStudent.Id, Stop)).Granted();
        await _school.TestStudentSignsInAsync();
    }

    [Fact]
    public async Task What_is_so_already_is_not_done_and_not_written_down()
    {
        var before = (await LastEntryAsync(_school.TestStudent.Id))?.Id;
        Assert.False((await _school.Accounts.ChangeAsync(_school.Admin, _school.TestStudent.Id, AccountChange.Restore, Stop)).Granted().Anything);
        Assert.False((await _school.Accounts.ChangeAsync(_school.Admin, _school.TestStudent.Id, AccountChange.ToRole(Role.Student), Stop)).Granted().Anything);

        Assert.Equal(before, (await LastEntryAsync(_school.TestStudent.Id))?.Id);
    }

    [Fact]
    public async Task A_lock_out_can_be_lifted()
    {
        for (var tries = 0; tries < 5; tries++)
        {
            await _school.SignInAsync("test_student@example.com", "wrong");
        }

        (await _school.SignInAsync("test_student@example.com", "test123")).RefusedAs(AccountRefusals.AccountLocked);
        Assert.NotNull((await _school.The<PeopleService>().FindAsync(_school.Admin, _school.TestStudent.Id, Stop)).Granted().LockedUntil);

        (await _school.Accounts.ChangeAsync(_school.Admin, _school.TestStudent.Id, AccountChange.Unlock, Stop)).Granted();

        await _school.TestStudentSignsInAsync();
    }

    [Fact]
    public async Task One_of_somebodys_sessions_is_ended_or_all_and_never_anybody_elses()
    {
        var (one, other, others) = (await _school.TestStudentSignsInAsync(), await _school.TestStudentSignsInAsync(), (await _school.SignInAsync("admin@example.com", "admin12345")).Granted());
        Assert.False((await _school.Accounts.EndSessionsAsync(_school.Admin, _school.TestStudent.Id, others.Id, Stop)).Granted().Anything);

        (await _school.Accounts.EndSessionsAsync(_school.Admin, _school.TestStudent.Id, one.Id, Stop)).Granted();
        Assert.Null(await _school.Sessions.FindAsync(one.Id, Stop));
        Assert.NotNull(await _school.Sessions.FindAsync(other.Id, Stop));

        (await _school.Accounts.EndSessionsAsync(_school.Admin, _school.TestStudent.Id, only: null, Stop)).Granted();
        Assert.Null(await _school.Sessions.FindAsync(other.Id, Stop));
        Assert.NotNull(await _school.Sessions.FindAsync(others.Id, Stop));
    }

    [Fact]
    public async Task The_last_admin_keeps_the_role_whichever_way_it_is_asked()
    {
        (await _school.Accounts.SuspendAsync(_school.Admin, _school.Administrator.Id, Stop)).Granted();
        var user = await UserAsync(_school.Admin.Id);

        (await _school.Accounts.ChangeAsync(_school.Admin, user.Id, AccountChange.Leave, Stop)).RefusedAs(AccountRefusals.LastAdmin);
        (await _school.Accounts.ChangeAsync(_school.Admin, user.Id, AccountChange.To(new AccountDraft(user.Email, user.FullName, Role.Parent, "ru")), Stop)).RefusedAs(AccountRefusals.LastAdmin);

        Assert.True((await UserAsync(user.Id)).IsAmongAdmins());
    }

    [Fact]
    public async Task Every_device_says_when_its_owner_was_last_here()
    {
        var clock = new HandClock();
        await using var school = await new SchoolHouse { Clock = clock, RunsErrands = false }.OpenAsync();
        var session = await school.TestStudentSignsInAsync();
        var signedIn = clock.GetUtcNow();
        Assert.Equal(signedIn, await LastSeenAsync());

        clock.Turn(TimeSpan.FromMinutes(3));
        await school.Sessions.FindAsync(session.Id, Stop);
        await school.Sessions.FlushLastSeenAsync(Stop);

        Assert.Equal(signedIn.AddMinutes(3), await LastSeenAsync());

        async Task<DateTimeOffset?> LastSeenAsync()
        {
            await using var db = school.OpenDb();
            return await db.Users.Where(u => u.Id == school.TestStudent.Id).Select(u => u.LastSeenAt).SingleAsync(Stop);
        }
    }

    private async Task<AppUser> UserAsync(int id)
    {
        await using var db = _school.OpenDb();
        return await db.Users.AsNoTracking().SingleAsync(u => u.Id == id, Stop);
    }

    private async Task<Chat.Web.Audit.AuditEntry> LastEntryAsync(int userId)
    {
        await using var db = _school.OpenDb();
        return (await db.AuditEntries.Where(e => e.Target == $"user:{userId}").OrderByDescending(e => e.Id).FirstOrDefaultAsync(Stop))!;
    }
}
