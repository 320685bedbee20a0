using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;

namespace Chat.Web.Bot;

/// <summary>The bot's own sentences, in the language of whoever is answered, which is nobody's who asks just now.</summary>
public sealed class BotSpeech(IStringLocalizer<BotTexts> texts)
{
    /// <summary>Markup, code and addresses: they are in no language.</summary>
    private static readonly Regex NotSaid = new(@"<script\b.*?</script>|<[^<>]*>|`[^`]*`|https?://\S+", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.NonBacktracking);

    public string Say(string language, string key, params object[] arguments)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            return texts[key, arguments];
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    /// <summary>
    /// The language something is said in; where there are no letters, the one given. One Russian word makes it Russian: names
    /// are Latin in both languages, and hardly anybody who asks in English writes a Russian word.
    /// </summary>
    public static string LanguageOf(string text, string otherwise)
    {
        var said = NotSaid.Replace(text, " ");
        return said.Any(c => c is >= '\u0400' and <= '\u04ff') ? "ru" : said.Any(char.IsAsciiLetter) ? "en" : otherwise;
    }
}
