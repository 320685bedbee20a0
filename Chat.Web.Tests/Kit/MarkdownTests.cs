using Chat.Web.Kit;

namespace Chat.Web.Tests.Kit;

/// <summary>Which marks a text knows, and which signs are left alone because people mean them.</summary>
public sealed class MarkdownTests
{
    [Theory]
    [InlineData("Просто слова", "<p>Просто слова</p>")]
    [InlineData("две\nстроки", "<p>две<br>строки</p>")]
    [InlineData("два\n\nабзаца", "<p>два</p><p>абзаца</p>")]
    [InlineData("*раз* **два** ~~три~~ `четыре`", "<p><em>раз</em> <strong>два</strong> <del>три</del> <code>четыре</code></p>")]
    [InlineData("> сказано\n\nда", "<blockquote><p>сказано</p></blockquote><p>да</p>")]
    [InlineData("- а\n- б", "<ul><li>а</li><li>б</li></ul>")]
    [InlineData("3. а\n4. б", "<ol start=\"3\"><li>а</li><li>б</li></ol>")]
    [InlineData("- а\n  - б", "<ul><li>а<ul><li>б</li></ul></li></ul>")]
    [InlineData("```\nx < y\n```", "<pre><code>x &lt; y</code></pre>")]
    [InlineData("```cs\nvar x = 1;\n\nx--;\n```", "<pre><code>var x = 1;&#xA;&#xA;x--;</code></pre>")]
    [InlineData("а | б\n--|--\n1 | 2", "<table><tr><th>а</th><th>б</th></tr><tr><td>1</td><td>2</td></tr></table>")]
    public void Marks_become_markup(string text, string html) => Assert.Equal(html, Markdown.ToHtml(text, []));

    [Theory]
    [InlineData("2*3*4 = 24")]
    [InlineData("2 * 3 * 4")]
    [InlineData("a_1 и a_2")]
    [InlineData("# не заголовок")]
    [InlineData("#5 в списке")]
    [InlineData("---")]
    [InlineData("итого\n===")]
    [InlineData("да\n---")]
    [InlineData("это * не всё")]
    [InlineData("(1) x > 0, (2) y > 0")]
    [InlineData("[нет ссылки]")]
    [InlineData("5 ~ 6")]
    public void Signs_that_mean_themselves_are_left_alone(string text) =>
        Assert.Equal(MarkdownWriter.WriteAsItIs(text), Markdown.ToHtml(text, []));

    [Theory]
    [InlineData("https://school.example/a?b=1&c=2", "https://school.example/a?b=1&amp;c=2")]
    [InlineData("[сюда](https://school.example)", "https://school.example/")]
    [InlineData("www.school.example", "https://www.school.example/")]
    [InlineData("<office@school.example>", "mailto:office@school.example")]
    [InlineData("![доска](https://school.example/board.png)", "https://school.example/board.png")]
    public void An_address_becomes_a_link_that_says_where_it_goes(string text, string target) =>
        Assert.StartsWith($"<p><a href=\"{target}\" title=\"{target}\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">", Markdown.ToHtml(text, []), StringComparison.Ordinal);

    [Theory]
    [InlineData("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>")]
    [InlineData("[x](/chat/5)", "<p>[x](/chat/5)</p>")]
    [InlineData("[x](https://bank.example@evil.example)", "<p>[x](https://bank.example@evil.example)</p>")]
    [InlineData("[y]: https://evil.example", "<p>[y]: https://evil.example</p>")]
    public void What_leads_nowhere_one_may_go_stays_text(string text, string html) => Assert.Equal(html, Markdown.ToHtml(text, []));

    [Fact]
    public void Names_stand_out_wherever_they_are_but_not_in_code() =>
        Assert.Equal(
            "<p><mark>@Test Student</mark>, <strong>и <mark>@test student</mark></strong>, <code>@Test Student</code></p>",
            Markdown.ToHtml("@Test Student, **и @test student**, `@Test Student`", ["@Test", "@Test Student"]));

    [Theory]
    [InlineData("**Завтра** в `8:30`,\n[здесь](https://school.example)", "Завтра в 8:30, здесь")]
    [InlineData("- а\n- б", "а б")]
    [InlineData("а | б\n--|--\n1 | 2", "а б 1 2")]
    [InlineData("1 < 2 && \"да\"", "1 < 2 && \"да\"")]
    [InlineData("😀 *ура*", "😀 ура")]
    [InlineData("```\n```", "```\n```")]
    public void The_words_alone_can_be_had(string text, string words) => Assert.Equal(words, Markdown.ToWords(text));
}
