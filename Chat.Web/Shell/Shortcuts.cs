namespace Chat.Web.Shell;

/// <summary>Whether a single key, pressed where nothing is typed, does something. Who dictates to their device may not want that.</summary>
public enum SingleKeys
{
    On,
    Off,
}

/// <summary>The keys that do something everywhere, and the choice made of them on this device.</summary>
public static class Shortcuts
{
    private const string CookieName = "single-keys";

    public static SingleKeys Of(HttpContext http) =>
        Enum.TryParse<SingleKeys>(http.Request.Cookies[CookieName], ignoreCase: true, out var choice) && Enum.IsDefined(choice) ? choice : SingleKeys.On;

    /// <summary>The attribute the page's script looks at; none leaves the keys as they are.</summary>
    public static string? Attribute(HttpContext http) => Of(http) is SingleKeys.Off ? "off" : null;

    public static void Remember(HttpContext http, SingleKeys choice) => http.Response.Cookies.Append(CookieName, choice.ToString(), Theme.PreferenceCookie);
}
