using System.Globalization;
using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Access;

/// <summary>Whatever access asks of the database can be asked of SQL Server, by who is asking and not of everybody to be sorted out here.</summary>
public class SqlServerTests
{
    private const int Somebody = 4711;
    private const int Something = 815;
    private static readonly DateTimeOffset Now = new(2026, 9, 1, 8, 0, 0, TimeSpan.Zero);
    private readonly UnansweredServer _server = new();

    public static TheoryData<Role> Roles => [.. Enum.GetValues<Role>()];

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Reach_is_asked_by_who_is_asking(Role role)
    {
        await using var db = _server.OpenDb();

        await db.ConversationsReachedBy(new Actor(Somebody, role), Now).Where(c => c.Id == Something).ToListAsync(Stop);

        var asked = Assert.Single(_server.Asked);
        Assert.Contains(Somebody, asked.Parameters);
        Assert.Contains((int)role, asked.Parameters);
        Assert.Equal(role is Role.Parent, asked.Sql.Contains("[GuardianLinks]", StringComparison.Ordinal));
        Assert.Equal(role is Role.Parent, asked.Parameters.Contains(Now));
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task A_safeguarding_lead_reaches_everything_but_talks_with_the_bot_whatever_their_role(Role role)
    {
        await using var db = _server.OpenDb();

        await db.ConversationsReachedBy(new Actor(Somebody, role, Capabilities.SafeguardingLead), Now).ToListAsync(Stop);

        var asked = Assert.Single(_server.Asked);
        Assert.Contains("FROM [Conversations]", asked.Sql, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"WHERE [c].[Kind] <> {(int)ConversationKind.Bot} OR "), asked.Sql, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readers_are_asked_by_the_conversation_and_the_moment()
    {
        await using var db = _server.OpenDb();

        await db.ReadersOf(Something, Now).ToListAsync(Stop);

        var asked = Assert.Single(_server.Asked);
        Assert.Equal(3, asked.Sql.Split("UNION").Length - 1);
        Assert.Contains(Something, asked.Parameters);
        Assert.Contains(Now, asked.Parameters);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Whom_one_may_write_to_is_asked_by_who_is_asking(Role role)
    {
        await using var db = _server.OpenDb();

        await db.TiesOfAsync(new Actor(Somebody, role), Now, Stop);

        Assert.NotEmpty(_server.Asked);
        Assert.All(_server.Asked, asked =>
        {
            Assert.Contains(Somebody, asked.Parameters);
            Assert.Contains("[Status]", asked.Sql[asked.Sql.LastIndexOf("WHERE", StringComparison.Ordinal)..], StringComparison.Ordinal);
        });
    }
}
