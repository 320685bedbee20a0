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
