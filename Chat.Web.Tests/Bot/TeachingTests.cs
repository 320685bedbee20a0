using Chat.Web.Access;
using Chat.Web.Bot;
using Chat.Web.Outcomes;
using Chat.Web.Tests.Access;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Bot;

/// <summary>What the bot knows is written by some, approved by fewer, and told to nobody before that.</summary>
public sealed class TeachingTests : IAsyncLifetime
{
    private readonly SchoolHouse _school = new();

    private KnowledgeService Knowledge => _school.The<KnowledgeService>();

    private PromptService Prompts => _school.The<PromptService>();

    public static TheoryData<string, string, string> Cells => [.. PermissionsDocument.Tables["What the bot knows"].Select(c => (c.Column, c.Row, c.Says))];

    public async ValueTask InitializeAsync()
    {
        await _school.OpenAsync();
        await _school.AdmitAsync("Oleg", Role.Parent, Capabilities.SupportAgent);
    }

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task The_document_tells_the_truth(string who, string what, string says)
    {
        var actor = _school.Named(who);
        var article = await WriteAsync(Draft("Пингвины", "Penguins"));

        Assert.Equal(says is "yes", what switch
        {
            "is told what is for everyone" => (await _school.AnswerToAsync(actor, "Когда обед?")).Answer!.IsKnown,
            "is told what is for staff" => (await Knowledge.ReadAsync(actor, null, "ru", Stop)).Any(a => a.Audience is Audience.Staff),
            "writes articles and questions" => await WritesAsync(actor, article),
            "tries a question out" => (await Knowledge.TryAsync(actor, "Пингвины", Audience.Staff, Stop)).Refusal is null,
            "approves and withdraws" => await ApprovesAsync(actor, article),
            _ => throw new NotSupportedException(what),
        });
    }

    [Fact]
    public void The_document_speaks_of_it() => Assert.Equal(25, Cells.Count);

    [Fact]
    public async Task Nothing_is_told_before_it_is_approved_nor_after_it_is_withdrawn()
    {
        const string Question = "Где живут пингвины?";
        var id = await WriteAsync(Draft("Пингвины", "Penguins"));
        Assert.False((await _school.AnswerToAsync(_school.Anna, Question)).Answer!.IsKnown);

        (await Knowledge.ApproveAsync(_school.Admin, id, 1, Stop)).Granted();
        Assert.Equal(id, (await _school.AnswerToAsync(_school.Anna, Question)).Answer!.Sources[0].ArticleId);
        (await Knowledge.ReadOneAsync(_school.Anna, id, Stop)).Granted();

        (await Knowledge.WithdrawAsync(_school.Admin, id, Stop)).Granted();
        Assert.False((await _school.AnswerToAsync(_school.Anna, Question)).Answer!.IsKnown);
        (await Knowledge.ReadOneAsync(_school.Anna, id, Stop)).RefusedAs(Refusal.NotFound);
        (await Knowledge.WithdrawAsync(_school.Admin, id, Stop)).RefusedAs(BotRefusals.NotTold);
    }

    [Fact]
    public async Task What_is_told_stays_as_it_was_approved_while_another_wording_is_written()
    {
        var id = await WriteAsync(Draft("Пингвины", "Penguins"));
        (await Knowledge.ApproveAsync(_school.Admin, id, 1, Stop)).Granted();

        (await Knowledge.WriteAsync(_school.Named("Oleg"), id, Draft("Пингвины", "Penguins", body: "Второе слово", basedOn: 1), Stop)).Granted();
        Assert.DoesNotContain("Второе", (await _school.AnswerToAsync(_school.Anna, "Где живут пингвины?")).Text, StringComparison.Ordinal);

        var article = (await Knowledge.FindAsync(_school.Admin, id, Stop)).Granted();
        Assert.True(article.HasLaterWording);
        Assert.Equal([2, 1], article.Wordings.Select(w => w.Version));
        Assert.Equal(("Oleg", "Admin"), (article.Wordings[0].WrittenBy, article.Wordings[1].ApprovedBy));
        (await Knowledge.ApproveAsync(_school.Admin, id, 2, Stop)).Granted();
        Assert.Contains("Второе", (await _school.AnswerToAsync(_school.Anna, "Где живут пингвины?")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_not_looked_at_is_neither_approved_nor_written_over()
    {
        var id = await WriteAsync(Draft("Пингвины", "Penguins"));
        (await Knowledge.WriteAsync(_school.Admin, id, Draft("Пингвины и моржи", "Penguins", basedOn: 1), Stop)).Granted();

        (await Knowledge.ApproveAsync(_school.Admin, id, 1, Stop)).RefusedAs(BotRefusals.ChangedMeanwhile);
        (await Knowledge.WriteAsync(_school.Admin, id, Draft("Пингвины и тюлени", "Penguins", basedOn: 1), Stop)).RefusedAs(BotRefusals.ChangedMeanwhile);
    }

    [Theory]
    [InlineData("Пингвины", "")]
    [InlineData("", "Penguins")]
    public async Task Only_what_stands_in_both_languages_is_approved(string ru, string en)
    {
        var id = await WriteAsync(new ArticleDraft(Audience.Everyone, new ArticleText(ru, ru, ""), new ArticleText(en, en, "")));

        (await Knowledge.ApproveAsync(_school.Admin, id, 1, Stop)).RefusedAs(BotRefusals.NotWhole);
    }

    [Fact]
    public async Task Unfit_articles_are_refused()
    {
        foreach (var (draft, refusal) in new[]
        {
            (Draft("", ""), BotRefusals.TitleMissing), (Draft(new string('x', 151), "x"), BotRefusals.TextTooLong), (Draft("x", "x", body: new string('x', 6_001)), BotRefusals.TextTooLong),
            (Draft("a\u0000", "x"), BotRefusals.TextUnreadable), (Draft("a\nb", "x"), BotRefusals.TextUnreadable), (Draft("\ud800", "x"), BotRefusals.TextUnreadable),
            (Draft("x", "x") with { Audience = (Audience)9 }, BotRefusals.AudienceUnknown),
        })
        {
            (await Knowledge.WriteAsync(_school.Admin, id: null, draft, Stop)).RefusedAs(refusal);
        }
    }

    [Fact]
    public async Task Each_step_is_written_down()
    {
        var id = await WriteAsync(Draft("Пингвины", "Penguins"));
        (await Knowledge.WriteAsync(_school.Admin, id, Draft("Моржи", "Walruses", basedOn: 1), Stop)).Granted();
        (await Knowledge.ApproveAsync(_school.Admin, id, 2, Stop)).Granted();
        (await Knowledge.WithdrawAsync(_school.Admin, id, Stop)).Granted();
        (await Knowledge.ApproveAsync(_school.TestTeacher, id, 2, Stop)).RefusedAs(BotRefusals.AdminsApprove);

        await using var db = _school.OpenDb();
        Assert.Equal(["article.written", "article.edited", "article.approved", "article.withdrawn"],
            await db.AuditEntries.Where(e => e.Target == $"article:{id}").OrderBy(e => e.Id).Select(e => e.Action).ToListAsync(Stop));
        Assert.True(await db.AuditEntries.AnyAsync(e => e.Action == "authz.denied" && e.Target == "knowledge" && e.ActorId == _school.TestTeacher.Id, Stop));
    }

    [Theory]
    [InlineData("привет")]
    [InlineData("Доброе утро, бот!")]
    [InlineData("hello")]
    [InlineData("Когда обед?")]
    [InlineData("Привет, когда обед?")]
    [InlineData("Кто президент Франции?")]
    public async Task What_is_tried_out_comes_out_as_it_is_answered(string question)
    {
        var tried = (await Knowledge.TryAsync(_school.Admin, question, Audience.Staff, Stop)).Granted();
        var answer = (await _school.AnswerToAsync(_school.TestTeacher, question)).Answer!;

        Assert.Equal(answer.IsKnown, tried.IsSmallTalk || tried.Hits is [{ Answers: true }, ..]);
        Assert.Equal(answer is { IsKnown: true, Sources: [] }, tried.IsSmallTalk);
    }

    [Fact]
    public async Task Quick_questions_are_kept_in_order_for_each_language()
    {
        var admin = _school.Admin;
        (await Prompts.WriteAsync(admin, "ru", id: null, "Новая", "Что нового?", Stop)).Granted();
        var list = await Prompts.ListAsync("ru", Stop);
        Assert.Equal("Новая", list[^1].Title);

        (await Prompts.MoveAsync(admin, "ru", list[^1].Id, isUp: true, Stop)).Granted();
        (await Prompts.RemoveAsync(admin, "ru", list[0].Id, Stop)).Granted();
        (await Prompts.WriteAsync(admin, "ru", list[^1].Id, "Новое", "Что?", Stop)).Granted();

        var now = await Prompts.ListAsync("ru", Stop);
        Assert.Equal([list[1].Title, list[2].Title, "Новое", list[3].Title], now.Select(p => p.Title));
        Assert.Equal([1, 2, 3, 4], now.Select(p => p.Order));
        Assert.Equal(4, (await Prompts.ListAsync("en", Stop)).Count);
        (await Prompts.WriteAsync(admin, "ru", id: null, "", "x", Stop)).RefusedAs(BotRefusals.PromptUnfit);
        (await Prompts.RemoveAsync(admin, "en", now[0].Id, Stop)).RefusedAs(Refusal.NotFound);
    }

    [Fact]
    public async Task A_quick_question_is_offered_once_in_each_language_and_comes_back_to_its_place()
    {
        var admin = _school.Admin;
        var list = await Prompts.ListAsync("ru", Stop);
        (await Prompts.WriteAsync(admin, "ru", id: null, $" {list[0].Title.ToUpperInvariant()}", list[0].Text, Stop)).RefusedAs(BotRefusals.PromptExists);
        (await Prompts.WriteAsync(admin, "ru", list[1].Id, list[0].Title, list[0].Text, Stop)).RefusedAs(BotRefusals.PromptExists);
        (await Prompts.WriteAsync(admin, "ru", list[0].Id, list[0].Title, list[0].Text, Stop)).Granted();
        (await Prompts.WriteAsync(admin, "en", id: null, list[0].Title, list[0].Text, Stop)).Granted();

        (await Prompts.RemoveAsync(admin, "ru", list[1].Id, Stop)).Granted();
        (await Prompts.PutBackAsync(admin, "ru", list[1], Stop)).Granted();
        Assert.Equal(list.Select(p => p.Title), (await Prompts.ListAsync("ru", Stop)).Select(p => p.Title));
        (await Prompts.PutBackAsync(admin, "ru", list[1], Stop)).RefusedAs(BotRefusals.PromptExists);
        (await Prompts.PutBackAsync(_school.Anna, "ru", list[1] with { Title = "x" }, Stop)).RefusedAs(BotRefusals.WritersOnly);
    }

    [Fact]
    public async Task Demo_knowledge_goes_with_the_demo_school_but_for_what_others_have_written_on()
    {
        var head = await _school.AdmitAsync("Olga", Role.Admin);
        var lunch = (await Knowledge.ReadAsync(head, "обеды", "ru", Stop))[0];
        (await Knowledge.WriteAsync(head, lunch.Id, Draft("Обеды у нас", "Our lunches", basedOn: 1), Stop)).Granted();

        (await _school.The<Chat.Web.Settings.DemoService>().RemoveAsync(head, "11", Stop)).Granted();

        await using var db = _school.OpenDb();
        Assert.Equal([lunch.Id], await db.Articles.Select(a => a.Id).ToListAsync(Stop));
        Assert.Empty(await db.QuickPrompts.ToListAsync(Stop));
        Assert.Equal([null, head.Id], await db.ArticleRevisions.OrderBy(r => r.Version).Select(r => r.WrittenById).ToListAsync(Stop));
        Assert.Equal("Обеды и столовая", (await Knowledge.ReadAsync(head, null, "ru", Stop)).Single().Ru.Title);
    }

    private async Task<bool> WritesAsync(Actor actor, int article)
    {
        var wrote = (await Knowledge.WriteAsync(actor, id: null, Draft("Моржи", "Walruses"), Stop)).Refusal is null;
        Assert.Equal(wrote, (await Knowledge.WriteAsync(actor, article, Draft("Моржи", "Walruses", basedOn: 1), Stop)).Refusal is null);
        Assert.Equal(wrote, (await Knowledge.ListAsync(actor, null, null, 0, 10, Stop)).Refusal is null);
        Assert.Equal(wrote, (await Knowledge.FindAsync(actor, article, Stop)).Refusal is null);
        Assert.Equal(wrote, (await Prompts.WriteAsync(actor, "ru", id: null, "Новая", "Что нового?", Stop)).Refusal is null);
        Assert.Equal(wrote, (await Prompts.MoveAsync(actor, "ru", (await Prompts.ListAsync("ru", Stop))[0].Id, isUp: false, Stop)).Refusal is null);
        Assert.Equal(wrote, (await Prompts.RemoveAsync(actor, "ru", (await Prompts.ListAsync("ru", Stop))[0].Id, Stop)).Refusal is null);
        return wrote;
    }

    private async Task<bool> ApprovesAsync(Actor actor, int article)
    {
        var approved = (await Knowledge.ApproveAsync(actor, article, 1, Stop)).Refusal is null;
        Assert.Equal(approved, (await Knowledge.WithdrawAsync(actor, article, Stop)).Refusal is null);
        return approved;
    }

    private async Task<int> WriteAsync(ArticleDraft draft) => (await Knowledge.WriteAsync(_school.Admin, id: null, draft, Stop)).Granted().ArticleId;

    private static ArticleDraft Draft(string ru, string en, string body = "Живут на льду.", int? basedOn = null) =>
        new(Audience.Everyone, new ArticleText(ru, ru.Length == 0 ? "" : body, ""), new ArticleText(en, en.Length == 0 ? "" : "They live on ice.", ""), basedOn);
}
