using Chat.Web.Conversations;
using Chat.Web.Reports;
using Chat.Web.School;
using Chat.Web.Settings;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Settings;

/// <summary>What is over for long enough goes, if the school says so: exactly what it was told would go, and nothing beside it.</summary>
public sealed class LettingGoTests : IAsyncLifetime
{
    private readonly HandClock _clock = new();
    private readonly SchoolHouse _school;

    public LettingGoTests() => _school = new SchoolHouse { Clock = _clock, RunsErrands = false };

    private RetentionService Retention => _school.The<RetentionService>();

    public async ValueTask InitializeAsync()
    {
        await _school.OpenAsync();
        var said = (await _school.SayAsync(_school.TestStudent, _school.Maths, "Before the end")).Granted();
        (await _school.Messages.SendAsync(_school.TestTeacher, _school.Maths, new Draft("An answer", Guid.NewGuid(), said.Seq), Stop)).Granted();
        (await _school.Revisions.EditAsync(_school.TestStudent, _school.Maths, said.Seq, "Changed before the end", Stop)).Granted();
        await _school.TestStudentSignsInAsync();
        var student = _school.TestStudent.Id;
        await _school.EndAsync<Enrollment>(e => e.StudentId == student);
    }

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task Unless_somebody_decides_otherwise_everything_is_kept()
    {
        _clock.Turn(TimeSpan.FromDays(3_650));

        Assert.Equal(new Outdated(0, 0, 0), (await LookAsync()).Now);
        (await Retention.RemoveAsync(_school.Admin, "0", Stop)).RefusedAs(SettingRefusals.NothingToRemove);
        Assert.Equal(new Outdated(0, 0, 0), (await Retention.RemoveForAsync(actor: null)).Granted());
    }

    [Fact]
    public async Task What_goes_is_what_was_counted_and_nothing_else()
    {
        await KeepAsync(months: 6);
        Assert.Equal(0, (await LookAsync()).Now.Total);
        _clock.Turn(TimeSpan.FromDays(200));
        await using var db = _school.OpenDb();
        var (all, there) = (await db.Messages.CountAsync(Stop), await db.Messages.CountAsync(m => m.ConversationId == _school.Maths, Stop));
        Assert.True(there > 2 && all > there, "Something must go and something must stay for this to mean anything.");

        var told = await LookAsync();
        var gone = (await Retention.RemoveAsync(_school.Admin, $" {told.Now.Total} ", Stop)).Granted();

        Assert.Equal(new Outdated(1, there, 1), told.Now);
        Assert.Equal(told.Now, told.ByAge.Single(a => a.Months == 6).Found);
        Assert.Equal(0, told.ByAge.Single(a => a.Months == 12).Found.Total);
        Assert.Equal(told.Now, gone);
        Assert.Equal((0, all - there), (await db.Messages.CountAsync(m => m.ConversationId == _school.Maths, Stop), await db.Messages.CountAsync(Stop)));
        Assert.Empty(await db.Revisions.ToListAsync(Stop));
        Assert.Empty((await _school.Reader.BeforeAsync(_school.TestTeacher, _school.Maths, cancellation: Stop)).Granted());
        Assert.Equal(0, (await LookAsync()).Now.Total);
        var entry = await db.AuditEntries.SingleAsync(e => e.Action == "retention.applied", Stop);
        Assert.Equal((_school.Admin.Id, $"Chats=1, Messages={there}, Sessions=1"), (entry.ActorId, entry.After));
    }

    [Fact]
    public async Task A_chat_that_went_on_after_all_begins_with_its_first_message()
    {
        await KeepAsync(months: 6);
        _clock.Turn(TimeSpan.FromDays(200));
        (await Retention.RemoveForAsync(actor: null)).Granted();

        (await _school.Office.EnrollAsync(_school.Admin, _school.TestStudent.Id, 1, _school.TestTeacher.Id, cancellation: Stop)).Granted();
        var said = (await _school.SayAsync(_school.TestTeacher, _school.Maths, "Once more")).Granted();

        Assert.Equal(1, said.Seq);
        Assert.Equal("Once more", Assert.Single((await _school.Reader.BeforeAsync(_school.TestStudent, _school.Maths, cancellation: Stop)).Granted()).Text);
        Assert.Equal(1, (await _school.Conversations.ListAsync(_school.TestStudent, cancellation: Stop)).Single(c => c.Id == _school.Maths).Unread);
    }

    [Fact]
    public async Task More_than_one_stroke_takes_is_taken_in_several()
    {
        await _school.WriteAsync(db => db.Messages.AddRange(Enumerable.Range(1, 1_100).Select(i => new Message
        {
            ConversationId = _school.Maths,
            Seq = 1_000 + i,
            SenderId = _school.TestTeacher.Id,
            ClientMessageId = Guid.NewGuid(),
            Text = "Long ago",
            SentAt = _clock.Now,
        })));
        await KeepAsync(months: 6);
        _clock.Turn(TimeSpan.FromDays(200));
        var visits = _school.Lane.Visits;

        var gone = (await Retention.RemoveForAsync(actor: null)).Granted();

        Assert.True(gone.Messages > 1_100);
        // Three strokes, and one for the sessions and the log.
        Assert.Equal(visits + 4, _school.Lane.Visits);
    }

    [Fact]
    public async Task What_was_reported_is_kept_with_what_stands_around_it()
    {
        await using var db = _school.OpenDb();
        var message = await db.Messages.FirstAsync(m => m.ConversationId == _school.Maths, Stop);
        await _school.WriteAsync(writing => writing.Reports.Add(new Report
        {
            ConversationId = _school.Maths,
            MessageId = message.Id,
            Seq = message.Seq,
            ReporterId = _school.TestStudent.Id,
            AboutId = message.SenderId,
            Kind = ReportKind.Other,
        }));
        await KeepAsync(months: 6);
        _clock.Turn(TimeSpan.FromDays(200));

        Assert.Equal(new Outdated(0, 0, 1), (await LookAsync()).Now);
        (await Retention.RemoveForAsync(actor: null)).Granted();
        Assert.True(await db.Messages.AnyAsync(m => m.ConversationId == _school.Maths, Stop));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("yes")]
    public async Task Whoever_does_not_type_the_number_removes_nothing(string typed)
    {
        await KeepAsync(months: 6);
        _clock.Turn(TimeSpan.FromDays(200));
        var before = (await LookAsync()).Now;

        (await Retention.RemoveAsync(_school.Admin, typed, Stop)).RefusedAs(SettingRefusals.NotConfirmed);

        Assert.Equal(before, (await LookAsync()).Now);
    }

    private async Task<RetentionView> LookAsync() => (await Retention.LookAsync(_school.Admin, Stop)).Granted();

    private async Task KeepAsync(int months)
    {
        foreach (var known in KnownSetting.All.Where(s => s.Group is SettingGroup.Keeping))
        {
            (await _school.The<SettingService>().ChangeAsync(_school.Admin, known.Key, $"{months}", Stop)).Granted();
        }
    }
}
