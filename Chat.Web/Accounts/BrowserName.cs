namespace Chat.Web.Accounts;

/// <summary>What a person would call the browser behind a User-Agent header, such as "Firefox, Windows".</summary>
public static class BrowserName
{
    // Order matters: most browsers also name the ones they descend from.
    private static readonly (string Mark, string Name)[] Browsers =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("YaBrowser/", "Yandex Browser"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Mark, string Name)[] Systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux")];

    /// <returns>None when nothing is recognised.</returns>
    public static string? Of(string userAgent)
    {
        string?[] parts = [Find(Browsers, userAgent), Find(Systems, userAgent)];
        var known = parts.OfType<string>().ToList();
        return known.Count == 0 ? null : string.Join(", ", known);
    }

    private static string? Find((string Mark, string Name)[] known, string userAgent) =>
        Array.Find(known, k => userAgent.Contains(k.Mark, StringComparison.Ordinal)).Name;
}
