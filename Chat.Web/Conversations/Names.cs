namespace Chat.Web.Conversations;

/// <summary>Finds people and chats by what somebody types of their name: without regard to case, and ё by е, as people type it.</summary>
public static class Names
{
    public static bool Contain(string name, string typed) => Fold(name).Contains(Fold(typed.Trim()), StringComparison.CurrentCultureIgnoreCase);

    private static string Fold(string text) => text.Replace('ё', 'е').Replace('Ё', 'Е');
}
