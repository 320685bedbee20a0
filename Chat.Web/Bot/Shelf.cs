using Chat.Web.Search;

namespace Chat.Web.Bot;

/// <summary>An article as people are told it.</summary>
public sealed record ShelvedArticle(int Id, Audience Audience, ArticleText Ru, ArticleText En, DateTimeOffset ApprovedAt)
{
    public ArticleText In(string language) => language is "ru" ? Ru : En;
}

/// <summary>An article that may answer a question.</summary>
/// <param name="Score">By how much it goes before the others (BM25 over title, other ways to ask, and text).</param>
/// <param name="Confidence">How much of what is asked it speaks of, from 0 to 1: whether it answers at all.</param>
public sealed record Hit(ShelvedArticle Article, double Score, double Confidence)
{
    /// <summary>More than half, which is 51 % where it is shown. Below this the bot says that it does not know.</summary>
    public const double EnoughToAnswer = 0.505;

    public bool Answers => Confidence >= EnoughToAnswer;
}

/// <summary>
/// The approved articles with an index over their words, in both languages at once: letters keep them apart. Which article
/// comes first is told by BM25, which knows what a word is worth among these articles. Whether the first is any good it
/// cannot tell, for its figures mean something else in a school with five articles than in one with five hundred: that is
/// told by the share of the question the article speaks of, each word weighed by how rare it is here.
/// </summary>
public sealed class Shelf
{
    private const double Saturation = 1.2;
    private const double LengthMatters = 0.5;
    private const int MostWordsAsked = 60;

    /// <summary>A word that stands nowhere is weighed as if it stood in this many articles: people say much that is beside the point.</summary>
    private const int UnknownStandsIn = 2;

    private static readonly Field[] Fields =
    [
        new(t => t.Title, Weight: 4, Proof: 1.3),
        new(t => t.Keywords, Weight: 3, Proof: 1),
        new(t => t.Body, Weight: 1, Proof: 0.6),
    ];

    private readonly Dictionary<string, List<Place>> _places = new(StringComparer.Ordinal);
    private readonly double[] _usualLength;
    private readonly int[][] _length;

    public Shelf(IReadOnlyList<ShelvedArticle> articles)
    {
        Articles = articles;
        _length = [.. articles.Select(_ => new int[Fields.Length])];
        for (var article = 0; article < articles.Count; article++)
        {
            for (var field = 0; field < Fields.Length; field++)
            {
                Put(article, field);
            }
        }

        _usualLength = [.. Fields.Select((_, field) => Math.Max(1, _length.Select(l => (double)l[field]).DefaultIfEmpty(1).Average()))];
    }

    public IReadOnlyList<ShelvedArticle> Articles { get; }

    /// <summary>What may answer a question, best first.</summary>
    /// <param name="isFor">Which articles whoever asks may read. The others do not exist.</param>
    public IReadOnlyList<Hit> Find(string question, Func<ShelvedArticle, bool> isFor)
    {
        var asked = AskedIn(question);
        if (asked.Count == 0)
        {
            return [];
        }

        var open = Articles.Select(isFor).ToArray();
        var articles = open.Count(o => o);
        var (score, proven, all) = (new double[Articles.Count], new double[Articles.Count], 0.0);
        foreach (var keys in asked)
        {
            var found = Look(keys, open);
            var worth = Worth(found.Count == 0 ? UnknownStandsIn : found.Count, articles);
            all += worth;
            foreach (var (article, counts) in found)
            {
                var proof = Fields.Where((_, field) => counts[field] > 0).Max(f => f.Proof);
                score[article] += worth * proof * Saturated(article, counts);
                proven[article] += worth * proof;
            }
        }

        // A question that says little proves little: one everyday word, or one in passing, is not enough.
        all = Math.Max(all, Worth(standsIn: 0, articles));
        return
        [
            .. Articles.Select((a, i) => new Hit(a, Math.Round(score[i], 3), Math.Round(Math.Min(1, proven[i] / all), 3)))
                .Where(h => h.Score > 0)
                .OrderByDescending(h => h.Score)
                .ThenBy(h => h.Article.Id),
        ];
    }

    /// <summary>The words that say what is asked about, each by its keys and once. A question of small words alone is about nothing.</summary>
    private static List<IReadOnlyList<string>> AskedIn(string question) =>
    [
        .. SmallWords.Without([.. Words.In(question)])
            .DistinctBy(w => w.Keys[^1], StringComparer.Ordinal)
            .Take(MostWordsAsked)
            .Select(w => w.Keys),
    ];

    private void Put(int article, int field)
    {
        var text = string.Join('\n', Fields[field].Of(Articles[article].Ru), Fields[field].Of(Articles[article].En));
        var number = 0;
        foreach (var word in Words.In(text))
        {
            number++;
            foreach (var key in word.Keys)
            {
                (_places.TryGetValue(key, out var places) ? places : _places[key] = []).Add(new Place(article, field, number));
            }
        }

        _length[article][field] = number;
    }

    /// <summary>How often a word stands in each field of each article: in any form that shares a key with it, each place counted once.</summary>
    /// <param name="open">By the number of the article. What stands in the others is not even counted: a difference in an answer would tell that it does.</param>
    private Dictionary<int, int[]> Look(IReadOnlyList<string> keys, bool[] open)
    {
        var counts = new Dictionary<int, int[]>();
        foreach (var place in keys.SelectMany(k => _places.GetValueOrDefault(k, [])).Where(p => open[p.Article]).Distinct())
        {
            var ofArticle = counts.TryGetValue(place.Article, out var known) ? known : counts[place.Article] = new int[Fields.Length];
            ofArticle[place.Field]++;
        }

        return counts;
    }

    /// <summary>What a word tells that stands in so many articles: the fewer, the more.</summary>
    private static double Worth(int standsIn, int articles) => Math.Log(1 + ((articles + 1) / (standsIn + 0.5)));

    private double Saturated(int article, int[] counts)
    {
        var often = Fields.Select((f, field) => f.Weight * counts[field] / (1 - LengthMatters + (LengthMatters * _length[article][field] / _usualLength[field]))).Sum();
        return often * (Saturation + 1) / (often + Saturation);
    }

    /// <param name="Weight">How much a word there counts for the order.</param>
    /// <param name="Proof">How much it proves that the article is about it.</param>
    private sealed record Field(Func<ArticleText, string> Of, double Weight, double Proof);

    private sealed record Place(int Article, int Field, int Number);
}
