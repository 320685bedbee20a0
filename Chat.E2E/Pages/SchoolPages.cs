using Chat.Web.Admin;

namespace Chat.E2E.Pages;

/// <summary>Where an admin keeps the relationships of the school, and asks what follows from them.</summary>
public sealed class SchoolPages(Person person)
{
    private IPage Page => person.Page;

    public ILocator Preview => Page.Locator("section[aria-labelledby=preview]");

    public ILocator Saved => Page.Locator(".alert.good");

    /// <summary>Whether the first of a pair may write to the second.</summary>
    public ILocator FirstWord => Page.Locator("[data-first] .tag").First;

    public ILocator Verdict(WhyAction action) => Page.Locator($"tr[data-action={action}]");

    public async Task GoAsync(string address)
    {
        await person.GoAsync(address);
        await person.LiveAsync();
    }

    /// <summary>Fills a new enrollment in and asks what it would change.</summary>
    public async Task DraftAsync(string student, string teacher, string subject)
    {
        await GoAsync("/admin/school/enrollments/new");
        await ChooseAsync("Student", student);
        await ChooseAsync("Other_Enrollment", teacher);
        await Page.Locator("select[name=subject]").SelectOptionAsync(new SelectOptionValue { Label = subject });
        await PressAsync("SeeWhat");
        await Expect(Preview).ToBeVisibleAsync();
    }

    public Task PressAsync(string button) =>
        Page.GetByRole(AriaRole.Button, new() { Name = person.Word<SchoolAdminTexts>(button), Exact = true }).ClickAsync();

    private async Task ChooseAsync(string end, string name)
    {
        var picker = Page.GetByRole(AriaRole.Group, new() { Name = person.Word<SchoolAdminTexts>(end), Exact = true });
        await picker.GetByRole(AriaRole.Searchbox).FillAsync(name.ToLowerInvariant());
        await picker.GetByRole(AriaRole.Button).Filter(new() { HasText = name }).ClickAsync();
        await Expect(picker.GetByRole(AriaRole.Link, new() { Name = name, Exact = true })).ToBeVisibleAsync();
    }
}
