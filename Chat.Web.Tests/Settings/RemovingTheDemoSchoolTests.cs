using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Reports;
using Chat.Web.Settings;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Settings;

/// <summary>A real school is rid of the demo school in one stroke, and keeps everything of its own.</summary>
public sealed class RemovingTheDemoSchoolTests : IAsyncLifetime
{
    private readonly SchoolHouse _school = new() { RunsErrands = false };

    private DemoService Demo => _school.The<DemoService>();

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task Nobody_is_removed_while_all_admins_are_made_up()
    {
        (await Demo.RemoveAsync(_school.Admin, "11", Stop)).RefusedAs(AccountRefusals.LastAdmin);

        await using var db = _school.OpenDb();
        Assert.Equal(11, await db.Users.People().CountAsync(u => u.Status == AccountStatus.Active, Stop));
        Assert.False(await db.AuditEntries.AnyAsync(e => e.Action == "demo.removed", Stop));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    public async Task Whoever_does_not_type_the_number_removes_nobody(string typed)
    {
        var head = await _school.AdmitAsync("Olga", Role.Admin);

        (await Demo.RemoveAsync(head, typed, Stop)).RefusedAs(SettingRefusals.NotConfirmed);

        Assert.Equal(11, (await Demo.LookAsync(head, Stop)).Granted().People);
    }

    [Fact]
    public async Task What_goes_is_what_was_counted_and_the_real_school_goes_on()
    {
        var (head, chat, nina) = await FoundAsync();
        var session = await _school.TestStudentSignsInAsync();
        await ReportAsync();
        var told = (await Demo.LookAsync(head, Stop)).Granted();

        var gone = (await Demo.RemoveAsync(head, "11", Stop)).Granted();

        Assert.Equal(11, told.People);
        Assert.True(told is { Chats: > 3, Messages: > 10 });
        Assert.Equal(told, gone);
        await using var db = _school.OpenDb();
        Assert.Equal(["Kolya", "Nina", "Olga"], await db.Users.People().OrderBy(u => u.FullName).Select(u => u.FullName).ToListAsync(Stop));
        Assert.Equal([chat], await db.Conversations.Select(c => c.Id).ToListAsync(Stop));
        Assert.Equal("For real", Assert.Single(await db.Messages.ToListAsync(Stop)).Text);
        Assert.Equal((0, 0, 0, 0), (await db.Reports.CountAsync(Stop), await db.TutorAssignments.CountAsync(Stop), await db.GuardianLinks.CountAsync(Stop), await db.Sessions.CountAsync(Stop)));
        Assert.Null(await _school.Sessions.FindAsync(session.Id, Stop));
        (await _school.SayAsync(nina, chat, "And on")).Granted();
        Assert.Equal(new DemoView(0, 0, 0), (await Demo.LookAsync(head, Stop)).Granted());
        (await Demo.RemoveAsync(head, "0", Stop)).RefusedAs(SettingRefusals.NothingToRemove);
    }

    [Fact]
    public async Task It_is_written_down_and_the_log_stays_whole()
    {
        var (head, _, _) = await FoundAsync();
        var told = (await Demo.LookAsync(head, Stop)).Granted();

        (await Demo.RemoveAsync(head, "11", Stop)).Granted();

        await using var db = _school.OpenDb();
        var entry = await db.AuditEntries.SingleAsync(e => e.Action == "demo.removed", Stop);
        Assert.Equal((head.Id, $"People=11, Chats={told.Chats}, Messages={told.Messages}"), (entry.ActorId, entry.Before));
        Assert.Null(await AuditLog.FirstBrokenAsync(db, Stop));
    }

    [Fact]
    public async Task Whoever_removed_words_in_a_real_chat_stays_as_a_name_and_cannot_come_back()
    {
        var (head, chat, _) = await FoundAsync();
        (await _school.Revisions.RemoveAsync(_school.Administrator, chat, 1, "Not here", Stop)).Granted();

        (await Demo.RemoveAsync(head, "11", Stop)).Granted();

        await using var db = _school.OpenDb();
        var kept = await db.Users.SingleAsync(u => u.Id == _school.Administrator.Id, Stop);
        Assert.Equal((AccountStatus.Left, null, false), (kept.Status, kept.PasswordHash, kept.IsDemo));
        (await _school.SignInAsync("admin@test.com", "admin123")).RefusedAs(AccountRefusals.InvalidCredentials);
        Assert.Equal(4, await db.Users.People().CountAsync(Stop));
    }

    /// <summary>A real school of three, and something said in it.</summary>
    private async Task<(Actor Head, int Chat, Actor Teacher)> FoundAsync()
    {
        var (head, nina, kolya) = (await _school.AdmitAsync("Olga", Role.Admin), await _school.AdmitAsync("Nina", Role.Teacher), await _school.AdmitAsync("Kolya", Role.Student));
        (await _school.Office.EnrollAsync(head, kolya.Id, 1, nina.Id, cancellation: Stop)).Granted();
        var chat = (await _school.Conversations.ListAsync(nina, cancellation: Stop)).Single().Id;
        (await _school.SayAsync(kolya, chat, "For real")).Granted();
        return (head, chat, nina);
    }

    private async Task ReportAsync()
    {
        var said = (await _school.SayAsync(_school.TestTeacher, _school.Maths)).Granted();
        (await _school.The<ReportService>().FileAsync(_school.TestStudent, _school.Maths, said.Seq, new ReportDraft(ReportKind.Other, "Again"), Stop)).Granted();
    }
}
