namespace Chat.Web.Conversations;

/// <summary>Finds people and chats by what somebody types of their name: without regard to case, and ё by е, as people type it.</summary>
public static class Names
{
    public static bool Contain(string name, string typed) => Fold(name).Contains(Fold(typed.Trim()), StringComparison.Ordinal);

    /// <summary>
    /// How well a name fits what was typed; 0 for not at all. The beginning of one of its words counts most, then any part,
    /// then the letters in their order with others between them.
    /// </summary>
    public static int Fit(string name, string typed)
    {
        var (whole, part) = (Fold(name), Fold(typed.Trim()));
        return whole.StartsWith(part, StringComparison.Ordinal) || whole.Contains(' ' + part, StringComparison.Ordinal) ? 3
            : whole.Contains(part, StringComparison.Ordinal) ? 2
            : HasInOrder(whole, part) ? 1
            : 0;
    }

    private static bool HasInOrder(string whole, string letters)
    {
        var at = -1;
        return letters.All(letter => char.IsWhiteSpace(letter) || (at = whole.IndexOf(letter, at + 1)) >= 0);
    }

    private static string Fold(string text) => text.ToLowerInvariant().Replace('ё', 'е');
}
