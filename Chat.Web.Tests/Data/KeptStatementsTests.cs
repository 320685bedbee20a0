using Chat.Web.Data;
using Chat.Web.School;
using Chat.Web.Tests.TestSupport;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Data;

/// <summary>Statements that stand ready must be as good as new: hold nothing, remember nothing, and see what there is now.</summary>
public sealed class KeptStatementsTests : IAsyncLifetime
{
    private readonly SchoolHouse _school = new();

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task What_was_asked_once_stands_ready_for_the_next_time_with_other_values()
    {
        await using var db = _school.OpenDb();
        var connection = (KeptConnection)db.Database.GetDbConnection();
        await NameAsync(db, "Физика");
        var ready = connection.Ready;

        Assert.Null(await NameAsync(db, "Alchemy"));
        Assert.Equal("Физика", await NameAsync(db, "Физика"));

        Assert.Equal(ready, connection.Ready);
        Assert.Equal(System.Data.ConnectionState.Open, connection.State);
    }

    [Fact]
    public async Task Each_time_it_sees_what_is_there_now()
    {
        await using var db = _school.OpenDb();
        Assert.Null(await NameAsync(db, "Alchemy"));

        await _school.WriteAsync(lane => lane.Add(new Subject { NameRu = "Alchemy", NameEn = "Alchemy" }));

        Assert.Equal("Alchemy", await NameAsync(db, "Alchemy"));
    }

    [Fact]
    public async Task Somebody_who_stops_reading_in_the_middle_leaves_nothing_held()
    {
        await using var db = _school.OpenDb();
        await foreach (var _ in db.Users.AsAsyncEnumerable())
        {
            break;
        }

        await _school.WriteAsync(lane => lane.Add(new Subject { NameRu = "Alchemy", NameEn = "Alchemy" }));

        Assert.Equal(0, await _school.FoldBackAsync());
        Assert.Equal(0, new FileInfo(_school.DatabaseFile + "-wal").Length);
    }

    [Fact]
    public async Task Two_read_the_answer_to_one_statement_at_once()
    {
        await using var db = _school.OpenDb();
        var pairs = 0;
        await foreach (var one in db.Subjects.AsNoTracking().OrderBy(s => s.Id).AsAsyncEnumerable())
        {
            var inside = await db.Subjects.AsNoTracking().OrderBy(s => s.Id).ToListAsync(Stop);
            Assert.Contains(inside, s => s.Id == one.Id);
            pairs += inside.Count;
        }

        var subjects = await db.Subjects.CountAsync(Stop);
        Assert.Equal(subjects * subjects, pairs);
    }

    [Fact]
    public async Task What_was_refused_once_is_asked_again()
    {
        await AddAsync(77, "Once");
        await Assert.ThrowsAsync<SqliteException>(() => AddAsync(77, "Twice"));

        await AddAsync(78, "Another");

        await using var db = _school.OpenDb();
        Assert.Equal(["Once", "Another"], await db.Subjects.Where(s => s.Id == 77 || s.Id == 78).OrderBy(s => s.Id).Select(s => s.NameEn).ToListAsync(Stop));
    }

    [Fact]
    public void The_one_asked_longest_ago_makes_room()
    {
        using var connection = new KeptConnection($"Data Source={_school.DatabaseFile};Mode=ReadOnly;Pooling=False");
        connection.Open();
        var first = Ask(connection, 0);
        var second = Ask(connection, 1);
        for (var i = 2; i < KeptConnection.Most; i++)
        {
            Ask(connection, i);
        }

        // Asked again, the first is no longer the oldest.
        Assert.Same(first, Ask(connection, 0));
        Ask(connection, KeptConnection.Most);

        Assert.Equal(KeptConnection.Most, connection.Ready);
        Assert.Same(first, Ask(connection, 0));
        Assert.NotSame(second, Ask(connection, 1));
    }

    [Fact]
    public void A_long_one_is_not_kept_and_nothing_outlives_the_connection()
    {
        var connection = new KeptConnection($"Data Source={_school.DatabaseFile};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using (var rows = connection.Take($"SELECT '{new string('x', 9_000)}'"))
        {
            rows.ExecuteScalar();
        }

        Assert.Equal(0, connection.Ready);
        Ask(connection, 1);
        connection.Close();
        Assert.Equal(System.Data.ConnectionState.Open, connection.State);

        connection.Dispose();

        Assert.Equal(System.Data.ConnectionState.Closed, connection.State);
    }

    private Task<int> AddAsync(int id, string name) =>
        _school.Lane.RunAsync(db => db.Database.ExecuteSqlAsync($"INSERT INTO Subjects (Id, NameRu, NameEn) VALUES ({id}, {name}, {name})", Stop), Stop);

    private static KeptCommand Ask(KeptConnection connection, int number)
    {
        var command = connection.Take($"SELECT {number}");
        Assert.Equal((long)number, command.ExecuteScalar());
        command.Dispose();
        return command;
    }

    private static Task<string?> NameAsync(ChatDbContext db, string name) => db.Subjects.Where(s => s.NameRu == name).Select(s => s.NameRu).SingleOrDefaultAsync(Stop);
}
