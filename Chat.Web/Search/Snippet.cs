using System.Globalization;

namespace Chat.Web.Search;

/// <param name="IsHit">Whether this is what was looked for.</param>
public sealed record SnippetPart(string Text, bool IsHit);

/// <summary>The part of a message around what was found in it, cut between characters as people see them.</summary>
public static class Snippet
{
    private const int Before = 40;
    private const int Length = 160;
    private const string More = "…";

    public static IReadOnlyList<SnippetPart> Of(string text, IReadOnlyCollection<Word> hits)
    {
        var first = hits.Count == 0 ? 0 : hits.Min(h => h.Start);
        var characters = StringInfo.ParseCombiningCharacters(text);
        var from = first <= Before ? 0 : BeginningOfWord(text, characters, CharacterAt(characters, first - Before), first);
        var to = text.Length - from <= Length ? text.Length : CharacterAt(characters, from + Length);

        var parts = new List<SnippetPart>();
        Add(parts, from > 0 ? More : "", isHit: false);
        foreach (var hit in hits.Where(h => h.Start < to).OrderBy(h => h.Start))
        {
            var (start, end) = (Math.Max(from, CharacterAt(characters, hit.Start)), Math.Min(to, EndOfCharacter(characters, hit.End, text.Length)));
            Add(parts, text[from..Math.Max(from, start)], isHit: false);
            Add(parts, text[start..Math.Max(start, end)], isHit: true);
            from = Math.Max(from, end);
        }

        Add(parts, text[from..Math.Max(from, to)], isHit: false);
        Add(parts, to < text.Length ? More : "", isHit: false);
        return parts;
    }

    private static void Add(List<SnippetPart> parts, string text, bool isHit)
    {
        if (text.Length > 0)
        {
            parts.Add(new(text, isHit));
        }
    }

    /// <summary>Better the next whole word than half of this one, if one begins before what was found.</summary>
    private static int BeginningOfWord(string text, int[] characters, int from, int first)
    {
        foreach (var at in characters)
        {
            if (at > from && at <= first && char.IsWhiteSpace(text[at - 1]))
            {
                return at;
            }
        }

        return from;
    }

    /// <summary>Where the character begins that stands here.</summary>
    private static int CharacterAt(int[] characters, int at)
    {
        var found = Array.BinarySearch(characters, at);
        return found >= 0 ? at : characters[Math.Max(~found - 1, 0)];
    }

    private static int EndOfCharacter(int[] characters, int at, int length)
    {
        var found = Array.BinarySearch(characters, at);
        return found >= 0 ? at : ~found < characters.Length ? characters[~found] : length;
    }
}
