using System.ComponentModel.DataAnnotations;

namespace Chat.Web.Settings;

/// <summary>How long what is over is kept: section <c>Retention</c>. 0 keeps it for ever, which is what holds unless somebody decides otherwise.</summary>
public sealed class RetentionOptions
{
    public const string Section = "Retention";

    public const int MostMonths = 600;

    /// <summary>What was said in chats that ended longer ago than this goes. Chats in which something was reported are kept.</summary>
    [Range(0, MostMonths)]
    public int EndedChatsMonths { get; set; }

    /// <summary>Devices that were signed out longer ago than this are forgotten, with their addresses.</summary>
    [Range(0, MostMonths)]
    public int EndedSessionsMonths { get; set; }
}
