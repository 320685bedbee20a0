using Chat.Web.Conversations;
using Chat.Web.Search;

namespace Chat.Web.Tests.Search;

/// <summary>What counts as a word, and as the same one.</summary>
public class WordsTests
{
    [Theory]
    [InlineData("Всё верно, да?", "все верно да")]
    [InlineData("вольт-амперная x_1 a/b", "вольт амперная x 1 a b")]
    [InlineData("«Кавычки» 'quotes' \"both\"", "кавычки quotes both")]
    [InlineData("the teacher’s, the students' desk", "the teacher's the students desk")]
    [InlineData("За́мок, мой ЙОД; caf\u00e9 na\u00efve Ёлка", "замок мой йод cafe naive елка")]
    [InlineData("и\u0306од е\u0308лка", "йод елка")]
    [InlineData("x₁ = 3, m² 3,14 9Б", "x1 3 m2 3 14 9б")]
    [InlineData("👍🏽 ❤️ 👩‍👩‍👧‍👦 … — *", "")]
    [InlineData("1️⃣2️⃣ слово😀слово", "12 слово слово")]
    [InlineData("ﬁle Ｗｉｄｅ", "file wide")]
    [InlineData("", "")]
    public void A_text_has_these_words(string text, string forms) => Assert.Equal(forms, string.Join(' ', Words.In(text).Select(w => w.Form)));

    [Fact]
    public void A_word_says_where_it_stands()
    {
        const string text = "😀 Всё за́мок…";

        Assert.Equal(["Всё", "за́мок"], Words.In(text).Select(w => text.Substring(w.Start, w.Length)));
    }

    [Fact]
    public void Of_a_very_long_word_the_beginning_counts_and_no_character_is_halved()
    {
        var word = Assert.Single(Words.In("a" + string.Concat(Enumerable.Repeat("\U00020000", 50)) + "b"));

        Assert.Equal(Words.MaxLength - 1, word.Form.Length);
        Assert.Equal(word.Form, word.Form.Normalize());
    }

    [Fact]
    public void Any_text_has_words_or_none_and_never_breaks()
    {
        for (var first = 0; first < 0x3000; first += 7)
        {
            var text = new string([.. Enumerable.Range(0, 40).Select(i => (char)((first + (i * 1543)) % 0x10000))]);

            Assert.All(Words.In(text), w => Assert.True(w is { Length: > 0, Form.Length: > 0 and <= Words.MaxLength, Keys.Count: > 0 }));
        }

        Assert.Single(Words.In(new string('я', Message.MaxLength)));
    }
}
