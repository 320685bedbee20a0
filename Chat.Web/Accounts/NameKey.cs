namespace Chat.Web.Accounts;

/// <summary>Words as people look them up: whether a letter is large makes no difference, and ё is е.</summary>
public static class NameKey
{
    public static string Of(string text) => text.Normalize().ToLowerInvariant().Replace('ё', 'е');
}
