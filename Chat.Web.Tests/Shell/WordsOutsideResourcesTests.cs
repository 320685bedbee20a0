using System.Text.RegularExpressions;
using Chat.Web.Tests.Architecture;

namespace Chat.Web.Tests.Shell;

/// <summary>What a person reads stands in the resources, in both languages, and nowhere else. Each rule carries a crime, a line that breaks it.</summary>
public partial class WordsOutsideResourcesTests
{
    private static readonly Dictionary<string, Rule> Rules = new()
    {
        ["Markup says nothing itself"] = new(
            path => path.EndsWith(".razor", StringComparison.Ordinal), text => WordsOf(text),
            new("/Conversations/Composer.razor", """<button type="submit" @onclick="@(() => Send(text, "x"))">Send <b>@Count</b></button>""")),
        ["Neither do attributes"] = new(
            path => path.EndsWith(".razor", StringComparison.Ordinal), text => Found(SpokenAttribute, text),
            new("/Conversations/Composer.razor", """<textarea placeholder="Message" rows="1"></textarea>""")),
        ["Scripts show what they were given"] = new(
            path => path.EndsWith(".js", StringComparison.Ordinal), text => Found(ShownByScript, Regex.Replace(Comment.Replace(text, ""), @"\$\{[^}]*\}", "")),
            new("/Conversations/Composer.razor.js", "state.textContent = 'Sending…';")),
        ["A sentence in a script is one for people"] = new(
            path => path.EndsWith(".js", StringComparison.Ordinal), text => Found(Sentence, Comment.Replace(text, "")),
            new("/Conversations/Composer.razor.js", "this.tell('Not sent yet');")),
        ["No code speaks Russian, but for the demo school, the examples for programs and the endings of words"] = new(
            path => !ExpectedRussian.IsMatch(path), text => Found(Russian, Comment.Replace(text, "")),
            new("/Conversations/MessageService.cs", "return \"Сообщение удалено\";")),
    };

    public static TheoryData<string> Names => [.. Rules.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Hold(string rule)
    {
        var words = Sources.All.Concat(Sources.Scripts).Where(s => Rules[rule].LooksAt(s.Path)).SelectMany(s => Rules[rule].Offends(s.Text).Select(word => $"{s.Path}: {word}"));

        Assert.Empty(words);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Can_be_broken(string rule)
    {
        Assert.Contains(Sources.All.Concat(Sources.Scripts), s => Rules[rule].LooksAt(s.Path));
        Assert.True(Rules[rule].LooksAt(Rules[rule].Crime.Path));
        Assert.NotEmpty(Rules[rule].Offends(Rules[rule].Crime.Text));
    }

    [Fact]
    public void What_is_not_said_to_people_is_let_through() =>
        Assert.Empty(WordsOf("""
            @page "/chat"
            @* A comment for those who build. *@
            <p class="lead" @onclick="() => Go(a > b)">@T["Lead", _found!.Total(x => x > 1)] · @(_is ? T["A"] : T["B"])</p>
            @if (Count > 3 && Found is [var one, ..])
            {
                <a href="@($"/chat/{one.Id}")">@one.Name</a>&nbsp;
            }
            @code {
                private string _words = "not markup";
            }
            """));

    /// <summary>What is left of a page's markup as words when its code, its expressions, its attributes and its tags are taken away.</summary>
    private static List<string> WordsOf(string razor)
    {
        var markup = Regex.Replace(razor, @"^@code\b[\s\S]*", "", RegexOptions.Multiline);
        markup = Regex.Replace(markup, @"@\*[\s\S]*?\*@", "");
        markup = Regex.Replace(markup, @"^\s*(?:@(?:page|using|inject|inherits|layout|implements|attribute|typeparam|rendermode|if|foreach|switch|for|while|\{)|else|case|default:|break;|var |if |[{}]).*$", "", RegexOptions.Multiline);
        markup = Regex.Replace(markup, "@?\\b(foreach|if|else) ?(" + Balanced('(', ')') + ")?", "");
        markup = Regex.Replace(markup, @"@(?:[\w.!]|" + Balanced('(', ')') + "|" + Balanced('[', ']') + ")+", "");
        markup = Regex.Replace(markup, "=\"[^\"]*\"", "");
        markup = Regex.Replace(markup, "<[^<>]*>|&\\w+;", " ");
        return Found(new Regex(@"\p{L}{2,}"), markup);
    }

    private static string Balanced(char open, char close) =>
        $@"\{open}(?>[^\{open}\{close}]+|\{open}(?<depth>)|\{close}(?<-depth>))*(?(depth)(?!))\{close}";

    private static List<string> Found(Regex offence, string text) => [.. offence.Matches(text).Select(match => match.Value)];

    [GeneratedRegex("""(?<![-\w])(?:aria-label|aria-description|aria-roledescription|title|placeholder|alt|label|content)="(?!@|width=|light dark)[^"@]*\p{L}[^"]*"|(?:aria-label|title|placeholder|alt)="[^"@]*\p{L}[^"]*@""", RegexOptions.IgnoreCase)]
    private static partial Regex SpokenAttribute { get; }

    [GeneratedRegex("""(textContent|innerText|innerHTML|outerHTML|title|placeholder|ariaLabel|alt)\s*\+?=\s*['"`][^'"`]*\p{L}{2}|\b(alert|confirm|prompt)\(\s*['"`]|setAttribute\(\s*['"](aria-label|title|placeholder|alt)['"]\s*,\s*['"`]""")]
    private static partial Regex ShownByScript { get; }

    [GeneratedRegex("""['"`]\p{Lu}\p{Ll}+( \p{Ll}+)+[^'"`]*['"`]""")]
    private static partial Regex Sentence { get; }

    [GeneratedRegex("""["'`][^"'`\n]*\p{IsCyrillic}{2,}""")]
    private static partial Regex Russian { get; }

    [GeneratedRegex(@"^/Data/Demo\w+\.cs$|^/Operations/SchemaExamples\.cs$|^/Search/(RussianStem|Words)\.cs$|^/Conversations/Names\.cs$|^/Bot/SmallWords\.cs$")]
    private static partial Regex ExpectedRussian { get; }

    [GeneratedRegex(@"(?<![:'""])//.*$|/\*[\s\S]*?\*/", RegexOptions.Multiline)]
    private static partial Regex Comment { get; }

    private sealed record Rule(Func<string, bool> LooksAt, Func<string, List<string>> Offends, Sources.Source Crime);
}
