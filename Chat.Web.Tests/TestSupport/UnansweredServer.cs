using System.Data;
using System.Data.Common;
using Chat.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Chat.Web.Tests.TestSupport;

/// <summary>
/// A SQL Server that is nowhere: what it is asked is written down word for word, and the answer is always that there is
/// nothing. A query that cannot be said in its language throws before it gets here.
/// </summary>
internal sealed class UnansweredServer : DbCommandInterceptor, IDbConnectionInterceptor
{
    public List<Question> Asked { get; } = [];

    public ChatDbContext OpenDb() => new SqlServerChatDbContext(new DbContextOptionsBuilder<SqlServerChatDbContext>()
        .UseSqlServer("Server=nowhere")
        .AddInterceptors(this)
        .Options);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Asked.Add(new Question(command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(p => p.Value)]));
        return ValueTask.FromResult(InterceptionResult<DbDataReader>.SuppressWithResult(new DataTable().CreateDataReader()));
    }

    public ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(InterceptionResult.Suppress());

    public sealed record Question(string Sql, IReadOnlyList<object?> Parameters);
}
