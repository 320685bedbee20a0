using Microsoft.Data.Sqlite;

namespace Chat.Web.Data;

/// <summary>
/// A connection to SQLite that stays open until it is disposed, and keeps the statements it was asked. To parse and plan a
/// statement costs SQLite more than to answer most of ours, and the framework asks each of them as if for the first time.
/// </summary>
/// <remarks>Like any connection, it is used by one caller at a time. What stands ready was reset and holds no lock and no old view of the data.</remarks>
public sealed class KeptConnection(string connectionString) : SqliteConnection(connectionString)
{
    /// <summary>How many statements stand ready; beyond that the one that was asked longest ago goes.</summary>
    public const int Most = 150;

    /// <summary>What is longer was put together for once, like many rows in one insert.</summary>
    private const int LongestText = 8_000;

    private readonly Dictionary<string, KeptCommand> _ready = new(StringComparer.Ordinal);
    private bool _ends;
    private long _asked;

    /// <summary>How many statements stand ready.</summary>
    public int Ready => _ready.Count;

    /// <summary>Those who only pause close it: it stays open.</summary>
    public override void Close()
    {
        if (_ends)
        {
            base.Close();
        }
    }

    /// <summary>The statement of this text, ready if it was asked before and nobody is reading from it now. To give it back, dispose it.</summary>
    internal KeptCommand Take(string text) => _ready.Remove(text, out var ready) ? ready : new KeptCommand(text, this);

    /// <returns>False if it is not to be kept.</returns>
    internal bool TryKeep(KeptCommand command)
    {
        if (_ends || command.IsRead || command.CommandText.Length > LongestText || !_ready.TryAdd(command.CommandText, command))
        {
            return false;
        }

        command.AskedAs = ++_asked;
        if (_ready.Count > Most)
        {
            var oldest = _ready.Values.MinBy(c => c.AskedAs)!;
            _ready.Remove(oldest.CommandText);
            oldest.Drop();
        }

        return true;
    }

    protected override void Dispose(bool disposing)
    {
        _ends = true;
        base.Dispose(disposing);
    }
}

/// <summary>A command that goes back to its connection when its user is done with it.</summary>
internal sealed class KeptCommand(string text, KeptConnection home) : SqliteCommand(text, home)
{
    /// <summary>The order in which the connection's commands were given back.</summary>
    public long AskedAs { get; set; }

    /// <summary>True while somebody reads what it answered.</summary>
    public bool IsRead => DataReader is not null;

    public void Drop() => base.Dispose(disposing: true);

    protected override void Dispose(bool disposing)
    {
        if (!disposing || !home.TryKeep(this))
        {
            base.Dispose(disposing);
        }
    }
}
