using Chat.Web.Access;
using Chat.Web.Audit;
using Chat.Web.Tests.TestSupport;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Audit;

/// <summary>Who read along by office can be asked about it, and nobody can unwrite it unnoticed.</summary>
public sealed class AuditChainTests : IAsyncLifetime
{
    private readonly SchoolHouse _school = new();

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task An_admins_opening_is_written_down_each_time_and_a_members_and_a_parents_never()
    {
        await OpenAsync(_school.TestStudent);
        await OpenAsync(_school.TestTeacher);
        await OpenAsync(_school.TestParent);
        Assert.Empty(await OpeningsAsync());

        await OpenAsync(_school.Admin);
        await OpenAsync(_school.Admin);

        Assert.Equal([_school.Admin.Id, _school.Admin.Id], (await OpeningsAsync()).Select(e => e.ActorId));
        Assert.Null(await FirstBrokenAsync());
    }

    [Fact]
    public async Task An_opening_that_is_refused_is_no_opening()
    {
        await _school.Conversations.OpenAsync(_school.Admin, int.MaxValue, Stop);
        await _school.Conversations.OpenAsync(_school.Anna, _school.Maths, Stop);

        Assert.Empty(await OpeningsAsync());
    }

    [Fact]
    public async Task Many_who_write_at_once_make_one_chain()
    {
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => OpenAsync(i % 2 == 0 ? _school.Admin : _school.Administrator)));

        Assert.Equal(30, (await OpeningsAsync()).Count);
        Assert.Null(await FirstBrokenAsync());
    }

    [Theory]
    [InlineData("UPDATE AuditEntries SET ActorId = 1 WHERE Id = 3", 3)]
    [InlineData("UPDATE AuditEntries SET Action = 'nothing.happened' WHERE Id = 3", 3)]
    [InlineData("UPDATE AuditEntries SET At = At + 1 WHERE Id = 3", 3)]
    [InlineData("DELETE FROM AuditEntries WHERE Id = 3", 4)]
    [InlineData("DELETE FROM AuditEntries WHERE Id = 5", 5)]
    [InlineData("DELETE FROM AuditEntries", 1)]
    public async Task Whatever_is_changed_or_taken_out_by_hand_is_named(string crime, long firstBroken)
    {
        for (var i = 0; i < 5; i++)
        {
            await OpenAsync(_school.Admin);
        }

        Assert.Null(await FirstBrokenAsync());
        await CommitAsync(crime);

        Assert.Equal(firstBroken, await FirstBrokenAsync());
    }

    [Theory]
    [InlineData("UPDATE AuditEntries SET ActorId = 1 WHERE Id = 3")]
    [InlineData("DELETE FROM AuditEntries WHERE Id = 3")]
    [InlineData("DELETE FROM AuditEntries")]
    [InlineData("INSERT OR REPLACE INTO AuditEntries SELECT Id, At, 1, Action, Target, Reason, Before, After, Address, PreviousHash, Hash FROM AuditEntries WHERE Id = 3")]
    [InlineData("REPLACE INTO AuditEntries SELECT * FROM AuditEntries WHERE Id = 3")]
    [InlineData("UPDATE AuditHeads SET LastId = 2")]
    [InlineData("DELETE FROM AuditHeads")]
    public async Task The_database_refuses_to_unwrite_anything_even_to_the_house_itself(string crime)
    {
        for (var i = 0; i < 5; i++)
        {
            await OpenAsync(_school.Admin);
        }

        var refused = await Assert.ThrowsAsync<SqliteException>(() => _school.Lane.RunAsync(db => db.Database.ExecuteSqlRawAsync(crime, Stop), Stop));

        Assert.Contains("append-only", refused.Message, StringComparison.Ordinal);
        Assert.Null(await FirstBrokenAsync());
        await OpenAsync(_school.Admin);
        Assert.Equal(6, (await OpeningsAsync()).Count);
    }

    [Fact]
    public async Task A_chain_that_grows_while_it_is_walked_is_in_order()
    {
        await OpenAsync(_school.Admin);
        var growing = new List<Task>();
        await using var db = _school.OpenDb();

        var broken = await AuditLog.FirstBrokenAsync(db, Stop, _ =>
        {
            if (growing.Count < 3)
            {
                growing.Add(OpenAsync(_school.Admin));
            }
        });

        Assert.Null(broken);
        Assert.NotEmpty(growing);
        await Task.WhenAll(growing);
        Assert.Equal(1 + growing.Count, (await OpeningsAsync()).Count);
    }

    private async Task OpenAsync(Actor actor) => (await _school.Conversations.OpenAsync(actor, _school.Maths, Stop)).Granted();

    private async Task<List<AuditEntry>> OpeningsAsync()
    {
        await using var db = _school.OpenDb();
        return await db.AuditEntries.AsNoTracking().Where(e => e.Action == "conversation.opened").OrderBy(e => e.Id).ToListAsync(Stop);
    }

    private async Task<long?> FirstBrokenAsync()
    {
        await using var db = _school.OpenDb();
        return await AuditLog.FirstBrokenAsync(db, Stop);
    }

    /// <summary>Past the house, as somebody with the file in their hands would.</summary>
    private async Task CommitAsync(string crime)
    {
        await using var file = new SqliteConnection($"Data Source={_school.DatabaseFile};Mode=ReadWrite;Pooling=False");
        await file.OpenAsync(Stop);
        await using var statement = file.CreateCommand();
        // The triggers are the first thing such a person takes away.
        statement.CommandText = "DROP TRIGGER AuditEntries_never_change; DROP TRIGGER AuditEntries_never_go; DROP TRIGGER AuditEntries_are_never_replaced;";
        await statement.ExecuteNonQueryAsync(Stop);
        statement.CommandText = crime;
        Assert.NotEqual(0, await statement.ExecuteNonQueryAsync(Stop));
    }
}
