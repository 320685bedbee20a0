using System.Globalization;
using System.Text;

namespace Chat.Web.Search;

/// <summary>A word where it stands in a text.</summary>
/// <param name="Form">As it is compared: in lower case, without accents, е for ё.</param>
/// <param name="Keys">The form itself, and what it has in common with other forms of the word. Words that share a key are the same.</param>
public sealed record Word(int Start, int Length, string Form, IReadOnlyList<string> Keys)
{
    public int End => Start + Length;
}

/// <summary>
/// Tells what the words of a text are. Whoever writes into the index and whoever looks into it must be told the same:
/// when anything here changes, <see cref="Version"/> does too, and the index is made anew by itself.
/// </summary>
public static class Words
{
    public const int Version = 1;

    /// <summary>Of a longer word only the beginning counts: nobody types more of an address than this.</summary>
    public const int MaxLength = 40;

    private const char Breve = '\u0306';

    /// <summary>Letters and digits as they follow one another. Everything else is between words and means nothing.</summary>
    public static IEnumerable<Word> In(string text)
    {
        var start = 0;
        while (start < text.Length)
        {
            var end = EndOfWord(text, start);
            if (end == start)
            {
                Rune.DecodeFromUtf16(text.AsSpan(start), out _, out var skipped);
                start += skipped;
                continue;
            }

            var form = Fold(text[start..end]);
            yield return new Word(start, end - start, form, KeysOf(form));
            start = end;
        }
    }

    /// <summary>A word is stemmed in the language of its letters. Numbers, mixtures and other scripts stay as they are.</summary>
    public static IReadOnlyList<string> KeysOf(string form)
    {
        string?[] keys =
            form.All(c => c is >= 'а' and <= 'я') ? [form, RussianStem.Of(form), RussianStem.OfNoun(form), RussianStem.WithoutFleetingVowel(form)]
            : form.All(c => c is (>= 'a' and <= 'z') or '\'') ? [form, EnglishStem.Of(form)]
            : [form];
        return [.. keys.OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    private static int EndOfWord(string text, int start)
    {
        var end = start;
        while (end < text.Length)
        {
            Rune.DecodeFromUtf16(text.AsSpan(end), out var rune, out var length);
            if (!Rune.IsLetterOrDigit(rune) && !IsOtherNumber(rune) && !(end > start && (IsMark(rune) || JoinsLetters(text, end))))
            {
                break;
            }

            end += length;
        }

        return end;
    }

    private static string Fold(string word)
    {
        var form = new StringBuilder(word.Length);
        foreach (var c in word.Normalize(NormalizationForm.FormKD).ToLowerInvariant())
        {
            if (c is Breve && form.Length > 0 && form[^1] is 'и')
            {
                // The mark on й is not an accent: it makes another letter.
                form[^1] = 'й';
            }
            else if (!IsMark(CharUnicodeInfo.GetUnicodeCategory(c)) && !char.IsWhiteSpace(c))
            {
                form.Append(IsApostrophe(c) ? '\'' : c);
            }
        }

        return Beginning(form.Length == 0 ? word : form.ToString());
    }

    private static string Beginning(string form) =>
        form.Length <= MaxLength ? form : form[..(char.IsHighSurrogate(form[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];

    /// <summary>The sign in <c>teacher's</c>, and not the one that closes a quotation.</summary>
    private static bool JoinsLetters(string text, int at) =>
        IsApostrophe(text[at]) && char.IsLetter(text[at - 1]) && at + 1 < text.Length && char.IsLetter(text[at + 1]);

    private static bool IsApostrophe(char c) => c is '\'' or '’' or 'ʼ';

    /// <summary>The ₁ of x₁, the ² of m².</summary>
    private static bool IsOtherNumber(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherNumber or UnicodeCategory.LetterNumber;

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpacingCombiningMark || IsMark(Rune.GetUnicodeCategory(rune));

    private static bool IsMark(UnicodeCategory category) => category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;
}
