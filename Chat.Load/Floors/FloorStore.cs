using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Chat.Web.Data;
using Microsoft.Data.Sqlite;

namespace Chat.Load.Floors;

/// <summary>
/// A bare SQLite file at <c>synchronous=FULL</c>: one writer that commits whatever is waiting at once and then answers
/// each, and readers with one prepared statement over a row that already says all a list shows.
/// </summary>
internal sealed class FloorStore : IAsyncDisposable
{
    private const int Chats = 50;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("chat-floor-");
    private readonly Channel<(FloorMessage Message, TaskCompletionSource<long> Stored)> _waiting = Channel.CreateUnbounded<(FloorMessage, TaskCompletionSource<long>)>();
    private readonly ConcurrentBag<SqliteCommand> _readers = [];
    private readonly SqliteConnection _writer;
    private readonly Task _writing;

    public FloorStore()
    {
        // Whatever the build does for the application's SQLite is done for this one: it happens when its module is loaded.
        RuntimeHelpers.RunModuleConstructor(typeof(ChatDbContext).Module.ModuleHandle);
        _writer = Open();
        Run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
        Run("CREATE TABLE Messages (Id INTEGER PRIMARY KEY, Chat INTEGER NOT NULL, ClientId BLOB NOT NULL UNIQUE, Text TEXT NOT NULL, SentAt INTEGER NOT NULL)");
        Run("CREATE TABLE Rows (Person INTEGER NOT NULL, LastAt INTEGER NOT NULL, Chat INTEGER NOT NULL, Name TEXT NOT NULL, LastText TEXT NOT NULL, Unread INTEGER NOT NULL, PRIMARY KEY (Person, LastAt, Chat)) WITHOUT ROWID");
        Run($"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Chats}) INSERT INTO Rows SELECT 1, i, i, 'Математика - Test Student ↔ Test Teacher ' || i, 'Всё верно. Осталась 18-я — там подумайте, при каких значениях параметра корень один.', i % 3 FROM n");
        _writing = WriteAsync();
    }

    public Task<long> SendAsync(FloorMessage message)
    {
        var stored = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Writer.TryWrite((message, stored));
        return stored.Task;
    }

    public List<FloorRow> List()
    {
        if (!_readers.TryTake(out var list))
        {
            list = Open().CreateCommand();
            list.CommandText = $"SELECT Chat, Name, LastText, LastAt, Unread FROM Rows WHERE Person = 1 ORDER BY LastAt DESC LIMIT {Chats}";
            list.Prepare();
        }

        var rows = new List<FloorRow>(Chats);
        using (var reader = list.ExecuteReader())
        {
            while (reader.Read())
            {
                rows.Add(new FloorRow(reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetInt32(4)));
            }
        }

        _readers.Add(list);
        return rows;
    }

    /// <summary>A page of fifty messages, as it would stand in memory for everyone who asks.</summary>
    public static byte[] PageOf50() => JsonSerializer.SerializeToUtf8Bytes(
        [.. Enumerable.Range(1, 50).Select(i => new FloorMessage(1, Guid.NewGuid(), $"Сообщение {i} и ещё несколько слов, чтобы строка была длиннее"))],
        FloorJson.Default.FloorMessageArray);

    public long Count()
    {
        using var count = _writer.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM Messages";
        return (long)count.ExecuteScalar()!;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.Complete();
        await _writing;
        foreach (var list in _readers)
        {
            await list.Connection!.DisposeAsync();
        }

        await _writer.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private async Task WriteAsync()
    {
        await using var insert = _writer.CreateCommand();
        insert.CommandText = "INSERT INTO Messages (Chat, ClientId, Text, SentAt) VALUES ($chat, $client, $text, $at) RETURNING Id";
        var (chat, client, text, at) = (insert.Parameters.Add("$chat", SqliteType.Integer), insert.Parameters.Add("$client", SqliteType.Blob), insert.Parameters.Add("$text", SqliteType.Text), insert.Parameters.Add("$at", SqliteType.Integer));
        var answers = new List<(TaskCompletionSource<long> Stored, long Id)>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            await using (var transaction = _writer.BeginTransaction(deferred: false))
            {
                insert.Transaction = transaction;
                while (_waiting.Reader.TryRead(out var next))
                {
                    (chat.Value, client.Value, text.Value, at.Value) = (next.Message.Chat, next.Message.ClientId.ToByteArray(), next.Message.Text, TimeProvider.System.GetUtcNow().UtcTicks);
                    answers.Add((next.Stored, (long)(await insert.ExecuteScalarAsync())!));
                }

                await transaction.CommitAsync();
            }

            answers.ForEach(answer => answer.Stored.SetResult(answer.Id));
            answers.Clear();
        }
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(_directory.FullName, "floor.db"), Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private void Run(string sql)
    {
        using var command = _writer.CreateCommand();
#pragma warning disable CA2100 // What is run is written above.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
