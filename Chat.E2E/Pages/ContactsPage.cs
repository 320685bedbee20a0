using Chat.Web.Conversations;

namespace Chat.E2E.Pages;

/// <summary>Whom somebody may write to first, and why.</summary>
public sealed class ContactsPage(Person person)
{
    public ILocator Contacts => person.Page.Locator(".contact-list").GetByRole(AriaRole.Button);

    public ILocator Contact(string fullName) => Contacts.Filter(new() { HasText = fullName });

    public async Task OpenAsync()
    {
        await person.LiveAsync();
        await person.Page.GetByRole(AriaRole.Link, new() { Name = person.Word<ConversationTexts>("NewChat") }).ClickAsync();
        await Expect(Contacts.First).ToBeVisibleAsync();
    }

    public async Task<ThreadPage> WriteToAsync(string fullName)
    {
        await Contact(fullName).ClickAsync();
        await person.Thread.ReadyAsync();
        return person.Thread;
    }
}
