using System.ComponentModel.DataAnnotations;

namespace Chat.Web.Bot;

/// <summary>The bot: section <c>Bot</c>.</summary>
public sealed class BotOptions
{
    public const string Section = "Bot";

    /// <summary>What it is called: one name, or one in each language with <c> / </c> between them, Russian first. Without one, the house's own.</summary>
    [MaxLength(80)]
    public string? Name { get; set; }

    public ModelOptions Model { get; set; } = new();
}

/// <summary>A language model that words the answers: section <c>Bot:Model</c>. Without an address there is none, and articles are quoted as they stand.</summary>
public sealed class ModelOptions
{
    /// <summary>What comes before <c>/chat/completions</c>. Only here is it said where anything is sent.</summary>
    public string? Endpoint { get; set; }

    public string? Key { get; set; }

    [Required]
    public string Name { get; set; } = "default";

    /// <summary>After this long the article is quoted instead.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long an answer may become.</summary>
    [Range(16, 4_000)]
    public int MaxTokens { get; set; } = 500;

    /// <summary>Of the articles and what was said before, no more is sent than this.</summary>
    [Range(500, 100_000)]
    public int MaxContextCharacters { get; set; } = 12_000;

    [Range(0, 100_000)]
    public int RequestsADayByPerson { get; set; } = 50;

    [Range(0, 10_000_000)]
    public int RequestsADay { get; set; } = 2_000;

    public bool IsThere => !string.IsNullOrWhiteSpace(Endpoint);

    /// <summary>Whether it could be asked, as it is written down.</summary>
    public bool Fits() => Validator.TryValidateObject(this, new ValidationContext(this), validationResults: null, validateAllProperties: true)
        && (!IsThere || (Uri.TryCreate(Endpoint, UriKind.Absolute, out var address) && address.Scheme is "https" or "http"));
}
