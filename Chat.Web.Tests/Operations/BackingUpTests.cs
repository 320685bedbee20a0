using System.Globalization;
using Bunit;
using Chat.Web.Accounts;
using Chat.Web.Admin;
using Chat.Web.Audit;
using Chat.Web.Operations;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Operations;

/// <summary>A copy is made while the school talks, and a school can live on it; whoever touches a copy is noticed.</summary>
public sealed class BackingUpTests : IAsyncLifetime
{
    private readonly HandClock _clock = new();
    private readonly SchoolHouse _school;

    public BackingUpTests() => _school = new SchoolHouse { Clock = _clock, RunsErrands = false, Settings = new Dictionary<string, string> { ["Backups:Keep"] = "3" } };

    private BackupService Backups => _school.The<BackupService>();

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task A_house_restored_from_a_copy_that_was_made_under_load_has_all_that_was_said_before_it_and_lets_people_in()
    {
        Directory.CreateDirectory(Path.Combine(_school.DataDirectory, "files", "ab"));
        await File.WriteAllTextAsync(Path.Combine(_school.DataDirectory, "files", "ab", "homework.txt"), "homework", Stop);
        (await _school.Conversations.OpenAsync(_school.Admin, _school.Maths, Stop)).Granted();
        var before = await SayManyAsync(20);
        using var enough = new CancellationTokenSource();
        var talking = Enumerable.Range(0, 8).Select(_ => TalkUntilAsync(enough.Token)).ToList();

        var made = (await Backups.MakeAsync(_school.Admin, Stop)).Granted();

        await enough.CancelAsync();
        var meanwhile = (await Task.WhenAll(talking)).Sum();
        Assert.True(meanwhile > 0, "nobody talked meanwhile");
        Assert.True(made.Verdict!.IsGood, string.Join(", ", made.Verdict.Problems));
        var manifest = (await BackupShelf.ReadManifestAsync(made.Directory, Stop))!;
        Assert.Contains(manifest.Files, f => f.Path is "files/ab/homework.txt");
        Assert.Contains(manifest.Files, f => f.Path.StartsWith("keys/", StringComparison.Ordinal));

        await using var restored = await new SchoolHouse { RestoredFrom = made.Directory, Clock = _clock, RunsErrands = false }.OpenAsync();
        await using var db = restored.OpenDb();
        Assert.Equal(manifest.Rows["messages"], await db.Messages.LongCountAsync(Stop));
        Assert.Equal(20, await db.Messages.CountAsync(m => before.Contains(m.Id), Stop));
        Assert.Equal(manifest.Rows["users"], await db.Users.LongCountAsync(Stop));
        Assert.Null(await AuditLog.FirstBrokenAsync(db, Stop));
        Assert.Equal(manifest.Audit.LastHash, (await db.AuditHeads.SingleAsync(Stop)).LastHash);
        Assert.Equal("homework", await File.ReadAllTextAsync(Path.Combine(restored.DataDirectory, "files", "ab", "homework.txt"), Stop));
        await using var original = _school.OpenDb();
        foreach (var chat in await db.Conversations.Select(c => new { c.Id, c.LastSeq }).ToListAsync(Stop))
        {
            Assert.Equal(await SaidAsync(original, chat.Id, chat.LastSeq), await SaidAsync(db, chat.Id, chat.LastSeq));
        }

        await restored.TestStudentSignsInAsync();
        (await restored.SayAsync(restored.TestStudent, restored.Maths)).Granted();
    }

    private static Task<List<string>> SaidAsync(Chat.Web.Data.ChatDbContext db, int conversationId, int until) =>
        db.Messages.Where(m => m.ConversationId == conversationId && m.Seq <= until).OrderBy(m => m.Seq).Select(m => $"{m.Seq} {m.SenderId} {m.Text}").ToListAsync(Stop);

    [Fact]
    public async Task Whoever_is_signed_in_stays_so_over_a_restore()
    {
        var session = await _school.TestStudentSignsInAsync();
        var made = (await Backups.MakeAsync(_school.Admin, Stop)).Granted();

        await using var restored = await new SchoolHouse { RestoredFrom = made.Directory, Clock = _clock, RunsErrands = false }.OpenAsync();

        Assert.Equal(_school.TestStudent.Id, (await restored.Sessions.FindAsync(session.Id, Stop))!.Actor.Id);
    }

    [Theory]
    [InlineData("chat.db", "file_changed")]
    [InlineData("files/homework.txt", "file_changed")]
    [InlineData("manifest.json", "manifest_unreadable")]
    public async Task A_copy_that_was_touched_is_not_in_order(string file, string expected)
    {
        var made = await MakeWithAFileAsync();
        await using (var touched = new FileStream(Path.Combine(made.Directory, file), FileMode.Open))
        {
            touched.Seek(file is "chat.db" ? 8_000 : 0, SeekOrigin.Begin);
            touched.WriteByte((byte)'#');
        }

        if (file is "manifest.json")
        {
            Assert.Equal(expected, Assert.Single((await _school.The<BackupCheck>().LookAsync(made.Directory, _ => { }, Stop)).Problems).Code);
            return;
        }

        Assert.Equal(new BackupProblem(expected, file), Assert.Single((await Backups.LookAsync(_school.Admin, made.Name, Stop)).Granted().Problems));
        Assert.False((await Backups.ListAsync(_school.Admin, Stop)).Granted()[0].Verdict!.IsGood);
    }

    [Fact]
    public async Task A_copy_that_lacks_a_file_is_not_in_order()
    {
        var made = await MakeWithAFileAsync();
        File.Delete(Path.Combine(made.Directory, "files", "homework.txt"));

        Assert.Equal(new BackupProblem("file_missing", "files/homework.txt"), Assert.Single((await Backups.LookAsync(_school.Admin, made.Name, Stop)).Granted().Problems));
    }

    [Fact]
    public async Task The_newest_stay_and_nothing_else_in_the_directory_is_touched()
    {
        var own = Directory.CreateDirectory(Path.Combine(_school.DataDirectory, "backups", "mine"));
        var names = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            names.Add((await Backups.MakeAsync(_school.Admin, Stop)).Granted().Name);
            _clock.Turn(TimeSpan.FromHours(1));
        }

        Assert.Equal(names[2..].AsEnumerable().Reverse(), (await Backups.ListAsync(_school.Admin, Stop)).Granted().Select(b => b.Name));
        Assert.True(own.Exists);
        // Copies do not hold copies.
        Assert.DoesNotContain((await BackupShelf.ReadManifestAsync(Path.Combine(_school.DataDirectory, "backups", names[4]), Stop))!.Files, f => f.Path.Contains("backups", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_is_written_down_and_only_an_admin_makes_one()
    {
        (await Backups.MakeAsync(_school.Ivan, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
        (await Backups.ListAsync(_school.Ivan, Stop)).RefusedAs(AccountRefusals.AdminsOnly);
        (await Backups.LookAsync(_school.Ivan, "chat-20260901T080000Z", Stop)).RefusedAs(AccountRefusals.AdminsOnly);
        (await Backups.LookAsync(_school.Admin, "../../etc", Stop)).RefusedAs(Web.Outcomes.Refusal.NotFound);
        var made = (await Backups.MakeAsync(_school.Admin, Stop)).Granted();

        await using var db = _school.OpenDb();
        var entry = await db.AuditEntries.SingleAsync(e => e.Action == "backup.made", Stop);
        Assert.Equal((_school.Admin.Id, $"backup:{made.Name}", "Good"), (entry.ActorId, entry.Target, entry.After));
    }

    [Fact]
    public async Task Each_day_at_the_hour_one_makes_itself()
    {
        var hour = TimeOnly.FromDateTime(_clock.GetLocalNow().DateTime.AddHours(1)).ToString("HH:mm", CultureInfo.InvariantCulture);
        await using var school = await new SchoolHouse { Clock = _clock, Settings = new Dictionary<string, string> { ["Backups:DailyAt"] = hour } }.OpenAsync();

        Assert.Empty((await school.The<BackupService>().ListAsync(school.Admin, Stop)).Granted());
        _clock.Turn(TimeSpan.FromHours(2));

        await UntilAsync(async () => (await school.The<BackupService>().ListAsync(school.Admin, Stop)).Granted() is [{ Verdict.IsGood: true }]);
    }

    [Fact]
    public async Task The_page_makes_one_and_shows_it()
    {
        using var screen = new Screen(_school, _school.Admin);
        var page = screen.Render<BackupPage>();
        await page.WaitForElementAsync("button.primary");
        Assert.Empty(page.FindAll("tbody tr"));

        await page.Find("button.primary").ClickAsync();

        await page.WaitForElementAsync("tbody tr");
        await page.WaitForElementAsync(".alert.good");
        Assert.Contains("Checked, in order", Screen.TextOf(page.Find("tbody tr")), StringComparison.Ordinal);
    }

    private async Task<BackupView> MakeWithAFileAsync()
    {
        Directory.CreateDirectory(Path.Combine(_school.DataDirectory, "files"));
        await File.WriteAllTextAsync(Path.Combine(_school.DataDirectory, "files", "homework.txt"), "homework", Stop);
        return (await Backups.MakeAsync(_school.Admin, Stop)).Granted();
    }

    private async Task<List<long>> SayManyAsync(int number)
    {
        var said = new List<long>();
        for (var i = 0; i < number; i++)
        {
            said.Add((await _school.SayAsync(_school.TestStudent, _school.Maths)).Granted().Id);
        }

        return said;
    }

    private async Task<int> TalkUntilAsync(CancellationToken enough)
    {
        var said = 0;
        while (!enough.IsCancellationRequested)
        {
            (await _school.SayAsync(_school.TestStudent, _school.Maths)).Granted();
            said++;
        }

        return said;
    }
}
