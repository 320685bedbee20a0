namespace Chat.Web.Search;

/// <summary>
/// What is left of a Russian word without its endings, by the published Snowball algorithm for Russian. The word comes in
/// lower case and with е for ё; what is left is always a beginning of it.
/// </summary>
public static class RussianStem
{
    private const string Vowels = "аеиоуыэюя";

    private static readonly Endings Gerund = new("ив ивши ившись ыв ывши ывшись", afterAOrYa: "в вши вшись");
    private static readonly Endings Reflexive = new("ся сь");
    private static readonly Endings Adjective = new("ее ие ые ое ими ыми ей ий ый ой ем им ым ом его ого ему ому их ых ую юю ая яя ою ею");
    private static readonly Endings Participle = new("ивш ывш ующ", afterAOrYa: "ем нн вш ющ щ");
    private static readonly Endings Verb = new(
        "ила ыла ена ейте уйте ите или ыли ей уй ил ыл им ым ен ило ыло ено ят ует уют ит ыт ены ить ыть ишь ую ю",
        afterAOrYa: "ла на ете йте ли й л ем н ло но ет ют ны ть ешь нно");
    private static readonly Endings Noun = new("а ев ов ие ье е иями ями ами еи ии и ией ей ой ий й иям ям ием ем ам ом о у ах иях ях ы ь ию ью ю ия ья я");
    private static readonly Endings And = new("и");
    private static readonly Endings Derivation = new("ост ость");
    private static readonly Endings Superlative = new("ейш ейше");
    private static readonly Endings SoftSign = new("ь");

    public static string Of(string word)
    {
        var afterVowel = AfterFirstVowel(word);
        if (afterVowel == 0)
        {
            return word;
        }

        var farther = AfterVowelAndConsonant(word, AfterVowelAndConsonant(word, 0));
        var stem = WithoutInflection(word, afterVowel);
        stem = And.CutFrom(stem, afterVowel) ?? stem;
        stem = Derivation.CutFrom(stem, farther) ?? stem;
        return Tidy(stem, afterVowel);
    }

    /// <summary>
    /// What is left if the word is taken for a noun where the algorithm takes it for a verb: what it makes of правило and of
    /// правилами is not the same. None where it makes no difference.
    /// </summary>
    public static string? OfNoun(string word)
    {
        var region = AfterFirstVowel(word);
        return region > 0 && WithoutAdjectival(word, region) is null && Verb.CutFrom(word, region) is not null ? Noun.CutFrom(word, region) : null;
    }

    /// <summary>
    /// The stem of a noun whose last vowel comes and goes: угол, углы; точек, точки; корень, корня. None where no vowel
    /// could go.
    /// </summary>
    public static string? WithoutFleetingVowel(string word)
    {
        var stem = word.EndsWith('ь') ? word[..^1] : word;
        return stem.Length > 3 && stem[^1] is 'к' or 'н' or 'ц' or 'л' or 'р' && stem[^2] is 'о' or 'е' && !Vowels.Contains(stem[^3]) && AfterFirstVowel(stem) < stem.Length - 1
            ? stem[..^2] + stem[^1]
            : null;
    }

    private static int AfterFirstVowel(string word)
    {
        var before = word.TakeWhile(c => !Vowels.Contains(c)).Count();
        return before == word.Length ? 0 : before + 1;
    }

    private static string WithoutInflection(string word, int region)
    {
        if (Gerund.CutFrom(word, region) is { } gerund)
        {
            return gerund;
        }

        var plain = Reflexive.CutFrom(word, region) ?? word;
        return WithoutAdjectival(plain, region) ?? Verb.CutFrom(plain, region) ?? Noun.CutFrom(plain, region) ?? plain;
    }

    private static string? WithoutAdjectival(string word, int region) =>
        Adjective.CutFrom(word, region) is { } root ? Participle.CutFrom(root, region) ?? root : null;

    private static string Tidy(string stem, int region) =>
        Superlative.CutFrom(stem, region) is { } plain ? WithOneN(plain, region)
        : SoftSign.CutFrom(stem, region) ?? WithOneN(stem, region);

    private static string WithOneN(string stem, int region) =>
        stem.Length - 2 >= region && stem.EndsWith("нн", StringComparison.Ordinal) ? stem[..^1] : stem;

    /// <summary>Where the part begins that follows a consonant after a vowel; the end of the word if there is none.</summary>
    private static int AfterVowelAndConsonant(string word, int from)
    {
        for (var i = from + 1; i < word.Length; i++)
        {
            if (Vowels.Contains(word[i - 1]) && !Vowels.Contains(word[i]))
            {
                return i + 1;
            }
        }

        return word.Length;
    }

    /// <summary>Endings of one kind. Some count only where they follow а or я.</summary>
    private sealed class Endings(string free, string afterAOrYa = "")
    {
        private readonly (string Ending, bool IsFree)[] _longestFirst =
        [
            .. Split(free).Select(e => (e, true)).Concat(Split(afterAOrYa).Select(e => (e, false))).OrderByDescending(e => e.Item1.Length),
        ];

        /// <summary>The word without the longest of these endings that lies within the region; none if there is none, or if it may not be cut.</summary>
        public string? CutFrom(string word, int region)
        {
            foreach (var (ending, isFree) in _longestFirst)
            {
                if (word.Length - ending.Length >= region && word.EndsWith(ending, StringComparison.Ordinal))
                {
                    var rest = word[..^ending.Length];
                    return isFree || (rest.Length > region && rest[^1] is 'а' or 'я') ? rest : null;
                }
            }

            return null;
        }

        private static string[] Split(string endings) => endings.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
