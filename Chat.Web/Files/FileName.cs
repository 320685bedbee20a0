using System.Buffers;
using System.Globalization;
using Chat.Web.Accounts;
using Chat.Web.Conversations;
using Chat.Web.Outcomes;

namespace Chat.Web.Files;

/// <summary>What a file is called: as its owner called it, but for the way to it, and with an ending that agrees with what it is.</summary>
public static class FileName
{
    /// <summary>Marks that let a name be read in another order than it is written: what ends in "exe.png" could be shown as "gnp.exe".</summary>
    private static readonly SearchValues<char> Turns = SearchValues.Create("\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u200E\u200F\u061C\u2028\u2029");

    private static readonly SearchValues<char> Separators = SearchValues.Create("/\\");

    public static Outcome<string> Check(string? raw)
    {
        var whole = raw ?? "";
        var name = whole[(whole.AsSpan().LastIndexOfAny(Separators) + 1)..].Trim();
        return name.Any(char.IsControl) || name.HasHalfCharacter() || name.AsSpan().ContainsAny(Turns) ? UploadRefusals.NameUnreadable
            : name.ShowsNothing() || name.All(c => c is '.') ? "file"
            : name;
    }

    /// <param name="name">A name that has been checked.</param>
    public static string Fit(string name, FileKind kind)
    {
        var ending = Path.GetExtension(name);
        var agrees = kind.Endings.Contains(ending, StringComparer.OrdinalIgnoreCase);
        var (stem, last) = agrees ? (name[..^ending.Length], ending) : (name, kind.Endings[0]);
        return Shorten(stem, Attachment.MaxNameLength - last.Length) + last;
    }

    /// <summary>Cut between characters as people see them.</summary>
    private static string Shorten(string stem, int most)
    {
        if (stem.Length <= most)
        {
            return stem;
        }

        var end = StringInfo.ParseCombiningCharacters(stem).LastOrDefault(start => start < most);
        // A single letter under a heap of marks is one character, however long: then it is cut where it must be.
        return stem[..(end > 0 ? end : char.IsHighSurrogate(stem[most - 1]) ? most - 1 : most)];
    }
}
