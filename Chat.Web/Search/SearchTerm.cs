namespace Chat.Web.Search;

/// <summary>
/// One form in which a message is found: a word of it, or a word's stem. Ordered by conversation, so that what a search
/// costs follows from what one may read and not from the size of the school.
/// </summary>
public class SearchTerm
{
    public int ConversationId { get; init; }

    public required string Term { get; init; }

    public long MessageId { get; init; }
}

/// <summary>How far the index has come, in one row that moves in the same transaction as the terms.</summary>
public class SearchMark
{
    public const int OnlyId = 1;

    public int Id { get; init; }

    /// <summary>What was said up to here is in the index, and nothing can be said before it any more.</summary>
    public long MessageId { get; init; }

    /// <summary>The same for words that were changed or taken back.</summary>
    public long RevisionId { get; init; }

    /// <summary>The <see cref="Words.Version"/> the terms were made by; another one begins again.</summary>
    public int WordsVersion { get; init; }
}
