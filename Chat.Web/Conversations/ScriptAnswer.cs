namespace Chat.Web.Conversations;

/// <summary>What the browser is told of something it handed over: nothing when it is stored, else why not and whether trying again may help.</summary>
public sealed record ScriptAnswer(string? Code, string? Text, bool MayRetry)
{
    public static readonly ScriptAnswer Done = new(null, null, false);
}
