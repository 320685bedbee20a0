using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Chat.Web.Shell;

/// <summary>
/// Counts things the way a language does, by the plural rules of CLDR for Russian and English. A text that counts has
/// one entry for each form: <c>Unread.one</c>, <c>Unread.few</c>, <c>Unread.many</c>, <c>Unread.other</c>.
/// </summary>
public static class Plural
{
    public static string Count(this IStringLocalizer texts, string key, decimal count)
    {
        var form = texts[$"{key}.{FormOf(count, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName)}", count];
        return form.ResourceNotFound ? texts[$"{key}.other", count] : form;
    }

    internal static string FormOf(decimal count, string language) => language switch
    {
        "ru" => RussianFormOf(count),
        _ => count == 1 ? "one" : "other",
    };

    private static string RussianFormOf(decimal count) => (count % 10, count % 100) switch
    {
        _ when count % 1 != 0 => "other",
        (1, not 11) => "one",
        ( >= 2 and <= 4, not (>= 12 and <= 14)) => "few",
        _ => "many",
    };
}
