namespace Chat.Web.Conversations;

/// <summary>What the browser is told of a send: nothing when it is stored, else why not and whether trying again may help.</summary>
public sealed record SendAnswer(string? Code, string? Text, bool MayRetry)
{
    public static readonly SendAnswer Sent = new(null, null, false);
}
