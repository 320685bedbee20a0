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

    /// <summary>What it was before, in stable words: a role's name, a date. Never a password or anything that was said.</summary>
    public string? Before { get; init; }

    /// <summary>What it is since.</summary>
    public string? After { get; init; }

    /// <summary>Where the device is that it was done from; none for the house itself.</summary>
    public string? Address { get; init; }

    public required string PreviousHash { get; init; }

    /// <summary>SHA-256 over the fields above, in lower-case hex.</summary>
    public string Hash { get; set; } = "";

    public bool IsGenuine => string.Equals(Hash, ComputeHash(), StringComparison.Ordinal);

    /// <summary>Each field stands behind its length, so that no two entries can be told in the same bytes.</summary>
    public string ComputeHash()
    {
        var text = new StringBuilder();
        foreach (var field in new[] { Text(Id), Text(At.UtcTicks), Text(ActorId), Action, Target, Reason, Before, After, Address, PreviousHash })
        {
            text.Append(CultureInfo.InvariantCulture, $"{field?.Length ?? -1}:{field}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string? Text(IFormattable? number) => number?.ToString(null, CultureInfo.InvariantCulture);
}

/// <summary>What is to be written down: what was done, and to what.</summary>
/// <param name="Action">A stable code: <c>user.suspended</c>.</param>
/// <param name="Target">What it was done to: <c>user:7</c>.</param>
public sealed record Deed(string Action, string Target)
{
    public string? Reason { get; init; }

    public string? Before { get; init; }

    public string? After { get; init; }

    /// <summary>Where it came from, where nobody is signed in who could be asked; otherwise the actor's own counts.</summary>
    public string? Address { get; init; }
}

/// <summary>The end of the chain, in one row: whoever appends takes this row first, so that appends stand in a line on every database.</summary>
public class AuditHead
{
    public int Id { get; init; }

    public long LastId { get; set; }

    public required string LastHash { get; set; }
}
