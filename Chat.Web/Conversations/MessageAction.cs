namespace Chat.Web.Conversations;

/// <summary>What somebody chose to do with a message.</summary>
public enum MessageAction
{
    Reply,
    Edit,
    CopyText,
    CopyLink,
    MarkUnread,
    Pin,
    History,
    Report,
    Remove,
}
