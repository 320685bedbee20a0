namespace Chat.Web.Conversations;

/// <summary>What conversations allow: section <c>Conversations</c>.</summary>
public sealed class ConversationOptions
{
    public const string Section = "Conversations";

    /// <summary>How long one may edit or remove one's own message.</summary>
    public TimeSpan TimeToChange { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The same for those who teach or tutor.</summary>
    public TimeSpan TimeForStaffToChange { get; set; } = TimeSpan.FromHours(24);
}
