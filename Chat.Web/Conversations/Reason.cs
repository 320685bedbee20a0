using Chat.Web.Outcomes;

namespace Chat.Web.Conversations;

/// <summary>What somebody gives as their reason: anything that could also be said, only shorter; none when they gave none.</summary>
internal static class Reason
{
    public static Outcome<string?> Check(string? raw)
    {
        if (string.IsNullOrWhiteSpace(raw))
        {
            return (string?)null;
        }

        var text = MessageText.Check(raw);
        return text.Refusal is { } unfit ? unfit
            : text.Value!.Length > Message.MaxReasonLength ? ConversationRefusals.ReasonTooLong
            : text.Value;
    }
}
