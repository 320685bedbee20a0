using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Tests.TestSupport;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Data;

/// <summary>A hundred messages from twenty people while fifty sign in: nothing fails, whatever else somebody does to the file.</summary>
public sealed class ABusySchoolTests : IAsyncLifetime
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(3);
    private readonly SchoolHouse _school = new();

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task On_an_ordinary_morning() => await RushAsync(await EnrollTwentyAsync());

    [Fact]
    public async Task While_somebody_reads_and_never_finishes()
    {
        var people = await EnrollTwentyAsync();
        await using var reader = await OpenFileAsync("BEGIN; SELECT COUNT(*) FROM Messages;");

        await RushAsync(people);
    }

    [Fact]
    public async Task While_somebody_holds_the_write_lock_for_some_seconds_it_is_slow_and_nothing_fails()
    {
        var people = await EnrollTwentyAsync();
        var started = TimeProvider.System.GetTimestamp();
        await using var writer = await OpenFileAsync("BEGIN IMMEDIATE;");
        await using var release = TimeProvider.System.CreateTimer(_ => Execute(writer, "ROLLBACK;"), null, Hold, Timeout.InfiniteTimeSpan);

        await RushAsync(people);

        Assert.True(TimeProvider.System.GetElapsedTime(started) >= Hold, "Somebody must have waited for this to mean anything.");
    }

    private async Task RushAsync(List<(Actor Actor, int Conversation)> people)
    {
        var sends = people.SelectMany(p => Enumerable.Range(0, 5).Select(i => Task.Run(() => _school.SayAsync(p.Actor, p.Conversation, $"Message {i}"))));
        var arrivals = Enumerable.Range(0, 50).Select(_ => Task.Run(() => _school.SignInAsync("test_student@example.com", "test123")));

        var (sending, arriving) = (sends.ToList(), arrivals.ToList());
        Assert.Equal(100, (await Task.WhenAll(sending)).Count(s => s.Granted().Seq > 0));
        Assert.Equal(50, (await Task.WhenAll(arriving)).Select(s => s.Granted().Id).Distinct().Count());

        await using var db = _school.OpenDb();
        foreach (var conversation in await db.Conversations.AsNoTracking().ToListAsync(Stop))
        {
            var numbers = await db.Messages.Where(m => m.ConversationId == conversation.Id).OrderBy(m => m.Seq).Select(m => m.Seq).ToListAsync(Stop);
            Assert.Equal(Enumerable.Range(1, conversation.LastSeq), numbers);
        }
    }

    /// <summary>Ten students with a teacher each, there before anything is held.</summary>
    private async Task<List<(Actor Actor, int Conversation)>> EnrollTwentyAsync()
    {
        var pairs = new List<(Actor Student, Actor Teacher, Conversation Conversation)>();
        for (var i = 0; i < 10; i++)
        {
            var (student, teacher) = (await _school.AdmitAsync($"Student {i}", Role.Student), await _school.AdmitAsync($"Teacher {i}", Role.Teacher));
            pairs.Add((student, teacher, new Conversation
            {
                Kind = ConversationKind.ForumSubject,
                Key = ConversationKey.ForSubject(student.Id, teacher.Id, subjectId: 1),
                SubjectId = 1,
                StudentId = student.Id,
                Participants = [new() { UserId = student.Id, Role = student.Role }, new() { UserId = teacher.Id, Role = teacher.Role }],
            }));
        }

        await _school.WriteAsync(db => db.AddRange(pairs.Select(p => p.Conversation)));
        return [.. pairs.SelectMany(p => new[] { (p.Student, p.Conversation.Id), (p.Teacher, p.Conversation.Id) })];
    }

    private async Task<SqliteConnection> OpenFileAsync(string sql)
    {
        var connection = new SqliteConnection($"Data Source={_school.DatabaseFile};Mode=ReadWrite;Pooling=False");
        await connection.OpenAsync(Stop);
        Execute(connection, sql);
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var statement = connection.CreateCommand();
        statement.CommandText = sql;
        statement.ExecuteNonQuery();
    }
}
