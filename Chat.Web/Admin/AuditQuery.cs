using System.Globalization;
using Chat.Web.Accounts;

namespace Chat.Web.Admin;

/// <summary>Which part of the audit log is wanted. All of it stands in the address, so that a page, a link and an export mean the same.</summary>
/// <param name="Who">A part of a name or of an e-mail address.</param>
/// <param name="Action">A code of <see cref="Audit.AuditActions"/>.</param>
/// <param name="Target">What it was done to: <c>user:7</c>.</param>
/// <param name="From">The first day, as <c>2026-09-01</c>, in the reader's own time zone. What is no day asks for nothing.</param>
/// <param name="To">The last day, which counts as a whole.</param>
public sealed record AuditQuery(string? Who = null, string? Action = null, string? Target = null, string? From = null, string? To = null)
{
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    public DateTimeOffset? Since => Day(From) is { } day ? Midnight(day) : null;

    public DateTimeOffset? Until => Day(To) is { } day && day < DateOnly.MaxValue ? Midnight(day.AddDays(1)) : null;

    /// <summary>The same, for an address or for the log.</summary>
    public override string ToString() => string.Join('&', Parts.Where(p => !string.IsNullOrWhiteSpace(p.Value)).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));

    private IEnumerable<(string Name, string? Value)> Parts => [("who", Who), ("action", Action), ("target", Target), ("from", From), ("to", To)];

    private static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year > 1 ? day : null;

    private DateTimeOffset Midnight(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, TimeZone.GetUtcOffset(local));
    }
}

/// <summary>One entry, with the names of those it speaks of.</summary>
/// <param name="Actor">None for the house itself, and for somebody who could not sign in.</param>
/// <param name="TargetName">None where nothing by that number is known.</param>
public sealed record AuditRow(
    long Id, DateTimeOffset At, PersonView? Actor, string Action, string Target, string? TargetName, string? Reason, string? Before, string? After, string? Address);

/// <summary>What came of walking the chain.</summary>
/// <param name="Entries">How many there are.</param>
/// <param name="BrokenId">The first entry that is not what was written, or the number under which one is missing; none when all are in order.</param>
/// <param name="Broken">What stands under that number now, if anything does.</param>
public sealed record AuditVerdict(long Entries, long? BrokenId, AuditRow? Broken);
