using System.Globalization;
using Chat.Web.Outcomes;

namespace Chat.Web.Accounts;

/// <summary>What a full name must be: something to be read, on one line, and not endless. Nothing is asked of its letters.</summary>
public static class FullNameRules
{
    public static Refusal? Check(string? fullName)
    {
        var name = fullName?.Trim() ?? "";
        return name.ShowsNothing() ? AccountRefusals.NameMissing
            : name.Length > AppUser.MaxFullNameLength ? AccountRefusals.NameTooLong
            : name.HasHalfCharacter() || name.Any(IsNotOfALine) ? AccountRefusals.NameUnreadable
            : null;
    }

    private static bool IsNotOfALine(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
