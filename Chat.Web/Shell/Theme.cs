namespace Chat.Web.Shell;

public enum ThemeChoice
{
    System,
    Light,
    Dark,
}

/// <summary>The look a person chose on this device. It travels in a cookie, so that the first byte of a page already has it.</summary>
public static class Theme
{
    public const string CookieName = "theme";

    public static ThemeChoice Of(HttpContext http) =>
        Enum.TryParse<ThemeChoice>(http.Request.Cookies[CookieName], ignoreCase: true, out var choice) && Enum.IsDefined(choice) ? choice : ThemeChoice.System;

    /// <summary>The attribute the style sheet looks at; none follows the device.</summary>
    public static string? Attribute(HttpContext http) => Of(http) switch
    {
        ThemeChoice.Light => "light",
        ThemeChoice.Dark => "dark",
        _ => null,
    };

    public static void Remember(HttpContext http, ThemeChoice choice) => http.Response.Cookies.Append(CookieName, choice.ToString(), PreferenceCookie);

    public static CookieOptions PreferenceCookie => new() { MaxAge = TimeSpan.FromDays(400), SameSite = SameSiteMode.Lax, HttpOnly = true, IsEssential = true };
}
