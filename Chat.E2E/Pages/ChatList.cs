using System.Text.RegularExpressions;
using Chat.Web.Conversations;

namespace Chat.E2E.Pages;

/// <summary>The pane with the conversations somebody may read.</summary>
public sealed class ChatList(Person person)
{
    public ILocator Pane => person.Page.Locator("[data-region=list]");

    public ILocator Names => Pane.Locator(".conversation-name");

    public ILocator Row(string name) => Pane.GetByRole(AriaRole.Link).Filter(new() { Has = person.Page.GetByText(name, new() { Exact = true }) });

    public ILocator FirstRow => Pane.Locator("a.conversation").First;

    public ILocator LastText(string name) => Row(name).Locator(".conversation-last");

    public ILocator Badge(string name) => Row(name).Locator(".badge");

    public ILocator ReadOnlyMark(string name) => Row(name).GetByText(person.Word<ConversationTexts>("ReadOnly"), new() { Exact = true });

    /// <summary>The link to one part of the list.</summary>
    public ILocator Part(Shown shown) => Pane.GetByRole(AriaRole.Link, new() { Name = person.Word<ConversationTexts>($"Shown_{shown}"), Exact = true });

    public async Task<ThreadPage> OpenAsync(string name)
    {
        await Row(name).ClickAsync();
        try
        {
            await person.Page.WaitForURLAsync(url => Regex.IsMatch(url, @"/chat/\d+"), new() { Timeout = 10_000, WaitUntil = WaitUntilState.Commit });
        }
        catch (TimeoutException)
        {
            // In the moment it was pressed the list was drawn anew. Anybody would press it again.
            await Row(name).ClickAsync();
        }

        await Expect(person.Thread.Title).ToHaveTextAsync(name);
        return person.Thread;
    }
}
