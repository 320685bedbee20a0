using Chat.Web.Search;

namespace Chat.Web.Tests.Search;

/// <summary>The two algorithms, step by step, by words of which the published descriptions and vocabularies tell the outcome.</summary>
public class StemsTests
{
    [Theory]
    [InlineData("важная", "важн")]
    [InlineData("важнейшее", "важн")]
    [InlineData("важничал", "важнича")]
    [InlineData("вагонов", "вагон")]
    [InlineData("валил", "вал")]
    [InlineData("вальдшнепов", "вальдшнеп")]
    [InlineData("падающими", "пада")]
    [InlineData("пополняя", "пополн")]
    [InlineData("прочитавши", "прочита")]
    [InlineData("вернувшись", "вернувш")]
    [InlineData("встретившись", "встрет")]
    [InlineData("учиться", "уч")]
    [InlineData("возможностями", "возможн")]
    [InlineData("гость", "гост")]
    [InlineData("длинная", "длин")]
    [InlineData("стен", "стен")]
    [InlineData("пень", "пен")]
    [InlineData("красивейшей", "красив")]
    [InlineData("и", "и")]
    [InlineData("я", "я")]
    [InlineData("в", "в")]
    [InlineData("вдрг", "вдрг")]
    public void A_Russian_word_loses_its_endings(string word, string stem) => Assert.Equal(stem, RussianStem.Of(word));

    [Theory]
    [InlineData("consign", "consign")]
    [InlineData("consigned", "consign")]
    [InlineData("consigning", "consign")]
    [InlineData("consistency", "consist")]
    [InlineData("consolation", "consol")]
    [InlineData("consolingly", "consol")]
    [InlineData("knack", "knack")]
    [InlineData("knightly", "knight")]
    [InlineData("knocked", "knock")]
    [InlineData("caresses", "caress")]
    [InlineData("ties", "tie")]
    [InlineData("cries", "cri")]
    [InlineData("gas", "gas")]
    [InlineData("gaps", "gap")]
    [InlineData("agreed", "agre")]
    [InlineData("hopping", "hop")]
    [InlineData("hoping", "hope")]
    [InlineData("luxuriated", "luxuri")]
    [InlineData("troubled", "troubl")]
    [InlineData("say", "say")]
    [InlineData("by", "by")]
    [InlineData("happy", "happi")]
    [InlineData("relational", "relat")]
    [InlineData("generously", "generous")]
    [InlineData("communities", "communiti")]
    [InlineData("hopefulness", "hope")]
    [InlineData("electricity", "electr")]
    [InlineData("adoption", "adopt")]
    [InlineData("controlling", "control")]
    [InlineData("rate", "rate")]
    [InlineData("teacher's", "teacher")]
    [InlineData("yearly", "year")]
    [InlineData("dying", "die")]
    [InlineData("succeeded", "succeed")]
    [InlineData("news", "news")]
    [InlineData("be", "be")]
    public void An_English_word_loses_its_endings(string word, string stem) => Assert.Equal(stem, EnglishStem.Of(word));

    [Theory]
    [InlineData("правило", "правил")]
    [InlineData("журнала", "журнал")]
    [InlineData("экзамена", "экзамен")]
    [InlineData("правилами", null)]
    [InlineData("новая", null)]
    [InlineData("вдрг", null)]
    public void What_looks_like_a_verb_is_taken_for_a_noun_too(string word, string? stem) => Assert.Equal(stem, RussianStem.OfNoun(word));

    [Theory]
    [InlineData("угол", "угл")]
    [InlineData("корень", "корн")]
    [InlineData("точек", "точк")]
    [InlineData("отец", "отц")]
    [InlineData("дом", null)]
    [InlineData("сон", null)]
    [InlineData("стол", null)]
    [InlineData("стадион", null)]
    public void A_fleeting_vowel_goes(string word, string? stem) => Assert.Equal(stem, RussianStem.WithoutFleetingVowel(word));

    [Theory]
    [InlineData("17")]
    [InlineData("b2b")]
    [InlineData("9б")]
    [InlineData("iphoneами")]
    [InlineData("привіт")]
    [InlineData("שלום")]
    public void A_number_a_mixture_and_another_script_stay_as_they_are(string form) => Assert.Equal([form], Words.KeysOf(form));

    [Fact]
    public void A_Russian_stem_is_a_beginning_of_its_word_whatever_the_word()
    {
        const string letters = "аеинойвшстьяющ";
        var number = 1L;
        for (var i = 0; i < 5_000; i++)
        {
            number = ((number * 6364136223846793005L) + 1442695040888963407L) & long.MaxValue;
            var word = string.Concat(Enumerable.Range(0, 2 + i % 12).Select(n => letters[(int)((number >> (4 * n)) % letters.Length)]));

            Assert.StartsWith(RussianStem.Of(word), word, StringComparison.Ordinal);
        }
    }
}
