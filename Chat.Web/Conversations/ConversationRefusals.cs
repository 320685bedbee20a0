using Chat.Web.Outcomes;

namespace Chat.Web.Conversations;

/// <summary>Why something said, read or begun is refused.</summary>
public static class ConversationRefusals
{
    /// <summary>This person reads along and is not heard: a parent, an admin.</summary>
    public static readonly Refusal ReadOnly = new(RefusalKind.Forbidden, "read_only");

    public static readonly Refusal NotActive = new(RefusalKind.Invalid, "chat_not_active");

    public static readonly Refusal MessageEmpty = new(RefusalKind.Invalid, "message_empty");

    public static readonly Refusal MessageTooLong = new(RefusalKind.Invalid, "message_too_long") { Arguments = [Message.MaxLength] };

    /// <summary>Control characters, or half of a surrogate pair: nothing a keyboard makes, and nothing that can be stored as it came.</summary>
    public static readonly Refusal MessageUnreadable = new(RefusalKind.Invalid, "message_unreadable");

    /// <summary>The client id is empty: it is what makes a repeated send safe.</summary>
    public static readonly Refusal ClientIdMissing = new(RefusalKind.Invalid, "client_id_missing");

    /// <summary>The client id was used for another text, or in another conversation.</summary>
    public static readonly Refusal ClientIdReused = new(RefusalKind.Conflict, "client_id_reused");

    public static readonly Refusal NotRelated = new(RefusalKind.Forbidden, "not_related");

    /// <summary>Staff have asked this person to be silent here.</summary>
    public static readonly Refusal Silenced = new(RefusalKind.Forbidden, "silenced");

    public static readonly Refusal NotYours = new(RefusalKind.Forbidden, "not_yours");

    /// <summary>One's own words can no longer be changed. The argument is for how many minutes they could.</summary>
    public static readonly Refusal TooLate = new(RefusalKind.Forbidden, "too_late");

    public static readonly Refusal ForStaff = new(RefusalKind.Forbidden, "for_staff");

    public static readonly Refusal ReasonMissing = new(RefusalKind.Invalid, "reason_missing");

    public static readonly Refusal ReasonTooLong = new(RefusalKind.Invalid, "reason_too_long") { Arguments = [Message.MaxReasonLength] };

    public static readonly Refusal ReplyToNothing = new(RefusalKind.Invalid, "reply_to_nothing");

    public static readonly Refusal SignUnknown = new(RefusalKind.Invalid, "sign_unknown");

    public static readonly Refusal NothingToRead = new(RefusalKind.Invalid, "nothing_to_read");

    /// <summary>A body named another sender than whoever asks.</summary>
    public static readonly Refusal SenderNotYou = new(RefusalKind.Invalid, "sender_not_you");

    /// <summary>No upload of the sender's own that hangs on nothing yet has this id: whose it is otherwise, and whether it is any, looks the same.</summary>
    public static readonly Refusal AttachmentUnknown = new(RefusalKind.Invalid, "attachment_unknown");

    /// <summary>The argument is how many files may go with one message.</summary>
    public static readonly Refusal TooManyAttachments = new(RefusalKind.Invalid, "too_many_attachments");

    public static readonly Refusal NotTwo = new(RefusalKind.Invalid, "not_two_participants");

    public static readonly Refusal SameTwice = new(RefusalKind.Invalid, "same_participant_twice");

    /// <summary>Not among the two, or named another sender, or there is no such thread: the three look the same. The argument is who was named.</summary>
    public static readonly Refusal SenderNotInThread = new(RefusalKind.Invalid, "sender_not_in_thread");

    /// <summary>One's own message is not for oneself to have read.</summary>
    public static readonly Refusal OwnMessage = new(RefusalKind.Forbidden, "own_message");

    /// <summary>It could be about several children, and none of them was named.</summary>
    public static readonly Refusal StudentMissing = new(RefusalKind.Invalid, "student_missing");

    public static bool IsAboutSender(Refusal? refusal) => refusal == SenderNotYou || string.Equals(refusal?.Code, SenderNotInThread.Code, StringComparison.Ordinal);

    public static bool IsAboutFiles(Refusal? refusal) => refusal == AttachmentUnknown || string.Equals(refusal?.Code, TooManyAttachments.Code, StringComparison.Ordinal);

    public static bool IsAboutText(Refusal? refusal) => refusal == MessageEmpty || refusal == MessageTooLong || refusal == MessageUnreadable;
}
