using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Chat.Web.Bot;

/// <summary>The bot's own sentences, in the language of whoever is answered, which is nobody's who asks just now.</summary>
public sealed class BotSpeech(IStringLocalizer<BotTexts> texts)
{
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

    /// <summary>The language something is written in, by its letters; where it has none that tell, the one given.</summary>
    public static string LanguageOf(string text, string otherwise)
    {
        var (russian, latin) = (text.Count(c => c is >= '\u0400' and <= '\u04ff'), text.Count(char.IsAsciiLetter));
        return russian == 0 && latin == 0 ? otherwise : russian >= latin ? "ru" : "en";
    }
}
