using System.Collections.Concurrent;
using System.Net.Http.Json;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>
/// A53 in a browser: two hundred texts that want to be more than texts, in an open thread, after a reload, in the list and
/// among what was found. None of them does anything, asks anybody for anything, or goes missing.
/// </summary>
public sealed class HostileTextsTests(Stage stage) : Journey(stage, new Site { LimitsMultiplier = 1_000 })
{
    /// <summary>What a text may consist of, and what the page puts beside it.</summary>
    private const string Foreign = ".prose :not(p, br, em, strong, del, code, pre, blockquote, ul, ol, li, table, tbody, tr, th, td, a, mark, .copy)";

    public override async ValueTask InitializeAsync()
    {
        await Site.InitializeAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Site.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_that_somebody_writes_does_anything_in_a_page()
    {
        var teacher = await ArriveAsync(TestTeacher);
        var happened = Watch(teacher);
        await teacher.Chats.OpenAsync(Maths);
        await teacher.Thread.ReadyAsync();
        using var student = await ProgramAsync(TestStudent);
        var texts = ReadTexts();

        for (var i = 0; i < texts.Length; i++)
        {
            using var sent = await student.PostAsJsonAsync($"/api/chat/forum/{teacher.Thread.Id}/send_message/", new { content = $"{i}-й текст: {texts[i]}\n\n{texts[i]}" }, Stop);
            Assert.True(sent.IsSuccessStatusCode, $"{texts[i]}: {sent.StatusCode}");
        }

        await Expect(teacher.Page.Locator(".message").Last).ToContainTextAsync($"{texts.Length - 1}-й текст");
        await IsHarmlessAsync(teacher, happened);

        await teacher.Page.ReloadAsync();
        await teacher.Thread.ReadyAsync();
        await IsHarmlessAsync(teacher, happened);

        await teacher.GoAsync("/search?q=alert");
        await Expect(teacher.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("alert");
        await teacher.LiveAsync();
        Assert.Empty(happened);
    }

    private static async Task IsHarmlessAsync(Person person, ConcurrentQueue<string> happened)
    {
        await Expect(person.Page.Locator(".prose")).Not.ToHaveCountAsync(0);
        await Expect(person.Page.Locator(Foreign)).ToHaveCountAsync(0);
        Assert.Empty(await person.Page.Locator(".prose *").EvaluateAllAsync<string[]>(
            "all => all.flatMap(e => [...e.attributes].map(a => a.name)).filter(name => name.startsWith('on') || name === 'style' || name === 'src')"));
        Assert.Empty(happened);
    }

    /// <summary>What a text that became more than one would do. That nobody else was asked and the page kept to its policy, every journey sees to.</summary>
    private static ConcurrentQueue<string> Watch(Person person)
    {
        var happened = new ConcurrentQueue<string>();
        person.Page.Dialog += (_, dialog) => happened.Enqueue($"dialog {dialog.Message}");
        person.Page.Popup += (_, page) => happened.Enqueue($"window {page.Url}");
        return happened;
    }

    private static string[] ReadTexts()
    {
        using var file = new StreamReader(typeof(HostileTextsTests).Assembly.GetManifestResourceStream("hostile-texts.txt")!);
        return file.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
