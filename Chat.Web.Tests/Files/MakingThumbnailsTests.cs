using Chat.Web.Conversations;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;
using static Chat.Web.Tests.TestSupport.SampleFiles;

namespace Chat.Web.Tests.Files;

/// <summary>Small pictures of what came without one, made by a program of the system's own: here a stand-in that takes its time, and hands out one it has ready.</summary>
public sealed class MakingThumbnailsTests : IAsyncLifetime
{
    private readonly DirectoryInfo _workshop = Directory.CreateTempSubdirectory("chat-maker-");
    private readonly SchoolHouse _school;

    public MakingThumbnailsTests() => _school = new SchoolHouse { Settings = new Dictionary<string, string> { ["Files:ThumbnailCommand"] = At("maker") } };

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllBytesAsync(At("small.jpg"), JpegThatTells(1), Stop);
        await File.WriteAllTextAsync(At("maker"), $"#!/bin/sh\nuntil [ -e '{At("go")}' ]; do sleep 0.02; done\ncp '{At("small.jpg")}' \"${{5%%\\[*}}\"\n", Stop);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(At("maker"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        await _school.OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await File.WriteAllTextAsync(At("go"), "", CancellationToken.None);
        await _school.DisposeAsync();
        _workshop.Delete(recursive: true);
    }

    [Fact]
    public async Task Who_reads_sees_it_as_soon_as_it_is_made_and_it_is_clean()
    {
        var (sent, file) = await _school.SendFileAsync(_school.TestStudent, _school.Maths, bytes: Png(2_000, 1_000));
        Assert.False(await IsShownSmallAsync());
        using var teacher = _school.Feed.Open(_school.TestTeacher.Id);

        await File.WriteAllTextAsync(At("go"), "", Stop);

        var changed = (await teacher.NextAsync<MessageChanged>()).Message;
        Assert.Equal((sent.Id, true), (changed.Id, Assert.Single(changed.Attachments).HasThumbnail));
        Assert.True(await IsShownSmallAsync());
        var small = (await _school.OpenFileAsync(_school.TestTeacher, file.Id, isThumbnail: true)).Granted();
        Assert.DoesNotContain(Secret, await File.ReadAllTextAsync(small.Path, Stop), StringComparison.Ordinal);
    }

    private async Task<bool> IsShownSmallAsync() => (await _school.Reader.BeforeAsync(_school.TestTeacher, _school.Maths, cancellation: Stop)).Granted()[^1].Attachments[0].HasThumbnail;

    private string At(string name) => Path.Combine(_workshop.FullName, name);
}
