using Chat.Web.Access;
using Chat.Web.Data;
using Chat.Web.Search;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Search;

/// <summary>What is asked of each database, and that it is answered from the index.</summary>
public class SearchQueryTests(SearchingSchool room) : IClassFixture<SearchingSchool>
{
    public static TheoryData<Actor, string> Questions
    {
        get
        {
            Actor[] actors = [new(1, Role.Student), new(2, Role.Parent), new(3, Role.Admin), new(4, Role.Teacher, Capabilities.SafeguardingLead)];
            return [.. actors.SelectMany(_ => new[] { "уравнен", "квадратные уравнен", "все квадратные уравнения" }, (actor, text) => (actor, text))];
        }
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public void It_can_be_asked_of_SQL_Server(Actor actor, string text)
    {
        using var db = new SqlServerChatDbContext(new DbContextOptionsBuilder<SqlServerChatDbContext>().UseSqlServer("Server=nowhere").Options);

        var sql = Ask(db, actor, text);

        Assert.Contains("[Conversations]", sql, StringComparison.Ordinal);
        Assert.Contains("[SearchTerms]", sql, StringComparison.Ordinal);
        Assert.DoesNotContain("LIKE", sql, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task SQLite_answers_it_from_stretches_of_each_conversations_part_of_the_index(Actor actor, string text)
    {
        await using var db = room.School.OpenDb();

        var plan = await PlanAsync(Ask(db, actor, text), db);
        var looks = plan.FindAll(line => line.Contains("SearchTerms", StringComparison.Ordinal));

        Assert.NotEmpty(looks);
        Assert.All(looks, line => Assert.True(line.Contains("ConversationId=? AND Term", StringComparison.Ordinal) || line.Contains("MessageId=?", StringComparison.Ordinal), line));
        Assert.DoesNotContain(plan, line => line.StartsWith("SCAN s", StringComparison.Ordinal) || line.StartsWith("SCAN m", StringComparison.Ordinal));
    }

    private static string Ask(ChatDbContext db, Actor actor, string text) =>
        db.MessagesWith(actor, db.ConversationsReachedBy(actor, DateTimeOffset.UnixEpoch), Wanted.Read(text).Value!).OrderByDescending(m => m.Id).Take(20).ToQueryString();

    private static async Task<List<string>> PlanAsync(string sql, ChatDbContext db)
    {
        await db.Database.OpenConnectionAsync(Stop);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        // What EF shows of a query begins with a line for each parameter that sets its value; a plan needs none.
        command.CommandText = "EXPLAIN QUERY PLAN " + string.Join('\n', sql.Split('\n').Where(l => !l.StartsWith(".param", StringComparison.Ordinal)));
        await using var reader = await command.ExecuteReaderAsync(Stop);
        var plan = new List<string>();
        while (await reader.ReadAsync(Stop))
        {
            plan.Add(reader.GetString(3));
        }

        return plan;
    }
}
