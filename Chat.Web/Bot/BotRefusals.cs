using Chat.Web.Outcomes;

namespace Chat.Web.Bot;

/// <summary>Why something asked of the bot, or about what it knows, is refused.</summary>
public static class BotRefusals
{
    /// <summary>The bot is to answer, and nobody has said anything.</summary>
    public static readonly Refusal NothingAsked = new(RefusalKind.Invalid, "no_user_message");

    public static readonly Refusal WritersOnly = new(RefusalKind.Forbidden, "knowledge_writers_only");

    public static readonly Refusal AdminsApprove = new(RefusalKind.Forbidden, "knowledge_admins_approve");

    /// <summary>Title or text is missing in one of the languages: until then nobody is told of it.</summary>
    public static readonly Refusal NotWhole = new(RefusalKind.Invalid, "article_not_whole");

    public static readonly Refusal TitleMissing = new(RefusalKind.Invalid, "article_title_missing");

    public static readonly Refusal TextTooLong = new(RefusalKind.Invalid, "article_too_long");

    public static readonly Refusal TextUnreadable = new(RefusalKind.Invalid, "article_unreadable");

    public static readonly Refusal AudienceUnknown = new(RefusalKind.Invalid, "audience_unknown");

    /// <summary>Somebody has written a later wording meanwhile: what would be approved or replaced is not what was looked at.</summary>
    public static readonly Refusal ChangedMeanwhile = new(RefusalKind.Conflict, "article_changed");

    public static readonly Refusal NotTold = new(RefusalKind.Invalid, "article_not_told");

    public static readonly Refusal PromptUnfit = new(RefusalKind.Invalid, "prompt_unfit");

    public static readonly Refusal PromptExists = new(RefusalKind.Conflict, "prompt_exists");

    public static readonly Refusal TooManyPrompts = new(RefusalKind.Invalid, "too_many_prompts") { Arguments = [PromptService.Most] };
}
