using System.Text;
using Bunit;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Admin;
using Chat.Web.Audit;
using Chat.Web.Outcomes;
using Chat.Web.Reports;
using Chat.Web.Tests.TestSupport;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Admin;

/// <summary>An admin finds out who did what, takes it along as a table, and is told whether somebody was at it by hand.</summary>
public sealed class ReadingTheAuditLogTests : IAsyncLifetime
{
    private readonly HandClock _clock = new();
    private readonly SchoolHouse _school;

    public ReadingTheAuditLogTests() => _school = new SchoolHouse { Clock = _clock, RunsErrands = false };

    private AuditService Audit => _school.The<AuditService>();

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task Newest_first_by_pages_of_fifty_with_the_number_of_all()
    {
        await OpenAsync(_school.Admin, times: 60);

        var first = (await Audit.ListAsync(_school.Admin, new(), new(null, null), Stop)).Granted();
        var second = (await Audit.ListAsync(_school.Admin, new(), new(null, 2), Stop)).Granted();

        Assert.Equal((60, 50, 10), (first.Total, first.Rows.Count, second.Rows.Count));
        Assert.Equal(Enumerable.Range(1, 60).Reverse().Select(i => (long)i), first.Rows.Concat(second.Rows).Select(r => r.Id));
    }

    [Fact]
    public async Task By_who_by_what_by_target_and_by_day_each_alone_and_all_together()
    {
        await OpenAsync(_school.Admin);
        _clock.Turn(TimeSpan.FromDays(2));
        await OpenAsync(_school.Administrator);
        (await _school.Accounts.SuspendAsync(_school.Administrator, _school.Maria.Id, Stop)).Granted();

        Assert.Equal([3, 2], await IdsAsync(new(Who: "Администр")));
        Assert.Equal([3, 2], await IdsAsync(new(Who: " ADMIN@test.com ")));
        Assert.Equal([2, 1], await IdsAsync(new(Action: "conversation.opened")));
        Assert.Equal([3], await IdsAsync(new(Target: $"user:{_school.Maria.Id}")));
        Assert.Equal([1], await IdsAsync(new(To: "2026-09-02")));
        Assert.Equal([3, 2], await IdsAsync(new(From: "2026-09-03", To: "2026-09-03")));
        Assert.Equal([2], await IdsAsync(new(Who: "test.com", Action: "conversation.opened", From: "2026-09-03")));
        Assert.Empty(await IdsAsync(new(Who: "Анна")));
        Assert.Equal([3, 2, 1], await IdsAsync(new(From: "no day", To: "9999-12-31")));
    }

    [Fact]
    public async Task An_admin_about_whom_something_is_reported_reads_nothing_of_it()
    {
        var said = (await _school.SayAsync(_school.TestTeacher, _school.Maths)).Granted();
        var report = new Report { ConversationId = _school.Maths, MessageId = said.Id, Seq = said.Seq, ReporterId = _school.TestStudent.Id, AboutId = _school.Admin.Id, Kind = ReportKind.Other };
        await _school.WriteAsync(db => db.Reports.Add(report));
        await _school.The<AuditLog>().WriteDownAsync(_school.Lane, _school.TestStudent, "report.filed", $"report:{report.Id}", Stop);

        Assert.Empty(await IdsAsync(new()));
        Assert.Empty(await IdsAsync(new(Target: $"report:{report.Id}")));
        Assert.DoesNotContain("report:", await ExportAsync(new()), StringComparison.Ordinal);
        Assert.Contains((await Audit.ListAsync(_school.Administrator, new(), new(null, null), Stop)).Granted().Rows, r => r.Action is "report.filed");
    }

    [Fact]
    public async Task A_day_begins_where_the_reader_lives()
    {
        // 22:30 in Greenwich is the next day in Moscow.
        _clock.Turn(TimeSpan.FromHours(14.5));
        await OpenAsync(_school.Admin);

        Assert.Equal([1], await IdsAsync(new(From: "2026-09-02") { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow") }));
        Assert.Empty(await IdsAsync(new(From: "2026-09-02")));
    }

    [Fact]
    public async Task Entries_speak_of_people_and_chats_by_their_names()
    {
        await OpenAsync(_school.Admin);
        (await _school.Accounts.ChangeRoleAsync(_school.Admin, _school.Maria.Id, Role.Teacher, Stop)).Granted();

        var rows = (await Audit.ListAsync(_school.Admin, new(), new(null, null), Stop)).Granted().Rows;

        Assert.Equal("Мария Соколова", rows[0].TargetName);
        Assert.Contains("Test Student ↔ Test Teacher", rows[1].TargetName, StringComparison.Ordinal);
        Assert.All(rows, r => Assert.Equal("Admin", r.Actor!.FullName));
    }

    [Fact]
    public async Task The_page_says_it_in_words()
    {
        (await _school.Accounts.ChangeRoleAsync(_school.Admin, _school.Maria.Id, Role.Teacher, Stop)).Granted();
        using var screen = new Screen(_school, _school.Admin);

        var page = screen.Render<AuditPage>();
        await page.WaitForElementAsync("tbody tr");

        Assert.Matches("Admin Role changed Мария Соколова Tutor → Teacher", Screen.TextOf(page.Find("tbody tr")));
        Assert.Equal(AuditActions.All.Count + 1, page.FindAll("select[name=action] option").Count);
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://evil\",\"x\")")]
    [InlineData("+7 900")]
    [InlineData("-2+3")]
    [InlineData("@SUM(A1)")]
    [InlineData("＝1+1")]
    [InlineData("\t=1+1")]
    public async Task Nothing_in_an_export_is_a_formula(string reason)
    {
        await RemoveAsync(reason);

        var table = await ExportAsync(new());

        Assert.Contains($"\"'{reason.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", table.Replace($",'{reason},", $",\"'{reason}\",", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain($",{reason}", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_of_many_is_whole_and_says_first_that_it_was_made()
    {
        await OpenAsync(_school.Admin, times: 1_203);

        var lines = (await ExportAsync(new(Action: "conversation.opened"))).TrimEnd().Split("\r\n");

        Assert.Equal(1 + 1_203, lines.Length);
        var exported = (await Audit.ListAsync(_school.Admin, new(Action: "audit.exported"), new(null, null), Stop)).Granted().Rows.Single();
        Assert.Equal("action=conversation.opened", exported.After);
    }

    [Theory]
    [InlineData("comma", "Имя,b;c\r\n")]
    [InlineData("semicolon", "Имя;\"b;c\"\r\n")]
    public async Task A_table_begins_with_the_mark_by_which_a_spreadsheet_knows_its_letters(string separator, string expected)
    {
        using var file = new MemoryStream();

        await Csv.WriteAsync(file, Csv.SeparatorOf(separator), ["Имя", "b;c"], Enumerable.Empty<string[]>().ToAsyncEnumerable(), Stop);

        Assert.Equal([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(expected)], file.ToArray());
    }

    [Fact]
    public async Task A_name_with_a_line_break_and_quotes_in_it_stays_one_field()
    {
        await RemoveAsync("one\r\n2,\"two\"");

        Assert.Contains(",\"one\r\n2,\"\"two\"\"\",", await ExportAsync(new()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_an_admin_is_let_into_the_page_and_the_export()
    {
        (await _school.Accounts.GrantAsync(_school.Admin, _school.Ivan.Id, Capabilities.Moderator | Capabilities.SafeguardingLead, Stop)).Granted();
        await _school.MeetEveryoneAsync();
        foreach (var path in new[] { "/admin/audit", AuditEndpoints.Address })
        {
            Assert.Equal(302, (await _school.CallAs().GetAsync(path)).Status);
            foreach (var actor in _school.Cast)
            {
                var answer = await _school.CallAs().GetAsync(path, ("Cookie", await CookieAsync(actor)));
                Assert.True(answer.Status == (actor.Role is Role.Admin ? 200 : 403), $"{actor}: {answer.Status} at {path}");
            }
        }

        var denied = (await Audit.ListAsync(_school.Admin, new(Action: Denials.Action), new(null, null), Stop)).Granted();
        Assert.Equal(2 * _school.Cast.Count(a => a.Role is not Role.Admin), denied.Total);
        Assert.Contains(denied.Rows, r => r.Target is "page:admin/audit");
    }

    [Fact]
    public async Task Whoever_is_no_admin_hears_nothing_from_the_service_either()
    {
        foreach (var actor in _school.Cast.Where(a => a.Role is not Role.Admin))
        {
            (await Audit.ListAsync(actor, new(), new(null, null), Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await Audit.ExportAsync(actor, new(), Stop)).RefusedAs(AccountRefusals.AdminsOnly);
            (await Audit.VerifyAsync(actor, cancellation: Stop)).RefusedAs(AccountRefusals.AdminsOnly);
        }
    }

    [Fact]
    public async Task A_check_says_how_many_are_in_order_and_is_written_down()
    {
        await OpenAsync(_school.Admin, times: 3);

        var verdict = (await Audit.VerifyAsync(_school.Admin, cancellation: Stop)).Granted();

        Assert.Equal(new AuditVerdict(3, null, null), verdict);
        Assert.Equal("InOrder=3", (await Audit.ListAsync(_school.Admin, new(Action: "audit.verified"), new(null, null), Stop)).Granted().Rows.Single().After);
    }

    [Fact]
    public async Task A_check_names_the_row_that_was_changed_in_the_file_and_what_it_says_now()
    {
        await OpenAsync(_school.Admin, times: 3);
        await using (var file = new SqliteConnection($"Data Source={_school.DatabaseFile};Mode=ReadWrite;Pooling=False"))
        {
            await file.OpenAsync(Stop);
            await using var crime = file.CreateCommand();
            crime.CommandText = $"DROP TRIGGER AuditEntries_never_change; UPDATE AuditEntries SET ActorId = {_school.Anna.Id} WHERE Id = 2";
            await crime.ExecuteNonQueryAsync(Stop);
        }

        using var screen = new Screen(_school, _school.Admin);
        var check = screen.Render<AuditCheck>();
        await check.Find("button").ClickAsync();
        var verdict = await check.WaitForElementAsync(".alert.bad");

        Assert.Contains("no. 2 on: Tuesday, September 1, 2026 8:00 AM, “Chat opened by office”, Mathematics - Test Student ↔ Test Teacher", verdict.TextContent.Replace('\u202f', ' '), StringComparison.Ordinal);
    }

    private async Task OpenAsync(Actor actor, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            (await _school.Conversations.OpenAsync(actor, _school.Maths, Stop)).Granted();
        }
    }

    private Task<Refusal?> RemoveAsync(string reason) =>
        _school.The<AuditLog>().WriteDownAsync(_school.Lane, _school.Admin, new Deed("message.removed", "message:1") { Reason = reason }, Stop);

    private async Task<IEnumerable<long>> IdsAsync(AuditQuery query) =>
        (await Audit.ListAsync(_school.Admin, query, new(null, null), Stop)).Granted().Rows.Select(r => r.Id);

    private async Task<string> ExportAsync(AuditQuery query) =>
        (await _school.CallAs().GetAsync($"{AuditEndpoints.Address}?{query}", ("Cookie", await CookieAsync(_school.Admin)))).Is(200).Body;

    /// <summary>What their browser carries.</summary>
    private async Task<string> CookieAsync(Actor actor)
    {
        await using var db = _school.OpenDb();
        var user = await db.Users.SingleAsync(u => u.Id == actor.Id, Stop);
        var session = new Session { Id = Guid.NewGuid(), UserId = actor.Id, StartedAt = _clock.Now, LastSeenAt = _clock.Now, ExpiresAt = _clock.Now.AddDays(1) };
        await _school.WriteAsync(write => write.Sessions.Add(session));
        var cookies = _school.The<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var live = SessionService.ToLive(session, user);
        var ticket = new AuthenticationTicket(live.ToPrincipal(IdentityConstants.ApplicationScheme), new AuthenticationProperties { ExpiresUtc = live.ExpiresAt }, IdentityConstants.ApplicationScheme);
        return $"{cookies.Cookie.Name}={cookies.TicketDataFormat.Protect(ticket)}";
    }
}
