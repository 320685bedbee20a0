namespace Chat.Web.Shell;

/// <summary>
/// Something a person chose on one device: its look, its keys. It travels in a cookie, so that the first byte of a page
/// already has it. What nobody chose is the first of the choices.
/// </summary>
public sealed class DeviceChoice<TChoice>(string cookie)
    where TChoice : struct, Enum
{
    public TChoice Of(HttpContext http) =>
        Enum.TryParse<TChoice>(http.Request.Cookies[cookie], ignoreCase: true, out var choice) && Enum.IsDefined(choice) ? choice : default;

    public void Remember(HttpContext http, TChoice choice) => http.Response.Cookies.Append(cookie, choice.ToString(), DeviceChoice.Cookie);

    /// <summary>The attribute the style sheet and the scripts look at; none for what nobody chose.</summary>
    public string? Attribute(HttpContext http) => Of(http) is var choice && choice.Equals(default(TChoice)) ? null : choice.ToString().ToLowerInvariant();
}

public static class DeviceChoice
{
    public static readonly DeviceChoice<ThemeChoice> Theme = new("theme");

    public static readonly DeviceChoice<SingleKeys> SingleKeys = new("single-keys");

    public static readonly DeviceChoice<SendKey> SendKey = new("send-key");

    public static CookieOptions Cookie => new() { MaxAge = TimeSpan.FromDays(400), SameSite = SameSiteMode.Lax, HttpOnly = true, IsEssential = true };
}

public enum ThemeChoice
{
    System,
    Light,
    Dark,
}

/// <summary>Whether a single key, pressed where nothing is typed, does something. Who dictates to their device may not want that.</summary>
public enum SingleKeys
{
    On,
    Off,
}

/// <summary>What sends a message: Enter, and Shift+Enter breaks the line; or Ctrl+Enter, and Enter breaks it.</summary>
public enum SendKey
{
    Enter,
    Ctrl,
}
