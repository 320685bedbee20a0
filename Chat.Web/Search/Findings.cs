using Chat.Web.Accounts;

namespace Chat.Web.Search;

/// <summary>What is asked: some words, in one conversation or in all, from the newest on or before a finding.</summary>
/// <param name="Before">The message the next page begins after; none for the first.</param>
public sealed record SearchQuery(string? Text, int? ConversationId = null, long? Before = null)
{
    /// <summary>Whether somebody said that it is to be looked for, rather than being still about to type it. What is written down is written down for that.</summary>
    public bool IsDeliberate { get; init; } = true;
}

/// <summary>A message in which it was found, as one viewer sees it.</summary>
/// <param name="ConversationName">Computed for this viewer, in their language.</param>
public sealed record Finding(
    long MessageId, int ConversationId, string ConversationName, PersonView Author, DateTimeOffset SentAt, int Seq, IReadOnlyList<SnippetPart> Snippet);

/// <summary>What was found, newest first.</summary>
/// <param name="More">Where the next page begins; none if there is none.</param>
public sealed record Findings(IReadOnlyList<Finding> Items, long? More)
{
    public static readonly Findings None = new([], null);

    /// <summary>Nothing was looked for: there was no word in it, or no more than a letter.</summary>
    public static readonly Findings TooShort = None with { IsTooShort = true };

    /// <summary>Nothing was looked for yet: where looking is written down, it is done when it is asked for, not while typing.</summary>
    public static readonly Findings Waiting = None with { IsWaiting = true };

    public bool IsTooShort { get; init; }

    public bool IsWaiting { get; init; }

    /// <summary>In one conversation, on its first page, the number of every message in which it was found; not listed otherwise.</summary>
    public IReadOnlyList<int> Places { get; init; } = [];

    /// <summary>In one conversation, on its first page, how many there are; not counted otherwise.</summary>
    public int? Total { get; init; }

    /// <summary>Whether the count stopped before the end.</summary>
    public bool IsAtLeast { get; init; }
}
