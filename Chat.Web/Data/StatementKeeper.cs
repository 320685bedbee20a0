using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Chat.Web.Data;

/// <summary>Has the framework work on a <see cref="KeptConnection"/>, and ask it what it has ready.</summary>
internal sealed class StatementKeeper : DbCommandInterceptor, IDbConnectionInterceptor
{
    public static readonly StatementKeeper Instance = new();

    public InterceptionResult<DbConnection> ConnectionCreating(ConnectionCreatingEventData eventData, InterceptionResult<DbConnection> result) =>
        InterceptionResult<DbConnection>.SuppressWithResult(new KeptConnection(eventData.ConnectionString!));

    public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
    {
        if (result is not SqliteCommand { Connection: KeptConnection connection } asked)
        {
            return result;
        }

        var kept = connection.Take(asked.CommandText);
        kept.Transaction = asked.Transaction;
        kept.CommandTimeout = asked.CommandTimeout;
        foreach (SqliteParameter parameter in asked.Parameters)
        {
            kept.Parameters.Add(parameter);
        }

        asked.Dispose();
        return kept;
    }
}
