using System.Globalization;
using System.Text;

namespace Chat.Web.Accounts;

/// <summary>Characters that leave no mark: of them alone, nobody has a name and nothing was said.</summary>
public static class VisibleText
{
    /// <summary>
    /// Beyond white space and format characters, those that Unicode lets be drawn as nothing, and the blank Braille
    /// pattern. They are letters and marks by category, so only a list can tell.
    /// </summary>
    private static readonly (int First, int Last)[] Fillers =
    [
        (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2065, 0x2065), (0x2800, 0x2800), (0x3164, 0x3164),
        (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF),
    ];

    public static bool ShowsNothing(this string text) => text.EnumerateRunes().All(IsInvisible);

    private static bool IsInvisible(Rune rune) =>
        Rune.IsWhiteSpace(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format
        || Array.Exists(Fillers, f => f.First <= rune.Value && rune.Value <= f.Last);
}
