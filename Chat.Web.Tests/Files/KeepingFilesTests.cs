using System.Text;
using Chat.Web.Data;
using Chat.Web.Files;
using Chat.Web.Operations;
using Chat.Web.Outcomes;
using Chat.Web.Settings;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;
using static Chat.Web.Tests.TestSupport.SampleFiles;

namespace Chat.Web.Tests.Files;

/// <summary>Where files lie, for how long, how many of them, and what is left when they are gone: nothing.</summary>
public sealed class KeepingFilesTests : IAsyncLifetime
{
    private readonly HandClock _clock = new();
    private readonly SchoolHouse _school;

    public KeepingFilesTests() => _school = new SchoolHouse { Clock = _clock, RunsErrands = false };

    private FileSweeper Sweeper => _school.The<FileSweeper>();

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task A_file_lies_under_its_id_and_under_nothing_that_was_said_of_it()
    {
        foreach (var name in new[] { "../../up.png", @"..\..\up.png", "/etc/passwd", "%2e%2e%2fup.png", "CON", "CON.png", new string('x', 300) + ".png", "a∕b.png", "..", ".", " ", "a.png." })
        {
            var kept = (await _school.UploadAsync(_school.Anna, Png(), name)).Granted();

            var path = (await _school.OpenFileAsync(_school.Anna, kept.Id)).Granted().Path;
            Assert.Equal(Path.Combine(_school.DataDirectory, "files", $"{kept.Id}"[..2], $"{kept.Id}"[2..4], $"{kept.Id}"), path);
            Assert.InRange(kept.FileName.Length, 5, 200);
            Assert.EndsWith(".png", kept.FileName, StringComparison.Ordinal);
            Assert.DoesNotContain(kept.FileName, c => c is '/' or '\\');
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }
        }

        Assert.DoesNotContain(Directory.GetFileSystemEntries(_school.DataDirectory), e => Path.GetFileName(e).StartsWith("up", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_that_would_be_read_otherwise_than_it_is_written_is_refused_and_any_other_is_kept_as_it_is()
    {
        foreach (var name in new[] { "cod\u202Egnp.exe", "a\u2066b.png", "a\0b.png", "a\r\nSet-Cookie: x.png", "a\u001b[2J.png", "half \ud83d.png", "a\u200Fb.png" })
        {
            (await _school.UploadAsync(_school.Anna, Png(), name)).RefusedAs(UploadRefusals.NameUnreadable);
        }

        foreach (var name in new[] { "e\u0301\u0302\u0303.png", "👩‍👩‍👧.png", "שלום.png", "a\u200Bb.png", "q\"uote';.png", "=cmd|x.png" })
        {
            Assert.Equal(name, (await _school.UploadAsync(_school.Anna, Png(), name)).Granted().FileName);
        }

        Assert.InRange((await _school.UploadAsync(_school.Anna, Png(), "z" + new string('\u0301', 10_000) + ".png")).Granted().FileName.Length, 5, 200);
    }

    [Fact]
    public async Task What_is_too_large_is_counted_while_it_comes_and_leaves_nothing()
    {
        await using var school = await Restart(("Files:MaxBytes", "1000"));

        (await school.UploadAsync(school.Anna, new byte[1_001])).RefusedAs(UploadRefusals.TooLarge);

        Assert.Empty(school.FilesOnDisk());
        (await school.UploadAsync(school.Anna, Encoding.ASCII.GetBytes(new string('x', 1_000)), "a.txt")).Granted();
    }

    [Fact]
    public async Task Somebody_whose_room_is_used_up_is_told_so_and_only_they()
    {
        await using var school = await Restart(("Files:QuotaBytes", "2500"));
        var kilobyte = Encoding.ASCII.GetBytes(new string('x', 1_000));

        var kept = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => school.UploadAsync(school.Anna, kilobyte, "a.txt")));

        Assert.Equal(2, kept.Count(k => k.Refusal is null));
        Assert.All(kept.Where(k => k.Refusal is not null), k => k.RefusedAs(UploadRefusals.QuotaExceeded));
        Assert.Equal(2, school.FilesOnDisk().Count);
        (await school.UploadAsync(school.Dmitry, kilobyte, "a.txt")).Granted();
    }

    [Fact]
    public async Task A_disk_that_is_nearly_full_is_left_to_the_messages()
    {
        await using var school = await Restart(("Files:LeastFreeBytes", $"{long.MaxValue}"));

        (await school.UploadAsync(school.Anna)).RefusedAs(UploadRefusals.StorageFull);

        Assert.Empty(school.FilesOnDisk());
        (await school.SayAsync(school.Anna, school.AnnasPhysics)).Granted();
    }

    [Fact]
    public async Task What_was_never_sent_is_gone_after_a_day_and_what_was_sent_stays()
    {
        var (_, sent) = await _school.SendFileAsync(_school.TestStudent, _school.Maths);
        var unsent = (await _school.UploadAsync(_school.TestStudent, thumbnail: Png())).Granted();
        Settle();

        _clock.Turn(TimeSpan.FromHours(23));
        Assert.Equal((0, 0), await Sweeper.SweepAsync(Stop));
        _clock.Turn(TimeSpan.FromHours(1));
        Assert.Equal((1, 2), await Sweeper.SweepAsync(Stop));

        (await _school.OpenFileAsync(_school.TestStudent, unsent.Id)).RefusedAs(Refusal.NotFound);
        (await _school.OpenFileAsync(_school.TestTeacher, sent.Id)).Granted();
        Assert.Single(_school.FilesOnDisk());
    }

    [Fact]
    public async Task A_file_that_nothing_speaks_of_is_swept_up_once_it_cannot_be_on_its_way_in_any_more()
    {
        var (_, sent) = await _school.SendFileAsync(_school.TestStudent, _school.Maths);
        var stray = Path.Combine(Path.GetDirectoryName((await _school.OpenFileAsync(_school.TestStudent, sent.Id)).Granted().Path)!, $"{Guid.NewGuid()}");
        foreach (var path in new[] { stray, $"{stray}.{Guid.NewGuid():N}.part", $"{stray}.thumbnail" })
        {
            await File.WriteAllTextAsync(path, "x", Stop);
        }

        Settle();
        Assert.Equal((0, 0), await Sweeper.SweepAsync(Stop));
        _clock.Turn(TimeSpan.FromHours(2));
        Assert.Equal((0, 3), await Sweeper.SweepAsync(Stop));
        (await _school.OpenFileAsync(_school.TestStudent, sent.Id)).Granted();
    }

    [Fact]
    public async Task The_demo_school_takes_its_files_along()
    {
        var head = await _school.AdmitAsync("Olga", Web.Access.Role.Admin);
        await _school.SendFileAsync(_school.TestStudent, _school.Maths);
        (await _school.UploadAsync(_school.Anna)).Granted();
        Settle();

        (await _school.The<DemoService>().RemoveAsync(head, "11", Stop)).Granted();
        _clock.Turn(TimeSpan.FromHours(2));
        await Sweeper.SweepAsync(Stop);

        await using var db = _school.OpenDb();
        Assert.False(await db.Attachments.AnyAsync(Stop));
        Assert.Empty(_school.FilesOnDisk());
    }

    [Fact]
    public async Task A_house_restored_from_a_copy_hands_out_what_was_sent_before_it()
    {
        var (_, file) = await _school.SendFileAsync(_school.TestStudent, _school.Maths, bytes: Pdf("as it was"), name: "work.pdf");
        // Somebody is uploading while the copy is made.
        await using var unfinished = _school.The<FileStore>().Begin(Guid.NewGuid());

        var made = (await _school.The<BackupService>().MakeAsync(_school.Admin, Stop)).Granted();

        Assert.True(made.Verdict!.IsGood, string.Join(", ", made.Verdict.Problems));
        await using var restored = await new SchoolHouse { RestoredFrom = made.Directory, Clock = _clock, RunsErrands = false }.OpenAsync();
        var opened = (await restored.OpenFileAsync(restored.TestTeacher, file.Id)).Granted();
        Assert.Equal(Pdf("as it was"), await File.ReadAllBytesAsync(opened.Path, Stop));
        Assert.Single(restored.FilesOnDisk());
    }

    [Fact]
    public async Task Where_files_cannot_be_written_the_house_says_that_it_is_not_well()
    {
        var health = _school.The<HealthService>();
        Assert.Equal(Health.Healthy, (await health.LookAsync(Stop)).Checks.Storage);
        var files = _school.The<DataDirectory>().FilesDirectory;
        if (Directory.Exists(files))
        {
            Directory.Delete(files, recursive: true);
        }

        await File.WriteAllTextAsync(files, "a file where the directory should be", Stop);

        Assert.Equal(Health.Unhealthy, (await health.LookAsync(Stop)).Checks.Storage);
    }

    /// <summary>The hands of the clock stand still, the disk's own do not: what was written now is made as old as the clock says.</summary>
    private void Settle() => _school.FilesOnDisk().ForEach(f => File.SetLastWriteTimeUtc(f, _clock.Now.UtcDateTime));

    private static async Task<SchoolHouse> Restart(params (string Name, string Value)[] settings) =>
        await new SchoolHouse { RunsErrands = false, Settings = settings.ToDictionary(s => s.Name, s => s.Value) }.OpenAsync();
}
