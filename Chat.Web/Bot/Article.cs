using Chat.Web.Accounts;
using Chat.Web.Live;

namespace Chat.Web.Bot;

/// <summary>For whom something is written.</summary>
public enum Audience
{
    Everyone = 1,
    Staff = 2,
}

public enum ArticleState
{
    /// <summary>Being written: nobody is told of it.</summary>
    Draft = 1,

    /// <summary>What was approved is told; a later wording may be on its way.</summary>
    Approved = 2,

    /// <summary>No longer told.</summary>
    Withdrawn = 3,
}

/// <summary>
/// Something the bot knows. Every wording is kept as a revision; what people are told is the one an admin has approved,
/// whatever is being written beside it.
/// </summary>
public class Article
{
    public int Id { get; private set; }

    public ArticleState State { get; set; } = ArticleState.Draft;

    /// <summary>The number of the newest wording; the first is 1.</summary>
    public int LatestVersion { get; set; } = 1;

    /// <summary>The number of the wording that is told; none while none is.</summary>
    public int? ApprovedVersion { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Made with the demo school, and gone with it.</summary>
    public bool IsDemo { get; set; }

    public List<ArticleRevision> Revisions { get; init; } = [];
}

/// <summary>One wording of an article, in both languages. It never changes; the next one follows it.</summary>
public class ArticleRevision
{
    public int ArticleId { get; init; }

    public int Version { get; init; }

    public Audience Audience { get; init; }

    public required ArticleText Ru { get; init; }

    public required ArticleText En { get; init; }

    public int? WrittenById { get; init; }

    public AppUser? WrittenBy { get; init; }

    public DateTimeOffset WrittenAt { get; init; }

    public int? ApprovedById { get; set; }

    public AppUser? ApprovedBy { get; init; }

    public DateTimeOffset? ApprovedAt { get; set; }
}

/// <summary>An article in one language.</summary>
/// <param name="Body">Markdown.</param>
/// <param name="Keywords">Other ways to ask for it: words or whole questions, one a line.</param>
public sealed record ArticleText(string Title, string Body, string Keywords)
{
    public const int MaxTitleLength = 150;

    public const int MaxBodyLength = 6_000;

    public const int MaxKeywordsLength = 2_000;

    public bool IsWhole => Title.Length > 0 && Body.Length > 0;
}

/// <summary>A question that is offered to whoever begins, in one language.</summary>
public class QuickPrompt
{
    public const int MaxTitleLength = 60;

    public const int MaxTextLength = 300;

    public int Id { get; private set; }

    public required string Language { get; init; }

    public required string Title { get; set; }

    /// <summary>What is asked when it is chosen.</summary>
    public required string Text { get; set; }

    public int Order { get; set; }

    /// <summary>Made with the demo school, and gone with it.</summary>
    public bool IsDemo { get; init; }

    internal bool SaysTheSameAs(string title, string text) => Title.Equals(title, StringComparison.OrdinalIgnoreCase) && Text.Equals(text, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What the bot knows has become another.</summary>
public sealed record KnowledgeChanged(int ArticleId) : ChatEvent;
