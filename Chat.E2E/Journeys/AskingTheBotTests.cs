using Chat.Web.Admin;
using Chat.Web.Bot;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>A student asks the bot and reads where it has it from; an admin teaches it something, and it is asked in other words.</summary>
public sealed class AskingTheBotTests(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
{
    [Fact]
    public async Task A_student_is_answered_with_a_source_and_reads_it()
    {
        var student = await ArriveAsync(TestStudent);
        await student.GoAsync("/help");
        await student.LiveAsync();
        await student.Page.GetByRole(AriaRole.Button, new() { Name = student.Word<BotTexts>("AskBot"), Exact = true }).ClickAsync();
        await Expect(student.Thread.Title).ToHaveTextAsync(student.Word<BotTexts>("Name"));
        await Expect(student.Thread.Messages.First).ToContainTextAsync(student.Word<BotTexts>("Greeting")[..20]);

        await student.Thread.SendAsync("Учимся ли мы по субботам?");

        var answer = student.Thread.Messages.Last;
        await Expect(answer.Locator(".answer-part")).ToContainTextAsync("Занятия в субботу");
        await Expect(answer.Locator(".answer-part .tag")).ToHaveTextAsync(student.Word<BotTexts>("Bot"));
        await Expect(answer.GetByRole(AriaRole.Link, new() { Name = student.Word<BotTexts>("CallPerson") })).ToHaveAttributeAsync("href", "/chat/new");
        await answer.GetByRole(AriaRole.Link, new() { Name = "Занятия в субботу" }).ClickAsync();
        await Expect(student.Page.Locator("#article-title")).ToHaveTextAsync("Занятия в субботу");
        await Expect(student.Page.Locator(".article-text")).ToContainTextAsync("Записаться можно у ведущего кружка");
    }

    [Fact]
    public async Task What_it_does_not_know_it_says_and_a_prompt_is_asked_in_one_tap()
    {
        var student = await ArriveAsync(Anna);
        await student.GoAsync("/help");
        await student.LiveAsync();
        await student.Page.GetByRole(AriaRole.Button, new() { Name = "Обеды", Exact = true }).ClickAsync();
        await Expect(student.Thread.Messages.Last.Locator(".answer-part")).ToContainTextAsync("Обеды и столовая");

        await student.Thread.SendAsync("Кто президент Франции?");
        await Expect(student.Thread.Messages.Last).ToContainTextAsync(student.Word<BotTexts>("DoNotKnow")[..15]);
        await Expect(student.Thread.Messages.Last.GetByRole(AriaRole.Link, new() { Name = student.Word<BotTexts>("CallPerson") })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Prompts_are_asked_once_each_and_in_one_conversation()
    {
        var parent = await ArriveAsync(Elena);
        var addresses = new List<string>();
        foreach (var prompt in new[] { 0, 1 })
        {
            await parent.GoAsync("/help");
            await parent.LiveAsync();
            var button = parent.Page.Locator(".prompts button").Nth(prompt);
            var question = (await button.GetAttributeAsync("title"))!;
            await button.DblClickAsync();
            await Expect(parent.Thread.Messages.Last.Locator(".answer-part")).ToBeVisibleAsync();
            await Expect(parent.Thread.Messages.Filter(new() { HasText = question })).ToHaveCountAsync(1);
            addresses.Add(parent.Page.Url);
        }

        Assert.Equal(addresses[0], addresses[1]);
    }

    [Fact]
    public async Task An_article_that_is_not_there_says_so_and_leads_to_help()
    {
        var student = await ArriveAsync(Anna);
        await student.GoAsync("/help/987654");
        await Expect(student.Page.GetByRole(AriaRole.Heading, new() { Name = student.Word<BotTexts>("ArticleGone"), Exact = true })).ToBeVisibleAsync();
        await student.LiveAsync();
        await student.Page.Locator("main").GetByRole(AriaRole.Link, new() { Name = student.Word<BotTexts>("AllHelp"), Exact = true }).ClickAsync();
        await Expect(student.Page.Locator("#help-title")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_admin_teaches_it_and_a_student_asks_in_another_form()
    {
        var (admin, student) = (await ArriveAsync(Administrator), await ArriveAsync(Dmitry));
        await admin.GoAsync("/admin/knowledge/new");
        await admin.LiveAsync();
        await admin.Page.Locator("[name=title-ru]").FillAsync("Шахматный турнир");
        await admin.Page.Locator("[name=body-ru]").FillAsync("Турнир пройдёт в актовом зале 12 декабря.");
        await admin.Page.Locator("[name=title-en]").FillAsync("Chess tournament");
        await admin.Page.Locator("[name=body-en]").FillAsync("It is held in the assembly hall on 12 December.");
        // A link pressed by mistake: asked, they stay, and nothing is lost.
        string? asked = null;
        admin.Page.Dialog += (_, dialog) => (asked, _) = (dialog.Message, dialog.DismissAsync());
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = admin.Word<KnowledgeTexts>("Back"), Exact = true }).ClickAsync();
        await Patience.UntilAsync(() => Task.FromResult(asked == admin.Word<Web.Shell.ShellTexts>("LeaveUnsaved")));
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = admin.Word<KnowledgeTexts>("Save"), Exact = true }).ClickAsync();
        var approve = admin.Page.GetByRole(AriaRole.Button, new() { Name = admin.Word<KnowledgeTexts>("Approve"), Exact = true });
        await approve.ClickAsync();
        await Expect(admin.Page.GetByText(admin.Word<KnowledgeTexts>("Approved"), new() { Exact = true })).ToBeVisibleAsync();
        await Expect(approve).ToHaveCountAsync(0);

        // The box shows beforehand what would be said.
        await admin.Page.Locator("[name=question]").FillAsync("Где будут играть в шахматных турнирах?");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = admin.Word<KnowledgeTexts>("Try"), Exact = true }).ClickAsync();
        await Expect(admin.Page.GetByText(admin.Word<KnowledgeTexts>("TryAnswers", "Шахматный турнир"))).ToBeVisibleAsync();

        await student.GoAsync("/help");
        await student.LiveAsync();
        await student.Page.GetByRole(AriaRole.Button, new() { Name = student.Word<BotTexts>("AskBot"), Exact = true }).ClickAsync();
        await student.Thread.SendAsync("Когда шахматные турниры?");
        await Expect(student.Thread.Messages.Last).ToContainTextAsync("12 декабря");
        await Expect(student.Thread.Messages.Last.Locator(".answer-part")).ToContainTextAsync("Шахматный турнир");
    }
}
