using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Outcomes;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Accounts;

public sealed class KeepingAccountsTests : IAsyncLifetime
{
    private readonly SchoolHouse _school = new();

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task Only_admins_change_who_somebody_is()
    {
        foreach (var actor in _school.Cast.Where(a => a.Role is not Role.Admin))
        {
            (await _school.Accounts.SuspendAsync(actor, _school.TestStudent.Id, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await _school.Accounts.RestoreAsync(actor, _school.TestStudent.Id, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await _school.Accounts.ChangeRoleAsync(actor, actor.Id, Role.Admin, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await _school.Accounts.GrantAsync(actor, actor.Id, Capabilities.SafeguardingLead, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
        }

        (await _school.Accounts.SuspendAsync(_school.Admin, int.MaxValue, Stop)).RefusedAs(Refusal.NotFound);
    }

    [Fact]
    public async Task The_last_admin_can_be_neither_suspended_nor_given_another_role()
    {
        (await _school.Accounts.SuspendAsync(_school.Admin, _school.Administrator.Id, Stop)).Granted();

        (await _school.Accounts.SuspendAsync(_school.Admin, _school.Admin.Id, Stop)).RefusedAs(AccountRefusals.LastAdmin);
        (await _school.Accounts.ChangeRoleAsync(_school.Admin, _school.Admin.Id, Role.Parent, Stop)).RefusedAs(AccountRefusals.LastAdmin);

        (await _school.SignInAsync("admin@example.com", "admin12345")).Granted();
    }

    [Fact]
    public async Task Two_admins_who_suspend_each_other_at_once_leave_one()
    {
        await Task.WhenAll(
            _school.Accounts.SuspendAsync(_school.Admin, _school.Administrator.Id, Stop),
            _school.Accounts.SuspendAsync(_school.Administrator, _school.Admin.Id, Stop));

        await using var db = _school.OpenDb();
        Assert.Equal(1, await db.Users.CountAsync(u => u.Role == Role.Admin && u.Status == AccountStatus.Active, Stop));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    [InlineData(-1)]
    public async Task A_number_that_is_no_role_is_given_to_nobody(int role)
    {
        (await _school.Accounts.ChangeRoleAsync(_school.Admin, _school.TestStudent.Id, (Role)role, Stop)).RefusedAs(AccountRefusals.RoleUnknown);
        (await _school.Accounts.ChangeRoleAsync(_school.TestStudent, _school.TestStudent.Id, (Role)role, Stop)).RefusedAs(AccountRefusals.AdminsOnly);

        Assert.Equal(_school.TestStudent, (await _school.TestStudentSignsInAsync()).Actor with { Session = null, Address = null });
    }

    [Theory]
    [InlineData(8)]
    [InlineData(1 | 1 << 20)]
    [InlineData(-1)]
    public async Task A_number_in_which_there_is_more_than_capabilities_is_granted_to_nobody(int capabilities)
    {
        (await _school.Accounts.GrantAsync(_school.Admin, _school.TestStudent.Id, (Capabilities)capabilities, Stop)).RefusedAs(AccountRefusals.CapabilitiesUnknown);

        Assert.Equal(_school.TestStudent, (await _school.TestStudentSignsInAsync()).Actor with { Session = null, Address = null });
    }

    [Fact]
    public async Task Every_capability_can_be_granted_with_the_others_and_taken_back()
    {
        const Capabilities All = Capabilities.SupportAgent | Capabilities.Moderator | Capabilities.SafeguardingLead;

        (await _school.Accounts.GrantAsync(_school.Admin, _school.TestStudent.Id, All, Stop)).Granted();
        Assert.Equal(All, (await _school.TestStudentSignsInAsync()).Actor.Capabilities);

        (await _school.Accounts.GrantAsync(_school.Admin, _school.TestStudent.Id, Capabilities.None, Stop)).Granted();
        Assert.Equal(Capabilities.None, (await _school.TestStudentSignsInAsync()).Actor.Capabilities);
    }

    [Theory]
    [InlineData("test123", null, "password_too_short")]
    [InlineData("test123", "seven77", "password_too_short")]
    [InlineData("test123", "password123", "password_common")]
    [InlineData("test123", "PASSWORD123", "password_common")]
    [InlineData("test123", "Test_Student@example.com", "password_common")]
    [InlineData("wrong", "correct horse", "password_wrong")]
    [InlineData(null, "correct horse", "password_wrong")]
    public async Task A_new_password_is_long_enough_not_everybodys_first_and_asked_for_with_the_old_one(string? current, string? replacement, string code)
    {
        var session = await _school.TestStudentSignsInAsync();

        Assert.Equal(code, (await _school.Accounts.ChangePasswordAsync(_school.TestStudent, session.Id, current, replacement, Stop)).Refusal?.Code);

        await _school.TestStudentSignsInAsync();
    }

    [Fact]
    public async Task A_password_longer_than_any_is_refused()
    {
        var endless = new string('x', PasswordOptions.MaxLength + 1);

        (await _school.Accounts.ChangePasswordAsync(_school.TestStudent, Guid.NewGuid(), "test123", endless, Stop)).RefusedAs(AccountRefusals.PasswordTooLong);
        (await _school.Accounts.ChangePasswordAsync(_school.TestStudent, Guid.NewGuid(), endless, "correct horse", Stop)).RefusedAs(AccountRefusals.PasswordWrong);
    }

    [Fact]
    public async Task A_password_of_which_half_a_character_is_missing_is_refused()
    {
        (await _school.Accounts.ChangePasswordAsync(_school.TestStudent, Guid.NewGuid(), "test123", "correct \ud83d horse", Stop)).RefusedAs(AccountRefusals.PasswordUnreadable);
        (await _school.Accounts.ChangePasswordAsync(_school.TestStudent, Guid.NewGuid(), "test\ud83d123", "correct horse", Stop)).RefusedAs(AccountRefusals.PasswordWrong);

        await _school.TestStudentSignsInAsync();
    }

    [Theory]
    [InlineData("верная лошадь батарейка")]
    [InlineData("🔑🐴🔋🪡🔑🐴🔋🪡")]
    [InlineData("  spaces around  ")]
    [InlineData("tab\tand \u00a0 others")]
    [InlineData("128: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    public async Task Whatever_a_password_is_made_of_it_works_exactly(string password)
    {
        (await _school.Accounts.ChangePasswordAsync(_school.TestStudent, Guid.NewGuid(), "test123", password, Stop)).Granted();

        (await _school.SignInAsync("test_student@example.com", password)).Granted();
        (await _school.SignInAsync("test_student@example.com", password[..^1])).RefusedAs(AccountRefusals.InvalidCredentials);
        (await _school.SignInAsync("test_student@example.com", password + " ")).RefusedAs(AccountRefusals.InvalidCredentials);
    }

    [Fact]
    public async Task A_chosen_language_is_remembered_and_only_those_that_are_spoken_are_taken()
    {
        var session = await _school.TestStudentSignsInAsync();

        (await _school.Accounts.SpeakAsync(_school.TestStudent, "en", Stop)).Granted();
        (await _school.Accounts.SpeakAsync(_school.TestStudent, "tlh", Stop)).RefusedAs(Refusal.NotFound);

        Assert.Equal("en", (await _school.Sessions.FindAsync(session.Id, Stop))!.Language);
    }
}
