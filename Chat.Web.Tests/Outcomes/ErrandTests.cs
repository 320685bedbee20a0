using Chat.Web.Data;
using Chat.Web.School;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Outcomes;

/// <summary>What goes on in the background goes on, whatever breaks in it once: a loop that ends would take the house with it.</summary>
public sealed class ErrandTests : IAsyncLifetime
{
    private readonly HandClock _clock = new();
    private readonly SchoolHouse _school;

    public ErrandTests() => _school = new SchoolHouse { Clock = _clock, RunsErrands = false };

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task A_database_that_cannot_be_read_for_a_moment_ends_nothing()
    {
        var database = new BrokenOnce(_school.The<IDbContextFactory<ChatDbContext>>());
        using var calendar = new SchoolCalendar(database, _school.The<SchoolService>(), _clock, NullLogger<SchoolCalendar>.Instance);

        await calendar.StartAsync(Stop);
        await UntilAsync(() =>
        {
            _clock.Turn(TimeSpan.FromSeconds(1));
            return Task.FromResult(database.Asked > 1 || calendar.ExecuteTask!.IsCompleted);
        });

        Assert.False(calendar.ExecuteTask!.IsCompleted);
        await calendar.StopAsync(Stop);
    }

    private sealed class BrokenOnce(IDbContextFactory<ChatDbContext> database) : IDbContextFactory<ChatDbContext>
    {
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public ChatDbContext CreateDbContext() => Interlocked.Increment(ref _asked) == 1 ? throw new IOException("Just now it cannot be opened.") : database.CreateDbContext();
    }
}
