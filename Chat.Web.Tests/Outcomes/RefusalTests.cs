using System.Reflection;
using System.Text.RegularExpressions;
using Chat.Web.Bot;
using Chat.Web.Outcomes;
using Chat.Web.Tests.TestSupport;

namespace Chat.Web.Tests.Outcomes;

/// <summary>Every no has a code of its own and a sentence in each language.</summary>
public class RefusalTests
{
    private static readonly List<Refusal> All =
    [
        .. typeof(Refusal).Assembly.GetTypes()
            .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(f => f.FieldType == typeof(Refusal))
            .Select(f => (Refusal)f.GetValue(null)!),
    ];

    [Fact]
    public void Codes_are_unique()
    {
        Assert.True(All.Count > 20, "The refusals must be found for this to mean anything.");
        Assert.Empty(All.GroupBy(r => r.Code).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Theory]
    [InlineData("ru")]
    [InlineData("en")]
    public void Each_has_a_sentence(string language)
    {
        var sentences = Texts.Of(typeof(RefusalTexts), language);

        Assert.All(All, refusal =>
        {
            Assert.True(sentences.TryGetValue(refusal.Code, out var sentence), $"{refusal.Code} has no sentence.");
            // One is quoted, word for word and without a full stop, by the document whose clients look for it.
            Assert.True(sentence.EndsWith('.') || refusal == BotRefusals.NothingAsked, $"{refusal.Code} is no sentence.");
            // A limit that stands in the refusal is said in the sentence.
            Assert.True(refusal.Arguments.Count == 0 || Regex.IsMatch(sentence, @"\{0[:}]"), $"{refusal.Code} does not say its limit.");
        });
    }

    [Fact]
    public void No_sentence_waits_for_a_refusal_that_is_gone() =>
        Assert.Empty(Texts.Of(typeof(RefusalTexts), "en").Keys.Except(All.Select(r => r.Code)));
}
