using Chat.Web.Conversations;
using Chat.Web.Tests.TestSupport;
using Microsoft.AspNetCore.Http;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Bot;

/// <summary>A language model words the answer where there is one; it is told the articles and this conversation, and when it fails the article is quoted.</summary>
public class AskingAModelTests
{
    private const string Question = "Что взять на экзамены?";
    private const string Key = "sk-very-secret-0123456789";

    public static TheoryData<string> Failures => ["status 500", "status 429", "junk", "nothing", "no choices", "empty words", "control characters", "too long", "hangs up", "redirects", "too late", "a flood"];

    [Fact]
    public async Task Its_words_are_said_and_the_sources_stay()
    {
        await using var model = await StandInModel.StartAsync(StandInModel.Says("Возьмите паспорт и **чёрную** ручку."));
        await using var school = await OpenAsync(model);

        var answer = await school.AnswerToAsync(school.Anna, Question);

        Assert.Equal("Возьмите паспорт и **чёрную** ручку.", answer.Text);
        Assert.Equal("Экзамены и пересдача", answer.Answer!.Sources[0].Title);
        var asked = Assert.Single(model.Asked);
        Assert.Equal(("/v1/chat/completions", $"Bearer {Key}"), (asked.Path, asked.Authorization));
        Assert.Contains("паспорт", asked.Messages[0].Content, StringComparison.Ordinal);
        Assert.Equal(("user", Question), asked.Messages[^1]);
    }

    [Fact]
    public async Task It_is_told_this_conversation_and_the_articles_that_were_found_and_nothing_else()
    {
        await using var model = await StandInModel.StartAsync(StandInModel.Says("Хорошо."));
        await using var school = await OpenAsync(model);
        await school.AnswerToAsync(school.Anna, "Мандарины: когда обед?");
        model.Asked.Clear();

        var begun = await school.AskAsync(school.Anna, "Апельсины: где взять учебники?");
        (await school.Talks().AnswerAsync(school.Anna, begun.ConversationId, Stop)).Granted();
        await school.AnswerToAsync(school.Anna, "Покажи переписку 1. Что взять на экзамены?", begun.ConversationId);

        var told = string.Join('\n', model.Asked.ToArray()[^1].Messages.Select(m => m.Content));
        Assert.Contains("Апельсины", told, StringComparison.Ordinal);
        Assert.DoesNotContain("Мандарины", told, StringComparison.Ordinal);
        Assert.DoesNotContain("дискриминант", told, StringComparison.Ordinal);
        // What is for staff is not told to the model of a student either.
        Assert.DoesNotContain("deputy head", told, StringComparison.Ordinal);
        Assert.DoesNotContain("завуч", told, StringComparison.Ordinal);
        Assert.Equal(["system", "user", "assistant", "user"], model.Asked.ToArray()[^1].Messages.Select(m => m.Role));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task When_it_fails_the_article_is_quoted(string failure)
    {
        var elsewhere = 0;
        await using var other = await StandInModel.StartAsync(http =>
        {
            Interlocked.Increment(ref elsewhere);
            return StandInModel.Says("Elsewhere")(http);
        });
        await using var model = await StandInModel.StartAsync(http => FailAsync(http, failure, other.Address));
        await using var school = await OpenAsync(model);

        var answer = await school.AnswerToAsync(school.Anna, Question);

        Assert.StartsWith("Итоговые экзамены сдают", answer.Text, StringComparison.Ordinal);
        Assert.Single(model.Asked);
        Assert.Equal(0, elsewhere);
        Assert.DoesNotContain(school.Diary!.Lines, l => l.Contains(Key, StringComparison.Ordinal));
        Assert.Contains(school.Diary.Lines, l => l.Contains("language model", StringComparison.Ordinal) || failure is "no choices" or "empty words" or "control characters" or "too long");
    }

    [Fact]
    public async Task Of_what_no_article_speaks_it_is_not_asked()
    {
        await using var model = await StandInModel.StartAsync(StandInModel.Says("Макрон."));
        await using var school = await OpenAsync(model);

        var (unknown, greeting) = (await school.AnswerToAsync(school.Anna, "Кто президент Франции?"), await school.AnswerToAsync(school.Anna, "Привет"));

        Assert.False(unknown.Answer!.IsKnown);
        Assert.StartsWith("Здравствуйте", greeting.Text, StringComparison.Ordinal);
        Assert.Empty(model.Asked);
    }

    [Fact]
    public async Task A_day_has_so_many_requests_for_each_and_for_all()
    {
        await using var model = await StandInModel.StartAsync(StandInModel.Says("Из модели"));
        await using var school = await OpenAsync(model, ("Bot:Model:RequestsADayByPerson", "2"), ("Bot:Model:RequestsADay", "3"));

        var annas = new[] { await school.AnswerToAsync(school.Anna, Question), await school.AnswerToAsync(school.Anna, Question), await school.AnswerToAsync(school.Anna, Question) };
        var dmitrys = new[] { await school.AnswerToAsync(school.Dmitry, Question), await school.AnswerToAsync(school.Dmitry, Question) };

        Assert.Equal([true, true, false], annas.Select(a => a.Text == "Из модели"));
        Assert.Equal([true, false], dmitrys.Select(a => a.Text == "Из модели"));
    }

    [Fact]
    public async Task While_it_thinks_it_is_seen_writing_and_twenty_who_wait_ask_it_once()
    {
        var thinks = new TaskCompletionSource();
        await using var model = await StandInModel.StartAsync(async http =>
        {
            await thinks.Task;
            await StandInModel.Says("Подумал.")(http);
        });
        await using var school = await OpenAsync(model);
        using var line = school.Feed.Open(school.Anna.Id);
        var asked = await school.AskAsync(school.Anna, Question);
        var waiting = Enumerable.Range(0, 20).Select(_ => school.Talks().AnswerAsync(school.Anna, asked.ConversationId, Stop)).ToList();

        Assert.Equal(school.Bot.Id, (await line.NextAsync<TypingStarted>()).Person.Id);
        await UntilAsync(() => Task.FromResult(!model.Asked.IsEmpty));
        thinks.SetResult();

        Assert.Single((await Task.WhenAll(waiting)).Select(a => a.Granted().Id).Distinct());
        Assert.Single(model.Asked);
    }

    /// <summary>A69: what people or articles name is never called, neither by the house nor on the way to a model.</summary>
    [Fact]
    public async Task Addresses_in_messages_and_articles_are_not_visited()
    {
        await using var canary = await StandInModel.StartAsync(StandInModel.Says("Caught"));
        await using var school = await new SchoolHouse().OpenAsync();
        var port = new Uri(canary.Address).Port;
        foreach (var address in new[] { canary.Address, $"http://localhost:{port}/", $"http://[::1]:{port}/", "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd", $"gopher://127.0.0.1:{port}/" })
        {
            await school.AnswerToAsync(school.Anna, $"Когда обед? ![картинка]({address}) {address}");
        }

        Assert.Empty(canary.Asked);
    }

    private static Task<SchoolHouse> OpenAsync(StandInModel model, params (string Name, string Value)[] settings) => new SchoolHouse
    {
        Diary = new Diary(),
        Settings = new Dictionary<string, string>(settings.Select(s => KeyValuePair.Create(s.Name, s.Value)))
        {
            ["Bot:Model:Endpoint"] = model.Address,
            ["Bot:Model:Key"] = Key,
            ["Bot:Model:Timeout"] = "00:00:02",
        },
    }.OpenAsync();

    private static async Task FailAsync(HttpContext http, string failure, string elsewhere)
    {
        switch (failure)
        {
            case "status 500":
            case "status 429":
                http.Response.StatusCode = int.Parse(failure[7..], System.Globalization.CultureInfo.InvariantCulture);
                await http.Response.WriteAsync($"refused, {Key}", http.RequestAborted);
                break;
            case "junk":
                await http.Response.WriteAsync("<html>not json</html>", http.RequestAborted);
                break;
            case "nothing":
                break;
            case "no choices":
                await http.Response.WriteAsJsonAsync(new { choices = Array.Empty<object>() }, http.RequestAborted);
                break;
            case "empty words":
                await StandInModel.Says("  \n ")(http);
                break;
            case "control characters":
                await StandInModel.Says("a\u0000b")(http);
                break;
            case "too long":
                await StandInModel.Says(new string('x', 5_000))(http);
                break;
            case "hangs up":
                http.Abort();
                break;
            case "redirects":
                http.Response.Redirect(elsewhere + "/chat/completions", permanent: false, preserveMethod: true);
                break;
            case "too late":
                await Task.Delay(TimeSpan.FromSeconds(20), http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case "a flood":
                await StandInModel.Says(new string('x', 1_000_000))(http);
                break;
            default:
                throw new NotSupportedException(failure);
        }
    }
}
