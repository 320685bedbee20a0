using Chat.Web.Admin;
using Chat.Web.Bot;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>Those who write what the bot knows lose nothing they have typed, and the keyboard stays where they are.</summary>
public sealed class KeepingKnowledgeTests(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
{
    [Fact]
    public async Task An_article_whose_approval_is_refused_is_written_on_and_approved()
    {
        var admin = await BeginAsync();
        await Field(admin, "title-ru").FillAsync("Пингвины");
        await PressAsync(admin, "Save");
        await Expect(Button(admin, "Approve")).ToBeVisibleAsync();
        await Field(admin, "body-ru").FillAsync("Живут на льду.");
        await PressAsync(admin, "Approve");
        await Expect(admin.Alert).ToHaveTextAsync(admin.Word(BotRefusals.NotWhole));
        await Expect(Field(admin, "title-en")).ToBeFocusedAsync();

        await Field(admin, "title-en").FillAsync("Penguins");
        await Field(admin, "body-en").FillAsync("They live on ice.");
        await PressAsync(admin, "Approve");

        await Expect(Said(admin, "Approved")).ToBeFocusedAsync();
        await Expect(Button(admin, "Approve")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Withdrawing_keeps_what_is_being_written()
    {
        var admin = await BeginAsync();
        await TeachAsync(admin, "Моржи", "Walruses");
        await PressAsync(admin, "Approve");
        await Field(admin, "body-ru").FillAsync("Живут и на берегу.");
        await PressAsync(admin, "Withdraw");

        await Expect(Said(admin, "Withdrawn")).ToBeFocusedAsync();
        await Expect(Field(admin, "body-ru")).ToHaveValueAsync("Живут и на берегу.");
        await PressAsync(admin, "Approve");
        await Expect(Said(admin, "Approved")).ToBeVisibleAsync();
        await Expect(Field(admin, "body-ru")).ToHaveValueAsync("Живут и на берегу.");
    }

    [Fact]
    public async Task Saving_nothing_leads_to_the_missing_title()
    {
        var admin = await BeginAsync();
        await PressAsync(admin, "Save");

        await Expect(admin.Alert).ToHaveTextAsync(admin.Word(BotRefusals.TitleMissing));
        await Expect(Field(admin, "title-ru")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Whoever_leaves_with_the_focus_in_a_field_is_asked_before()
    {
        var admin = await BeginAsync();
        await GoAsync(admin, "/admin/knowledge");
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = admin.Word<KnowledgeTexts>("New"), Exact = true }).ClickAsync();
        await Field(admin, "body-ru").PressSequentiallyAsync("Киты");
        string? asked = null;
        admin.Page.Dialog += (_, dialog) => (asked, _) = (dialog.Message, dialog.DismissAsync());
        await admin.Page.EvaluateAsync("history.back()");
        await Patience.UntilAsync(() => Task.FromResult(asked == admin.Word<Web.Shell.ShellTexts>("LeaveUnsaved")));

        await Expect(Field(admin, "body-ru")).ToHaveValueAsync("Киты");
        await Expect(Field(admin, "body-ru")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task What_is_typed_is_shown_as_it_will_be_read()
    {
        var admin = await BeginAsync();
        await admin.Page.Locator(".preview summary").First.ClickAsync();
        await Field(admin, "body-ru").PressSequentiallyAsync("Синий **кит**");

        await Expect(admin.Page.Locator(".preview strong").First).ToHaveTextAsync("кит");
        await Expect(Field(admin, "body-ru")).ToBeFocusedAsync();
        await Field(admin, "body-ru").FillAsync("");
    }

    [Fact]
    public async Task Two_who_write_at_once_hear_of_each_other_and_neither_loses_a_word()
    {
        var (first, second) = (await BeginAsync(), await ArriveAsync(Administrator));
        await TeachAsync(first, "Тюлени", "Seals");
        await GoAsync(second, new Uri(first.Page.Url).AbsolutePath);
        await Field(second, "body-ru").PressSequentiallyAsync(" И на камнях.");
        await Field(first, "body-ru").FillAsync("Живут в море.");
        await PressAsync(first, "Save");

        await Expect(second.Page.Locator(".newer")).ToBeVisibleAsync();
        await Expect(Field(second, "body-ru")).ToHaveValueAsync("Живут на льду. И на камнях.");
        await Expect(Field(second, "body-ru")).ToBeFocusedAsync();
        await PressAsync(second, "Save");
        await Expect(second.Alert).ToHaveTextAsync(second.Word(BotRefusals.ChangedMeanwhile));
        await second.Page.Locator(".newer summary").ClickAsync();
        await Expect(second.Page.Locator(".newer .wording").First).ToHaveTextAsync("Живут в море.");
        await PressAsync(second, "SaveOverNewer");
        await Expect(Said(second, "SavedOver")).ToBeFocusedAsync();

        await Expect(first.Page.Locator(".newer")).ToBeVisibleAsync();
        await PressAsync(first, "TakeNewer");
        await Expect(Field(first, "body-ru")).ToHaveValueAsync("Живут на льду. И на камнях.");
        await Expect(first.Page.Locator(".newer")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_keyboard_stays_with_the_quick_question_it_is_used_on()
    {
        var admin = await ArriveAsync(Administrator);
        await GoAsync(admin, "/admin/prompts?lang=ru");
        var rows = admin.Page.Locator(".prompt-list li");
        var name = await rows.Nth(1).Locator("strong").InnerTextAsync();
        ILocator OfIt(string key) => admin.Page.GetByRole(AriaRole.Button, new() { Name = admin.Word<KnowledgeTexts>(key, name), Exact = true });
        await OfIt("MoveUp").PressAsync("Enter");
        await Expect(OfIt("MoveDown")).ToBeFocusedAsync();
        await Expect(OfIt("MoveUp")).ToBeDisabledAsync();
        await OfIt("MoveDown").PressAsync("Enter");
        await Expect(rows.Nth(1)).ToContainTextAsync(name);
        await Expect(OfIt("MoveDown")).ToBeFocusedAsync();

        await OfIt("EditOne").PressAsync("Enter");
        await Expect(rows.Nth(1).Locator("[name=title]")).ToBeFocusedAsync();
        await rows.Nth(1).Locator("[name=text]").FillAsync("");
        await rows.Nth(1).Locator("[name=text]").PressAsync("Enter");
        await Expect(admin.Alert).ToHaveTextAsync(admin.Word(BotRefusals.PromptUnfit));
        await Expect(rows.Nth(1).Locator("[name=text]")).ToBeFocusedAsync();
        await PressAsync(admin, "Cancel");
        await Expect(OfIt("EditOne")).ToBeFocusedAsync();

        await OfIt("RemoveOne").PressAsync("Enter");
        await Expect(OfIt("RemoveOne")).ToHaveCountAsync(0);
        await Expect(rows.Nth(1).GetByRole(AriaRole.Button).Nth(2)).ToBeFocusedAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = admin.Word<Web.Shell.ShellTexts>("Undo"), Exact = true }).PressAsync("Enter");
        await Expect(OfIt("EditOne")).ToBeFocusedAsync();
        await Expect(rows.Nth(1)).ToContainTextAsync(name);
    }

    [Fact]
    public async Task A_quick_question_is_kept_while_others_are_moved_and_asked_after_before_the_language_changes()
    {
        var admin = await ArriveAsync(Administrator);
        await GoAsync(admin, "/admin/prompts?lang=en");
        var rows = admin.Page.Locator(".prompt-list li");
        await rows.Nth(2).GetByRole(AriaRole.Button).Nth(2).ClickAsync();
        await rows.Nth(2).Locator("[name=title]").FillAsync("Half a title");
        await admin.Page.Locator("[name=title]").Last.FillAsync("Whales");
        await admin.Page.Locator("[name=text]").Last.PressSequentiallyAsync("Where do wha");
        await rows.Nth(1).GetByRole(AriaRole.Button).First.ClickAsync();
        await Expect(Said(admin, "Moved")).ToHaveCountAsync(1);
        await Expect(rows.Nth(2).Locator("[name=title]")).ToHaveValueAsync("Half a title");
        await Expect(admin.Page.Locator("[name=text]").Last).ToHaveValueAsync("Where do wha");

        string? asked = null;
        admin.Page.Dialog += (_, dialog) => (asked, _) = (dialog.Message, dialog.DismissAsync());
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = admin.Word<KnowledgeTexts>("In_ru"), Exact = true }).ClickAsync();
        await Patience.UntilAsync(() => Task.FromResult(asked == admin.Word<Web.Shell.ShellTexts>("LeaveUnsaved")));
        await Expect(admin.Page.Locator("[name=text]").Last).ToHaveValueAsync("Where do wha");
    }

    [Fact]
    public async Task An_address_past_the_end_leads_to_the_last_page()
    {
        var admin = await ArriveAsync(Administrator);
        await GoAsync(admin, "/admin/knowledge?page=99&q=%D0%BE");

        await Expect(admin.Page.Locator(".table tbody tr").First).ToBeVisibleAsync();
        Assert.DoesNotContain("page=", admin.Page.Url, StringComparison.Ordinal);
        Assert.Contains("q=", admin.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_box_says_what_the_bot_would_and_nothing_of_no_question()
    {
        var admin = await ArriveAsync(Administrator);
        await GoAsync(admin, "/admin/knowledge");
        await Field(admin, "question").FillAsync("привет");
        await PressAsync(admin, "Try");
        await Expect(Said(admin, "TrySmallTalk")).ToBeVisibleAsync();
        await Field(admin, "question").FillAsync(" ");
        await PressAsync(admin, "Try");
        await Expect(Said(admin, "TrySmallTalk")).ToHaveCountAsync(0);
        await Expect(Said(admin, "TryDoesNotKnow")).ToHaveCountAsync(0);
    }

    private async Task<Person> BeginAsync()
    {
        var admin = await ArriveAsync(Administrator);
        await GoAsync(admin, "/admin/knowledge/new");
        return admin;
    }

    private static async Task TeachAsync(Person admin, string ru, string en)
    {
        await Field(admin, "title-ru").FillAsync(ru);
        await Field(admin, "body-ru").FillAsync("Живут на льду.");
        await Field(admin, "title-en").FillAsync(en);
        await Field(admin, "body-en").FillAsync("They live on ice.");
        await PressAsync(admin, "Save");
        await Expect(Button(admin, "Approve")).ToBeVisibleAsync();
    }

    private static async Task GoAsync(Person person, string address)
    {
        await person.GoAsync(address);
        await person.LiveAsync();
    }

    private static ILocator Field(Person person, string name) => person.Page.Locator($"[name={name}]");

    private static ILocator Button(Person person, string key) => person.Page.GetByRole(AriaRole.Button, new() { Name = person.Word<KnowledgeTexts>(key), Exact = true });

    private static ILocator Said(Person person, string key) => person.Page.GetByText(person.Word<KnowledgeTexts>(key), new() { Exact = true });

    private static Task PressAsync(Person person, string key) => Button(person, key).ClickAsync();
}
