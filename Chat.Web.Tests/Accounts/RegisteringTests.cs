using System.Text;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Accounts;

public sealed class RegisteringTests : IAsyncLifetime
{
    /// <summary>By name, because half a character does not survive the way through a test runner.</summary>
    private static readonly Dictionary<string, string?> BadNames = new()
    {
        ["nothing"] = null,
        ["white space"] = " \t\u00a0\u2003",
        ["no width"] = "\u200b\u200d\ufeff\u2060\u00ad",
        ["fillers"] = "\u3164\u115f\u1160\uffa0",
        ["blank Braille"] = "\u2800 \u2800",
        ["a NUL"] = "Anna\0Ivanova",
        ["an escape"] = "\u001b[31mAnna",
        ["two lines"] = "Anna\nAdmin",
        ["two paragraphs"] = "Anna\u2029Admin",
        ["half a character"] = "Anna \ud83d",
        ["endless"] = new string('я', AppUser.MaxFullNameLength + 1),
    };

    private readonly HandClock _clock = new();
    private readonly SchoolHouse _school;

    public RegisteringTests() => _school = new SchoolHouse { Clock = _clock };

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Theory]
    [InlineData(Role.Teacher)]
    [InlineData(Role.Admin)]
    public async Task Whoever_was_invited_gets_the_role_they_were_invited_to(Role role)
    {
        var code = await InviteAsync(role);

        var session = (await _school.RegisterAsync(code, "new@example.com")).Granted();

        Assert.Equal(role, session.Actor.Role);
        Assert.Equal(session, await _school.Sessions.FindAsync(session.Id, Stop));
        (await _school.SignInAsync("new@example.com", "correct horse")).Granted();
    }

    [Fact]
    public async Task One_invitation_makes_one_account_however_many_try_at_once()
    {
        var code = await InviteAsync(Role.Teacher);
        var before = await PeopleAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => _school.RegisterAsync(code, $"new{i}@example.com")));

        Assert.Single(answers, a => a.Refusal is null);
        Assert.All(answers.Where(a => a.Refusal is not null), a => a.RefusedAs(AccountRefusals.InvitationInvalid));
        Assert.Equal(before + 1, await PeopleAsync());
    }

    [Fact]
    public async Task An_invitation_runs_out_after_a_fortnight()
    {
        var code = await InviteAsync(Role.Teacher);

        _clock.Turn(Invitation.Lifetime);

        (await _school.RegisterAsync(code, "new@example.com")).RefusedAs(AccountRefusals.InvitationInvalid);
        (await _school.Invitations.FindAsync(code, Stop)).RefusedAs(AccountRefusals.InvitationInvalid);
    }

    [Fact]
    public async Task A_registration_that_fails_leaves_the_invitation_open()
    {
        var code = await InviteAsync(Role.Teacher);

        (await _school.RegisterAsync(code, "test_student@example.com")).RefusedAs(AccountRefusals.EmailTaken);
        (await _school.RegisterAsync(code, "new@example.com", password: "short")).RefusedAs(AccountRefusals.PasswordTooShort);
        (await _school.RegisterAsync(code, "not an address")).RefusedAs(AccountRefusals.EmailInvalid);
        (await _school.RegisterAsync(code, "\ud83d@example.com")).RefusedAs(AccountRefusals.EmailInvalid);
        (await _school.RegisterAsync(code, "new@example.com", name: " ")).RefusedAs(AccountRefusals.NameMissing);
        (await _school.RegisterAsync(code, "new@example.com", name: new string('я', AppUser.MaxFullNameLength + 1))).RefusedAs(AccountRefusals.NameTooLong);

        (await _school.RegisterAsync(code, "new@example.com")).Granted();
    }

    [Fact]
    public async Task The_database_holds_no_code_only_its_hash()
    {
        var code = await InviteAsync(Role.Teacher);

        await using var db = _school.OpenDb();
        var stored = await db.Invitations.SingleAsync(Stop);
        Assert.Equal(64, stored.CodeHash.Length);
        Assert.DoesNotContain(code, stored.CodeHash, StringComparison.OrdinalIgnoreCase);
        Assert.False(await FilesHoldAsync(code), "The code stands in a file of the database.");
        Assert.True(await FilesHoldAsync(stored.CodeHash), "The hash must be found for its absence to mean anything.");
    }

    [Fact]
    public async Task Only_admins_invite_and_see_who_was_invited()
    {
        foreach (var actor in _school.Cast.Where(a => a.Role is not Role.Admin))
        {
            (await _school.Invitations.IssueAsync(actor, new InvitationDraft("New", "new@example.com", Role.Student), Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await _school.Invitations.ListAsync(actor, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
        }

        (await _school.Invitations.IssueAsync(_school.Admin, new InvitationDraft("New", "new@example.com", (Role)99), Stop)).RefusedAs(AccountRefusals.RoleUnknown);
    }

    [Theory]
    [InlineData("nothing", "full_name_missing")]
    [InlineData("white space", "full_name_missing")]
    [InlineData("no width", "full_name_missing")]
    [InlineData("fillers", "full_name_missing")]
    [InlineData("blank Braille", "full_name_missing")]
    [InlineData("a NUL", "full_name_unreadable")]
    [InlineData("an escape", "full_name_unreadable")]
    [InlineData("two lines", "full_name_unreadable")]
    [InlineData("two paragraphs", "full_name_unreadable")]
    [InlineData("half a character", "full_name_unreadable")]
    [InlineData("endless", "full_name_too_long")]
    public async Task A_name_is_something_to_be_read_on_one_line(string kind, string code)
    {
        var invitation = await InviteAsync(Role.Teacher);

        Assert.Equal(code, (await _school.RegisterAsync(invitation, "new@example.com", name: BadNames[kind]!)).Refusal?.Code);
        Assert.Equal(code, (await _school.Invitations.IssueAsync(_school.Admin, new InvitationDraft(BadNames[kind]!, "new@example.com", Role.Teacher), Stop)).Refusal?.Code);
    }

    [Theory]
    [InlineData("Ли")]
    [InlineData("O'Neil-Šćepanović, Jr.")]
    [InlineData("\ud55c\uc9c0\ubbfc")]
    [InlineData("\u1112\u1161\u11ab Ha\u0308n")]
    [InlineData("نیلوفر می\u200cگل")]
    [InlineData("  Анна  Мария ")]
    public async Task A_name_may_be_of_any_letters(string name)
    {
        var session = (await _school.RegisterAsync(await InviteAsync(Role.Teacher), "new@example.com", name: name)).Granted();

        Assert.Equal(name.Trim(), session.FullName);
    }

    [Fact]
    public async Task A_password_of_which_half_a_character_is_missing_is_no_password()
    {
        var invitation = await InviteAsync(Role.Teacher);

        (await _school.RegisterAsync(invitation, "new@example.com", password: "correct \ud83d horse")).RefusedAs(AccountRefusals.PasswordUnreadable);
        (await _school.RegisterAsync(invitation, "new@example.com", password: "correct horse \ude00")).RefusedAs(AccountRefusals.PasswordUnreadable);

        (await _school.RegisterAsync(invitation, "new@example.com", password: "correct \ud83d\ude00 horse")).Granted();
    }

    [Fact]
    public async Task Where_invitations_are_needed_nobody_comes_without_one()
    {
        (await _school.RegisterAsync(null, "new@example.com")).RefusedAs(AccountRefusals.RegistrationClosed);
        (await _school.RegisterAsync("made up", "new@example.com")).RefusedAs(AccountRefusals.InvitationInvalid);
    }

    [Fact]
    public async Task Where_registration_is_closed_an_invitation_opens_nothing()
    {
        await using var closed = await new SchoolHouse { Registration = RegistrationMode.Closed }.OpenAsync();
        var code = (await closed.Invitations.IssueAsync(closed.Admin, new InvitationDraft("New", "new@example.com", Role.Student), Stop)).Granted().Code;

        (await closed.RegisterAsync(code, "new@example.com")).RefusedAs(AccountRefusals.RegistrationClosed);
    }

    [Fact]
    public async Task Where_registration_is_open_whoever_comes_reaches_nobody()
    {
        await using var open = await new SchoolHouse { Registration = RegistrationMode.Open }.OpenAsync();

        var session = (await open.RegisterAsync(null, "new@example.com")).Granted();

        Assert.Empty(await open.Conversations.ListAsync(session.Actor, cancellation: Stop));
        Assert.Empty(await open.Conversations.ContactsAsync(session.Actor, Stop));
    }

    private async Task<string> InviteAsync(Role role) =>
        (await _school.Invitations.IssueAsync(_school.Admin, new InvitationDraft("New Person", "new@example.com", role), Stop)).Granted().Code;

    private async Task<int> PeopleAsync()
    {
        await using var db = _school.OpenDb();
        return await db.Users.CountAsync(Stop);
    }

    private async Task<bool> FilesHoldAsync(string text)
    {
        foreach (var file in new[] { _school.DatabaseFile, _school.DatabaseFile + "-wal" })
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            if ((await reader.ReadToEndAsync(Stop)).Contains(text, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
