using System.Text;
using Chat.Web.Admin;

namespace Chat.E2E.Pages;

/// <summary>Where an admin keeps the people of the school.</summary>
public sealed class PeoplePages(Person person)
{
    private IPage Page => person.Page;

    /// <summary>How a job stands.</summary>
    public ILocator State => Page.Locator("#progress");

    public ILocator Rows => Page.Locator(".table tbody tr");

    public ILocator Answer => Page.Locator(".alert:not(.demo-banner)");

    public ILocator Toast => Page.Locator(".toast");

    /// <summary>Goes to somebody's page by way of the table.</summary>
    public async Task OpenAsync(string fullName)
    {
        await person.GoAsync("/admin/people");
        await Page.GetByRole(AriaRole.Searchbox).FillAsync(fullName);
        await PressAsync("Show");
        // As a link in a tab of its own: whether this page was live already makes no difference then.
        await person.GoAsync((await Page.GetByRole(AriaRole.Link, new() { Name = fullName, Exact = true }).GetAttributeAsync("href"))!);
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = fullName, Exact = true })).ToBeVisibleAsync();
        await person.LiveAsync();
    }

    public async Task PressAsync(string button) =>
        await Page.GetByRole(AriaRole.Button, new() { Name = person.Word<PeopleTexts>(button), Exact = true }).First.ClickAsync();

    public Task ImportAsync(string name, string table) => ImportAsync(name, Encoding.UTF8.GetBytes(table));

    public async Task ImportAsync(string name, byte[] file)
    {
        await person.GoAsync("/admin/people/import");
        await person.LiveAsync();
        await Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/csv", Buffer = file });
        await person.LeaveByAsync(() => PressAsync("ImportCheck"));
        await Expect(Page.Locator("#plan")).ToBeVisibleAsync();
        await person.LiveAsync();
    }

    public Task CommitAsync() => Page.Locator("section[aria-labelledby=plan] .button.primary").ClickAsync();

    public Task ChooseAllAsync() => Page.Locator(".bulk .button").First.ClickAsync();

    public async Task DoAsync(JobKind kind, int? typed = null)
    {
        await Page.Locator(".bulk select").SelectOptionAsync($"{kind}");
        await PressAsync("Do");
        var dialog = Page.GetByRole(AriaRole.Dialog);
        if (typed is not null)
        {
            await dialog.Locator("input").FillAsync($"{typed}");
        }

        await dialog.Locator("button[type=submit]").ClickAsync();
    }
}
