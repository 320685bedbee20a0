using Chat.Web.Access;
using Chat.Web.Files;
using Chat.Web.Outcomes;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;
using static Chat.Web.Tests.TestSupport.SampleFiles;

namespace Chat.Web.Tests.Files;

/// <summary>Bytes leave the house only through something the one who asks may read.</summary>
public sealed class ReadingFilesTests : IAsyncLifetime
{
    private readonly HandClock _clock = new();
    private readonly SchoolHouse _school;

    public ReadingFilesTests() => _school = new SchoolHouse { Clock = _clock, RunsErrands = false };

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task Whoever_reads_the_message_has_its_file_and_nobody_else()
    {
        var (_, file) = await _school.SendFileAsync(_school.TestStudent, _school.Maths);
        Actor[] readers = [_school.TestStudent, _school.TestTeacher, _school.TestParent, _school.Admin, _school.Administrator];

        foreach (var actor in _school.Cast)
        {
            var opened = await _school.OpenFileAsync(actor, file.Id);
            Assert.True(readers.Contains(actor) ? opened.Refusal is null : opened.Refusal == Refusal.NotFound, $"{actor}: {opened.Refusal?.Code}");
        }

        Assert.True(await CountAsync("authz.denied", _school.Anna, $"attachment:{file.Id}") == 1);
    }

    [Fact]
    public async Task What_hangs_on_nothing_is_its_owners_alone()
    {
        var file = (await _school.UploadAsync(_school.TestStudent)).Granted();

        foreach (var actor in _school.Cast)
        {
            Assert.Equal(actor == _school.TestStudent, (await _school.OpenFileAsync(actor, file.Id)).Refusal is null);
        }
    }

    [Fact]
    public async Task What_was_removed_is_for_those_who_see_what_was_said_before()
    {
        var (sent, file) = await _school.SendFileAsync(_school.TestStudent, _school.Maths);
        (await _school.Revisions.RemoveAsync(_school.TestStudent, _school.Maths, sent.Seq, cancellation: Stop)).Granted();

        (await _school.OpenFileAsync(_school.TestStudent, file.Id)).RefusedAs(Refusal.NotFound);
        (await _school.OpenFileAsync(_school.TestParent, file.Id)).RefusedAs(Refusal.NotFound);
        (await _school.OpenFileAsync(_school.TestTeacher, file.Id)).Granted();
        (await _school.OpenFileAsync(_school.Admin, file.Id)).Granted();
    }

    [Fact]
    public async Task What_somebody_has_cleared_for_themselves_is_gone_for_them_and_stays_for_the_other()
    {
        var thread = (await _school.Conversations.StartAsync(_school.TestTeacher, _school.TestParent.Id, _school.TestStudent.Id, Stop)).Granted().ConversationId;
        var (_, file) = await _school.SendFileAsync(_school.TestTeacher, thread);

        (await _school.Threads.ClearAsync(_school.TestTeacher, thread, Stop)).Granted();

        (await _school.OpenFileAsync(_school.TestTeacher, file.Id)).RefusedAs(Refusal.NotFound);
        (await _school.OpenFileAsync(_school.TestParent, file.Id)).Granted();
    }

    [Fact]
    public async Task A_right_that_ends_takes_the_file_with_it()
    {
        var (_, file) = await _school.SendFileAsync(_school.TestStudent, _school.Maths);
        (await _school.OpenFileAsync(_school.TestParent, file.Id)).Granted();

        await _school.EndAsync<Web.School.GuardianLink>(l => l.ParentId == _school.TestParent.Id);

        (await _school.OpenFileAsync(_school.TestParent, file.Id)).RefusedAs(Refusal.NotFound);
    }

    [Fact]
    public async Task Whoever_reads_by_office_is_written_down_once_for_a_file_however_many_pieces_they_ask_for()
    {
        var (_, file) = await _school.SendFileAsync(_school.TestStudent, _school.Maths);

        for (var i = 0; i < 5; i++)
        {
            (await _school.OpenFileAsync(_school.Admin, file.Id)).Granted();
            (await _school.OpenFileAsync(_school.TestTeacher, file.Id)).Granted();
            (await _school.OpenFileAsync(_school.TestParent, file.Id)).Granted();
        }

        Assert.Equal(1, await CountAsync("attachment.opened", _school.Admin, $"attachment:{file.Id}"));
        Assert.Equal(0, await CountAsync("attachment.opened", _school.TestTeacher, $"attachment:{file.Id}"));
        _clock.Turn(TimeSpan.FromMinutes(2));
        (await _school.OpenFileAsync(_school.Admin, file.Id)).Granted();
        Assert.Equal(2, await CountAsync("attachment.opened", _school.Admin, $"attachment:{file.Id}"));
    }

    [Fact]
    public async Task A_small_picture_is_clean_too_and_no_larger_than_it_may_be()
    {
        var kept = (await _school.UploadAsync(_school.TestStudent, Png(2_000, 1_000), thumbnail: JpegThatTells(1))).Granted();

        Assert.True(kept.HasThumbnail);
        var small = (await _school.OpenFileAsync(_school.TestStudent, kept.Id, isThumbnail: true)).Granted();
        Assert.Equal("image/jpeg", small.ContentType);
        Assert.DoesNotContain(Secret, await File.ReadAllTextAsync(small.Path, Stop), StringComparison.Ordinal);
        foreach (var unfit in new[] { Png(641, 10), Gif(2), Pdf(), "<svg/>"u8.ToArray(), new byte[Upload.MaxThumbnailBytes + 1] })
        {
            (await _school.UploadAsync(_school.TestStudent, Png(), thumbnail: unfit)).RefusedAs(UploadRefusals.ThumbnailUnfit);
        }

        // Beside what is no picture it is left out.
        Assert.False((await _school.UploadAsync(_school.TestStudent, Pdf(), thumbnail: Png())).Granted().HasThumbnail);
        (await _school.OpenFileAsync(_school.TestStudent, (await _school.UploadAsync(_school.TestStudent)).Granted().Id, isThumbnail: true)).RefusedAs(Refusal.NotFound);
    }

    private async Task<int> CountAsync(string action, Actor actor, string target)
    {
        await using var db = _school.OpenDb();
        return await db.AuditEntries.CountAsync(e => e.Action == action && e.ActorId == actor.Id && e.Target == target, Stop);
    }
}
