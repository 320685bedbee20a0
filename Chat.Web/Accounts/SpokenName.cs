using System.Globalization;

namespace Chat.Web.Accounts;

/// <summary>A name that is written down in both languages, Russian first, and read in one.</summary>
public static class SpokenName
{
    private const string Between = " / ";

    public static string Of(string stored) => stored.Split(Between, 2) is [var russian, var english]
        ? CultureInfo.CurrentUICulture.TwoLetterISOLanguageName is "ru" ? russian : english
        : stored;
}
