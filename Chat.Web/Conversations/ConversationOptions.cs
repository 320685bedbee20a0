using System.ComponentModel.DataAnnotations;

namespace Chat.Web.Conversations;

/// <summary>What conversations allow: section <c>Conversations</c>.</summary>
public sealed class ConversationOptions
{
    public const string Section = "Conversations";

    /// <summary>How long one may edit or remove one's own message.</summary>
    public TimeSpan TimeToChange { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The same for those who teach or tutor.</summary>
    public TimeSpan TimeForStaffToChange { get; set; } = TimeSpan.FromHours(24);

    /// <summary>The hour of the day from which students are to be left in peace.</summary>
    [Range(0, 23)]
    public int QuietFrom { get; set; } = 21;

    /// <summary>The hour until which they are. The same as <see cref="QuietFrom"/> for a school without quiet hours.</summary>
    [Range(0, 23)]
    public int QuietUntil { get; set; } = 7;

    /// <summary>How many files may go with one message.</summary>
    [Range(0, 100)]
    public int MaxAttachments { get; set; } = 10;

    /// <param name="local">The time where it is asked.</param>
    public bool IsQuietAt(DateTime local) => QuietFrom <= QuietUntil
        ? local.Hour >= QuietFrom && local.Hour < QuietUntil
        : local.Hour >= QuietFrom || local.Hour < QuietUntil;
}
