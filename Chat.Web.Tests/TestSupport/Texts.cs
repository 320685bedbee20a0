using System.Collections;
using System.Globalization;
using System.Resources;

namespace Chat.Web.Tests.TestSupport;

/// <summary>What stands in the resource files.</summary>
public static class Texts
{
    /// <summary>The texts of exactly this language: what is missing is missing, and not taken from another.</summary>
    public static Dictionary<string, string> Of(Type room, string language)
    {
        // The neutral files are the English ones.
        var culture = language is "en" ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(language);
        var set = new ResourceManager(room).GetResourceSet(culture, createIfNotExists: true, tryParents: false);
        return set?.Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value!) ?? [];
    }
}
