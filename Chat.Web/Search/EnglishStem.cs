namespace Chat.Web.Search;

/// <summary>
/// What is left of an English word without its endings, by the published Snowball algorithm for English (Porter 2). The
/// word comes in lower case. What is left need not be a word, nor a beginning of one: it is the same for all its forms.
/// </summary>
public static class EnglishStem
{
    private const string Vowels = "aeiouy";

    /// <summary>A y that sounds like a consonant is written so while endings are looked at.</summary>
    private const char ConsonantY = 'Y';

    private static readonly Dictionary<string, string> Irregular = new[]
    {
        "skis ski", "skies sky", "dying die", "lying lie", "tying tie", "idly idl", "gently gentl", "ugly ugli", "early earli", "only onli", "singly singl",
        "sky sky", "news news", "howe howe", "atlas atlas", "cosmos cosmos", "bias bias", "andes andes",
    }.Select(pair => pair.Split(' ')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private static readonly HashSet<string> WholeWithoutPlural = new(StringComparer.Ordinal)
    {
        "inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed",
    };

    private static readonly string[] RegularBeginnings = ["gener", "commun", "arsen"];

    private static readonly Ending[] Long =
    [
        new("ational", "ate"), new("fulness", "ful"), new("iveness", "ive"), new("ization", "ize"), new("ousness", "ous"),
        new("biliti", "ble"), new("lessli", "less"), new("tional", "tion"),
        new("alism", "al"), new("aliti", "al"), new("ation", "ate"), new("entli", "ent"), new("fulli", "ful"), new("iviti", "ive"), new("ousli", "ous"),
        new("abli", "able"), new("alli", "al"), new("anci", "ance"), new("ator", "ate"), new("enci", "ence"), new("izer", "ize"),
        new("bli", "ble"), new("ogi", "og", After: "l"), new("li", "", After: "cdeghkmnrt"),
    ];

    private static readonly Ending[] Middling =
    [
        new("ational", "ate"), new("tional", "tion"), new("alize", "al"), new("icate", "ic"), new("iciti", "ic"), new("ical", "ic"), new("ness", ""), new("ful", ""),
    ];

    private static readonly Ending[] Last =
    [
        new("ement", ""), new("able", ""), new("ance", ""), new("ence", ""), new("ible", ""), new("ment", ""),
        new("ant", ""), new("ate", ""), new("ent", ""), new("ion", "", After: "st"), new("ism", ""), new("iti", ""), new("ive", ""), new("ize", ""), new("ous", ""),
        new("al", ""), new("er", ""), new("ic", ""),
    ];

    /// <param name="After">The letters one of which must stand before it; any if none are named.</param>
    private sealed record Ending(string Text, string Instead, string After = "");

    public static string Of(string word)
    {
        if (word.Length <= 2)
        {
            return word;
        }

        if (Irregular.TryGetValue(word, out var known))
        {
            return known;
        }

        var stem = MarkConsonantY(word);
        var first = FirstRegion(stem);
        var second = AfterVowelAndConsonant(stem, first);

        stem = WithoutPlural(WithoutPossessive(stem));
        if (WholeWithoutPlural.Contains(stem))
        {
            return stem;
        }

        stem = WithIForY(WithoutTense(stem, first));
        stem = Change(stem, first, Long);
        stem = WithoutAtive(Change(stem, first, Middling), second);
        stem = Change(stem, second, Last);
        return WithoutSilentLetter(stem, first, second).Replace(ConsonantY, 'y');
    }

    private static string MarkConsonantY(string word)
    {
        var letters = word.ToCharArray();
        for (var i = 0; i < letters.Length; i++)
        {
            if (letters[i] is 'y' && (i == 0 || IsVowel(letters[i - 1])))
            {
                letters[i] = ConsonantY;
            }
        }

        return new string(letters);
    }

    private static string WithoutPossessive(string word) =>
        Ends(word, "'s'") ? word[..^3] : Ends(word, "'s") ? word[..^2] : Ends(word, "'") ? word[..^1] : word;

    private static string WithoutPlural(string word) =>
        Ends(word, "sses") ? word[..^2]
        : Ends(word, "ied") || Ends(word, "ies") ? word[..^(word.Length > 4 ? 2 : 1)]
        : Ends(word, "us") || Ends(word, "ss") ? word
        : Ends(word, "s") && word.Length > 2 && HasVowel(word[..^2]) ? word[..^1]
        : word;

    private static string WithoutTense(string word, int first)
    {
        if (Longest(word, "eedly", "eed") is { } ee)
        {
            return word.Length - ee.Length >= first ? word[..^ee.Length] + "ee" : word;
        }

        if (Longest(word, "ingly", "edly", "ing", "ed") is not { } ending || !HasVowel(word[..^ending.Length]))
        {
            return word;
        }

        var rest = word[..^ending.Length];
        return Longest(rest, "at", "bl", "iz") is not null ? rest + "e"
            : Longest(rest, "bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt") is not null ? rest[..^1]
            : rest.Length <= first && EndsInShortSyllable(rest) ? rest + "e"
            : rest;
    }

    private static string WithIForY(string word) =>
        word.Length > 2 && word[^1] is 'y' or ConsonantY && !IsVowel(word[^2]) ? word[..^1] + "i" : word;

    private static string WithoutAtive(string word, int second) =>
        Ends(word, "ative") && word.Length - 5 >= second ? word[..^5] : word;

    private static string WithoutSilentLetter(string word, int first, int second)
    {
        var last = word.Length - 1;
        return word[^1] switch
        {
            'e' when last >= second || (last >= first && !EndsInShortSyllable(word[..^1])) => word[..^1],
            'l' when last >= second && word[^2] is 'l' => word[..^1],
            _ => word,
        };
    }

    /// <summary>Of these endings the longest the word has is changed, if it lies within the region and follows what it must.</summary>
    private static string Change(string word, int region, Ending[] longestFirst)
    {
        var found = Array.Find(longestFirst, e => Ends(word, e.Text));
        if (found is null || word.Length - found.Text.Length < region)
        {
            return word;
        }

        var rest = word[..^found.Text.Length];
        return found.After.Length == 0 || (rest.Length > 0 && found.After.Contains(rest[^1])) ? rest + found.Instead : word;
    }

    private static int FirstRegion(string word) =>
        Array.Find(RegularBeginnings, b => word.StartsWith(b, StringComparison.Ordinal)) is { } beginning ? beginning.Length : AfterVowelAndConsonant(word, 0);

    private static int AfterVowelAndConsonant(string word, int from)
    {
        for (var i = from + 1; i < word.Length; i++)
        {
            if (IsVowel(word[i - 1]) && !IsVowel(word[i]))
            {
                return i + 1;
            }
        }

        return word.Length;
    }

    /// <summary>Consonant, vowel, consonant, the last one not w, x or y; or a whole word of vowel and consonant.</summary>
    private static bool EndsInShortSyllable(string word) =>
        word.Length == 2 ? IsVowel(word[0]) && !IsVowel(word[1])
        : word.Length > 2 && !IsVowel(word[^3]) && IsVowel(word[^2]) && !IsVowel(word[^1]) && word[^1] is not ('w' or 'x' or ConsonantY);

    private static string? Longest(string word, params ReadOnlySpan<string> longestFirst)
    {
        foreach (var ending in longestFirst)
        {
            if (Ends(word, ending))
            {
                return ending;
            }
        }

        return null;
    }

    private static bool Ends(string word, string ending) => word.EndsWith(ending, StringComparison.Ordinal);

    private static bool HasVowel(string text) => text.Any(IsVowel);

    private static bool IsVowel(char letter) => Vowels.Contains(letter);
}
