using Chat.Web.Accounts;
using Chat.Web.Outcomes;

namespace Chat.Web.Search;

/// <summary>One word that is looked for.</summary>
/// <param name="MayGoOn">Whether it may not have been typed to its end.</param>
public sealed record WantedWord(string Form, IReadOnlyList<string> Keys, bool MayGoOn)
{
    public bool Means(Word word) =>
        Keys.Any(key => word.Keys.Contains(key, StringComparer.Ordinal)) || (MayGoOn && word.Form.StartsWith(Form, StringComparison.Ordinal));
}

/// <summary>What somebody looks for: words that must all be there, in whatever form and order, the last of them perhaps only begun.</summary>
public sealed class Wanted
{
    public const int MaxLength = 200;

    private const int MostAsked = 6;

    private readonly List<WantedWord> _words;

    private Wanted(List<WantedWord> words) => _words = words;

    public static Outcome<Wanted> Read(string? raw)
    {
        var text = (raw ?? "").Trim();
        if (text.Length > MaxLength)
        {
            return SearchRefusals.TooLong;
        }

        if (text.HasHalfCharacter() || text.Any(char.IsControl))
        {
            return SearchRefusals.Unreadable;
        }

        var words = Words.In(text).ToList();
        return new Wanted(
        [
            .. words.SkipLast(1).DistinctBy(w => w.Form, StringComparer.Ordinal).Select(w => new WantedWord(w.Form, w.Keys, MayGoOn: false)),
            .. words.TakeLast(1).Select(w => new WantedWord(w.Form, w.Keys, MayGoOn: true)),
        ]);
    }

    /// <summary>A single letter is in nearly every message: that is not looking for anything yet.</summary>
    public bool IsEnough => _words.Exists(w => w.Form.Length > 1);

    /// <summary>The words the index is asked for, the one that says most first: a whole word, and a long one.</summary>
    public IReadOnlyList<WantedWord> Asked =>
        [.. _words.OrderBy(w => w.Form.Length == 1).ThenBy(w => w.MayGoOn).ThenByDescending(w => w.Form.Length).Take(MostAsked)];

    public bool IsSaidBy(IReadOnlyCollection<Word> words) => _words.TrueForAll(wanted => words.Any(wanted.Means));

    public bool Means(Word word) => _words.Exists(wanted => wanted.Means(word));
}
