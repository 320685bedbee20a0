using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Chat.Web.Audit;

/// <summary>
/// One thing somebody will be asked to answer for. Each entry carries the hash of the one before, so that no entry can be
/// changed or taken out without breaking the chain behind it.
/// </summary>
public class AuditEntry
{
    /// <summary>1, 2, 3 … without a gap, given out with the chain.</summary>
    public long Id { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>Who did it; none for the house itself, such as the first set-up.</summary>
    public int? ActorId { get; init; }

    /// <summary>What was done, as a stable code: <c>conversation.opened</c>.</summary>
    public required string Action { get; init; }

    /// <summary>To what: <c>conversation:33</c>, <c>user:7</c>.</summary>
    public required string Target { get; init; }

    /// <summary>Why, in the words of whoever did it, where they had to say so.</summary>
    public string? Reason { get; init; }

    public required string PreviousHash { get; init; }

    /// <summary>SHA-256 over the fields above, in lower-case hex.</summary>
    public required string Hash { get; init; }

    public bool IsGenuine => string.Equals(Hash, HashOf(Id, At, ActorId, Action, Target, Reason, PreviousHash), StringComparison.Ordinal);

    public static string HashOf(long id, DateTimeOffset at, int? actorId, string action, string target, string? reason, string previousHash)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{id}\n{at.UtcTicks}\n{actorId}\n{action}\n{target}\n{reason}\n{previousHash}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}

/// <summary>The end of the chain, in one row: whoever appends takes this row first, so that appends stand in a line on every database.</summary>
public class AuditHead
{
    public int Id { get; init; }

    public long LastId { get; set; }

    public required string LastHash { get; set; }
}
