using System.Text;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Chat.Web.School;
using Chat.Web.Tests.TestSupport;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Data;

public sealed class WriteLaneTests : IAsyncLifetime
{
    private readonly SchoolHouse _school = new();

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task A_refused_command_leaves_nothing_and_its_neighbours_stay()
    {
        using var gate = new SemaphoreSlim(0);
        var batch = await BehindAsync(gate,
            () => AddAsync("first"),
            () => AddAsync("refused", Refusal.NotFound),
            () => AddAsync("last"));

        gate.Release();
        var answers = await Task.WhenAll(batch);

        Assert.Equal([null, Refusal.NotFound, null], answers.Select(a => a.Refusal));
        Assert.Equal(["first", "last"], await AddedAsync());
    }

    [Fact]
    public async Task What_is_deleted_is_overwritten_in_the_file()
    {
        const string Name = "Nobody finds this any more";
        (await AddAsync(Name)).Granted();
        await _school.FoldBackAsync();
        Assert.Contains(Name, await FileAsync(), StringComparison.Ordinal);

        await _school.Lane.RunAsync(db => db.Subjects.Where(s => s.NameEn == Name).ExecuteDeleteAsync(Stop), Stop);

        Assert.Equal(0, await _school.FoldBackAsync());
        Assert.DoesNotContain(Name, await FileAsync(), StringComparison.Ordinal);

        async Task<string> FileAsync()
        {
            await using var file = new FileStream(_school.DatabaseFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file, Encoding.Latin1);
            return await reader.ReadToEndAsync(Stop);
        }
    }

    [Fact]
    public async Task A_command_that_throws_leaves_nothing_and_its_neighbours_stay()
    {
        using var gate = new SemaphoreSlim(0);
        var batch = await BehindAsync(gate,
            () => AddAsync("first"),
            () => AddAsync("thrown", failure: new InvalidOperationException("Mine alone")),
            () => AddAsync("last"));

        gate.Release();

        Assert.Equal("Mine alone", (await Assert.ThrowsAsync<InvalidOperationException>(() => batch[1])).Message);
        (await batch[0]).Granted();
        (await batch[2]).Granted();
        Assert.Equal(["first", "last"], await AddedAsync());
    }

    [Fact]
    public async Task A_command_the_database_refuses_leaves_nothing_and_its_neighbours_stay()
    {
        using var gate = new SemaphoreSlim(0);
        var twice = new Subject { NameRu = "x", NameEn = "first" };
        var batch = await BehindAsync(gate,
            () => _school.WriteAsync(db => db.Add(twice)),
            () => _school.WriteAsync(db => db.Enrollments.Add(new Enrollment { StudentId = -1, SubjectId = -1, TeacherId = -1 })),
            () => AddAsync("last"));

        gate.Release();

        await Assert.ThrowsAsync<DbUpdateException>(() => batch[1]);
        await Task.WhenAll(batch[0], batch[2]);
        Assert.Equal(["first", "last"], await AddedAsync());
    }

    [Fact]
    public async Task A_command_is_answered_only_when_it_is_stored()
    {
        using var gate = new SemaphoreSlim(0);
        using var commit = new SemaphoreSlim(0);
        await _school.Lane.StandStillAsync(gate);
        var written = AddAsync("written");
        var sameTransaction = _school.Lane.StandStillAsync(commit);

        gate.Release();
        await sameTransaction;
        // It has been carried out and is not committed: an answer would be too early, and is given time to come.
        await Assert.ThrowsAsync<TimeoutException>(() => written.WaitAsync(TimeSpan.FromMilliseconds(200), Stop));
        Assert.Empty(await AddedAsync());

        commit.Release();
        (await written).Granted();
        Assert.Equal(["written"], await AddedAsync());
    }

    [Fact]
    public async Task Whoever_gives_up_before_their_turn_leaves_nothing()
    {
        using var gate = new SemaphoreSlim(0);
        using var patience = new CancellationTokenSource();
        var batch = await BehindAsync(gate, () => AddAsync("given up", patience: patience.Token), () => AddAsync("stayed"));

        await patience.CancelAsync();
        gate.Release();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => batch[0]);
        await batch[1];
        Assert.Equal(["stayed"], await AddedAsync());
    }

    [Fact]
    public async Task A_closing_lane_finishes_what_it_was_given_and_takes_no_more()
    {
        var given = Enumerable.Range(0, 50).Select(i => AddAsync($"{i:00}")).ToList();

        await _school.Lane.DisposeAsync();

        Assert.All(await Task.WhenAll(given), a => a.Granted());
        Assert.Equal(50, (await AddedAsync()).Count);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => AddAsync("too late"));
    }

    [Fact]
    public async Task Nothing_but_the_lane_can_write()
    {
        await using var db = _school.OpenDb();
        db.Subjects.Add(new Subject { NameRu = "x", NameEn = "x" });

        var refused = await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Stop));

        Assert.Equal(8, Assert.IsType<SqliteException>(refused.InnerException).SqliteErrorCode);
    }

    [Fact]
    public async Task A_second_house_over_the_same_directory_is_refused()
    {
        await using var second = Rooms.Build(Path.GetDirectoryName(_school.DatabaseFile)!);

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => second.PrepareDataAsync());

        Assert.Contains("Another process", refused.Message, StringComparison.Ordinal);
        (await AddAsync("the first goes on")).Granted();
    }

    private Task<Outcome<Done>> AddAsync(string name, Refusal? refusal = null, Exception? failure = null, CancellationToken? patience = null) =>
        _school.Lane.RunAsync<Outcome<Done>>(
            async db =>
            {
                db.Subjects.Add(new Subject { NameRu = "x", NameEn = name });
                await db.SaveChangesAsync();
                return failure is not null ? throw failure : refusal is not null ? refusal : new Done();
            },
            patience ?? Stop);

    /// <summary>Lines commands up behind one that stands still until the gate opens, so that they are committed together.</summary>
    private async Task<List<TTask>> BehindAsync<TTask>(SemaphoreSlim gate, params Func<TTask>[] commands)
        where TTask : Task
    {
        await _school.Lane.StandStillAsync(gate);
        return [.. commands.Select(c => c())];
    }

    /// <summary>Read past the house, on a connection of its own: what is seen here has been committed.</summary>
    private async Task<List<string>> AddedAsync()
    {
        await using var db = new SqliteChatDbContext(new DbContextOptionsBuilder<SqliteChatDbContext>()
            .UseSqlite($"Data Source={_school.DatabaseFile};Mode=ReadOnly;Pooling=False").Options);
        return await db.Subjects.Where(s => s.NameRu == "x").Select(s => s.NameEn).Order().ToListAsync(Stop);
    }
}
