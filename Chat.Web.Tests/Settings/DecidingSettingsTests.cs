using Bunit;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Admin;
using Chat.Web.Conversations;
using Chat.Web.Limits;
using Chat.Web.Operations;
using Chat.Web.Outcomes;
using Chat.Web.Settings;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Settings;

/// <summary>A school decides for itself, and what it decides holds at once, at the very doors it is about.</summary>
public sealed class DecidingSettingsTests : IAsyncLifetime
{
    private const string Mode = "Registration:Mode";
    private const string Window = "Conversations:TimeToChange";
    private const string StaffWindow = "Conversations:TimeForStaffToChange";
    private const string Sends = "Limits:SendsByPerson";

    private readonly HandClock _clock = new();
    private readonly SchoolHouse _school;

    public DecidingSettingsTests() => _school = new SchoolHouse { Clock = _clock, RunsErrands = false, LimitsMultiplier = 1 };

    private SettingService Settings => _school.The<SettingService>();

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task Who_may_register_changes_with_the_next_request()
    {
        (await RegisterAsync("one@example.com")).Is(403, "registration_closed");

        await ChangeAsync(Mode, "Open");
        (await RegisterAsync("two@example.com")).Is(201);

        await ChangeAsync(Mode, "Closed");
        (await RegisterAsync("three@example.com")).Is(403, "registration_closed");

        (await Settings.ResetAsync(_school.Admin, Mode, Stop)).Granted();
        Assert.Equal(RegistrationMode.Invite, _school.Registrations.Mode);
    }

    [Fact]
    public async Task How_long_words_can_be_changed_holds_for_what_was_said_before()
    {
        var said = (await _school.SayAsync(_school.TestStudent, _school.Maths)).Granted();
        var taught = (await _school.SayAsync(_school.TestTeacher, _school.Maths)).Granted();
        _clock.Turn(TimeSpan.FromMinutes(10));

        await ChangeAsync(Window, "5");
        await ChangeAsync(StaffWindow, "9");
        (await EditAsync(_school.TestStudent, said)).RefusedAs(ConversationRefusals.TooLate);
        (await EditAsync(_school.TestTeacher, taught)).RefusedAs(ConversationRefusals.TooLate);

        await ChangeAsync(Window, "10");
        (await EditAsync(_school.TestStudent, said)).Granted();
        (await EditAsync(_school.TestTeacher, taught)).RefusedAs(ConversationRefusals.TooLate);
    }

    [Fact]
    public async Task A_lower_limit_stops_whoever_has_sent_enough_and_a_higher_one_lets_them_go_on()
    {
        var student = await _school.CallAsAsync(_school.TestStudent);
        await ChangeAsync(Sends, "2");

        (await SendAsync(student)).Is(201);
        (await SendAsync(student)).Is(201);
        (await SendAsync(student)).Is(429, "too_many_requests");

        await ChangeAsync(Sends, "3");
        (await SendAsync(student)).Is(201);
    }

    [Fact]
    public async Task How_many_wrong_passwords_lock_an_account_and_for_how_long()
    {
        await ChangeAsync("Passwords:FailuresBeforeLockout", "2");
        await ChangeAsync("Passwords:Lockout", "3");

        await _school.SignInAsync("test_student@example.com", "wrong");
        (await _school.SignInAsync("test_student@example.com", "wrong")).RefusedAs(AccountRefusals.AccountLocked);
        _clock.Turn(TimeSpan.FromMinutes(3));

        (await _school.SignInAsync("test_student@example.com", "test123")).Granted();
    }

    [Fact]
    public async Task What_was_decided_holds_after_a_restart()
    {
        await ChangeAsync(Mode, "Open");
        var copy = (await _school.The<BackupService>().MakeAsync(_school.Admin, Stop)).Granted();

        await using var next = await new SchoolHouse { RestoredFrom = copy.Directory, Clock = _clock, RunsErrands = false }.OpenAsync();

        Assert.Equal(RegistrationMode.Open, next.Registrations.Mode);
    }

    [Fact]
    public async Task What_does_not_fit_this_version_does_not_hold()
    {
        await _school.WriteAsync(db => db.Settings.AddRange(
            new Setting { Key = Mode, Value = "Sometimes" }, new Setting { Key = Sends, Value = "-4" }, new Setting { Key = "Limits:Multiplier", Value = "0" }));

        await Settings.ReadAsync(Stop);

        Assert.Equal(RegistrationMode.Invite, _school.Registrations.Mode);
        (await _school.SayAsync(_school.TestStudent, _school.Maths)).Granted();
        Assert.DoesNotContain((await Settings.ListAsync(_school.Admin, Stop)).Granted(), s => s.IsOurs);
    }

    [Theory]
    [InlineData(Mode, "Ajar", "choice_unknown")]
    [InlineData(Mode, "2", "choice_unknown")]
    [InlineData(Mode, null, "choice_unknown")]
    [InlineData(Sends, "0", "number_unfit")]
    [InlineData(Sends, "-1", "number_unfit")]
    [InlineData(Sends, "1.5", "number_unfit")]
    [InlineData(Sends, "10001", "number_unfit")]
    [InlineData(Sends, "99999999999999999999", "number_unfit")]
    [InlineData(Sends, "", "number_unfit")]
    [InlineData(Window, "00:05:00", "number_unfit")]
    [InlineData("Retention:EndedChatsMonths", "601", "number_unfit")]
    [InlineData("Jwt:Key", "known to me", "not_found")]
    [InlineData("Limits:Multiplier", "1000", "not_found")]
    [InlineData("registration:mode", "Open", "not_found")]
    public async Task What_does_not_fit_is_refused_and_nothing_is_stored(string key, string? said, string code)
    {
        Assert.Equal(code, (await Settings.ChangeAsync(_school.Admin, key, said, Stop)).Refusal?.Code);

        await using var db = _school.OpenDb();
        Assert.Empty(await db.Settings.ToListAsync(Stop));
        Assert.Empty(await db.AuditEntries.Where(e => e.Action == "setting.changed").ToListAsync(Stop));
    }

    [Fact]
    public async Task Each_change_is_written_down_with_what_held_before_and_a_change_to_the_same_is_none()
    {
        await ChangeAsync(Window, "30");
        await ChangeAsync(Window, " 30 ");
        (await Settings.ResetAsync(_school.Administrator, Window, Stop)).Granted();
        (await Settings.ResetAsync(_school.Administrator, Window, Stop)).Granted();

        await using var db = _school.OpenDb();
        var entries = await db.AuditEntries.Where(e => e.Action == "setting.changed").OrderBy(e => e.Id).ToListAsync(Stop);
        Assert.Equal(
            [(_school.Admin.Id, $"setting:{Window}", "15", "30"), (_school.Administrator.Id, $"setting:{Window}", "30", "15")],
            entries.Select(e => (e.ActorId!.Value, e.Target, e.Before!, e.After!)));
    }

    [Fact]
    public async Task A_setting_says_what_holds_who_decided_it_and_what_the_configuration_says()
    {
        await ChangeAsync(Mode, "Open");

        var settings = (await Settings.ListAsync(_school.Admin, Stop)).Granted();

        Assert.Equal(KnownSetting.All.Select(k => k.Key), settings.Select(s => s.Known.Key));
        var mode = settings.Single(s => s.Known.Key is Mode);
        Assert.Equal(("Open", "Invite", true, "Admin", _clock.Now), (mode.Value, mode.Configured, mode.IsOurs, mode.ChangedBy, mode.ChangedAt));
        var window = settings.Single(s => s.Known.Key is Window);
        Assert.Equal(("15", "15", false), (window.Value, window.Configured, window.IsOurs));
    }

    [Fact]
    public void Every_setting_is_one_that_the_options_have_and_has_its_words()
    {
        foreach (var known in KnownSetting.All)
        {
            Assert.Null(known.Check(known.Say(known.InCode)).Refusal);
            Assert.Equal(known.InCode, known.Check(known.Say(known.InCode)).Value);
            foreach (var language in new[] { "ru", "en" })
            {
                var texts = new System.Resources.ResourceManager(typeof(SettingTexts));
                var name = known.Key.Replace(':', '_');
                Assert.All([$"Name_{name}", $"Means_{name}", $"Group_{known.Group}", .. known.Choices.Select(c => $"Choice_{c}")], key => Assert.NotNull(texts.GetString(key, new(language))));
            }
        }
    }

    [Fact]
    public async Task Whoever_is_no_admin_decides_nothing_and_is_told_nothing()
    {
        foreach (var actor in _school.Cast.Where(a => a.Role is not Role.Admin))
        {
            (await Settings.ListAsync(actor, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await Settings.ChangeAsync(actor, Mode, "Open", Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await Settings.ResetAsync(actor, Mode, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await _school.The<RetentionService>().LookAsync(actor, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await _school.The<RetentionService>().RemoveAsync(actor, "0", Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await _school.The<DemoService>().LookAsync(actor, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await _school.The<DemoService>().RemoveAsync(actor, "11", Stop)).RefusedAs(AccountRefusals.AdminsOnly);
        }

        Assert.Equal(RegistrationMode.Invite, _school.Registrations.Mode);
    }

    [Fact]
    public async Task The_page_saves_refuses_and_goes_back()
    {
        using var screen = new Screen(_school, _school.Admin);
        var page = screen.Render<SchoolSettingsPage>();
        await page.WaitForElementAsync("#setting-Limits-SendsByPerson input");

        await page.Find("#setting-Limits-SendsByPerson input").InputAsync("many");
        await page.Find("#setting-Limits-SendsByPerson").SubmitAsync();
        await page.WaitForElementAsync("#setting-Limits-SendsByPerson .alert.bad");

        await page.Find("#setting-Limits-SendsByPerson input").InputAsync("7");
        await page.Find("#setting-Limits-SendsByPerson").SubmitAsync();
        await page.WaitForElementAsync("#setting-Limits-SendsByPerson .alert.good");
        Assert.Contains("Decided by the school: Admin", Screen.TextOf(page.Find("#setting-Limits-SendsByPerson")), StringComparison.Ordinal);
        Assert.Equal(7, _school.The<Microsoft.Extensions.Options.IOptionsMonitor<LimitOptions>>().CurrentValue.SendsByPerson);

        await page.Find("#setting-Limits-SendsByPerson button[type=button]").ClickAsync();
        await page.WaitForAssertionAsync(() => Assert.Equal("60", page.Find("#setting-Limits-SendsByPerson input").GetAttribute("value")));
    }

    private async Task ChangeAsync(string key, string said) => (await Settings.ChangeAsync(_school.Admin, key, said, Stop)).Granted();

    private Task<Outcome<MessageView>> EditAsync(Actor actor, MessageView said) => _school.Revisions.EditAsync(actor, said.ConversationId, said.Seq, "Changed", Stop);

    private Task<Answer> RegisterAsync(string email) => _school.CallAs().PostAsync("/api/auth/register/", new { email, password = "correct horse", first_name = "New" });

    private Task<Answer> SendAsync(Caller caller) => caller.PostAsync($"/api/chat/forum/{_school.Maths}/send_message/", new { content = "Hello" });
}
