using Chat.E2E.Pages;

namespace Chat.E2E;

/// <summary>Opens, one after the other, everything that can be opened over the list and over a chat, and closes it by Escape.</summary>
/// <param name="person">A teacher: whoever keeps order is offered most.</param>
/// <param name="look">What is done while it stands open.</param>
internal sealed class Rounds(Person person, Func<ILocator, Task> look)
{
    private IPage Page => person.Page;

    private ThreadPage Thread => person.Thread;

    public async Task OverTheListAsync()
    {
        await person.GoAsync("/chat");
        await person.LiveAsync();
        await LookAsync(".user-menu-items", () => Page.Locator(".user-menu summary").ClickAsync());
        await LookAsync("[data-popup=row]", async () =>
        {
            await Page.Locator(".conversation-item").First.HoverAsync();
            await Page.Locator("[data-opens=row]").First.ClickAsync();
        });
        await LookAsync("dialog[open]", () => Page.Locator("[data-opens-switcher]").ClickAsync());
    }

    public async Task OverAChatAsync(int number)
    {
        await person.GoAsync($"/chat/{number}");
        var said = await ChangeWordsAsync();
        await LookAsync("dialog[open]", () => Page.Keyboard.PressAsync("Control+k"));
        await LookAsync("dialog[open]", () => Page.Keyboard.PressAsync("Control+/"));
        await LookAsync("[data-popup=conversation]", () => Page.Locator("[data-opens=conversation]").ClickAsync());
        await LookAsync("dialog[open]", () => ChooseAsync("WhoReads"));
        await LookAsync("dialog[open]", () => ChooseAsync("Lock"));
        await LookAsync("[data-popup=message]", async () =>
        {
            await Thread.Stored(said).HoverAsync();
            await Thread.Stored(said).Locator("[data-menu]").ClickAsync();
        });
        await LookAsync("dialog[open]", () => Thread.ChooseAsync(Thread.Stored(said), "Remove"));
        await LookAsync("dialog[open]", () => Thread.ChooseAsync(Thread.Stored(said), "History"));
        await LookAsync(".composer", OfferNamesAsync, "[data-people]");
        await Thread.Field.FillAsync("");
        await LookAsync(".thread-search", () => FindAsync(said));
    }

    private async Task LookAsync(string part, Func<Task> open, string? closes = null)
    {
        await open();
        await Expect(Page.Locator(part)).ToBeInViewportAsync(new() { Ratio = 1 });
        await look(Page.Locator(part));
        await Page.Keyboard.PressAsync("Escape");
        await Expect(Page.Locator(closes ?? part)).ToBeHiddenAsync();
    }

    private async Task ChooseAsync(string action)
    {
        await Page.Locator("[data-opens=conversation]").ClickAsync();
        await Thread.MenuItem(action).ClickAsync();
    }

    private async Task OfferNamesAsync()
    {
        await Thread.Field.FillAsync("");
        await Thread.Field.PressSequentiallyAsync("@T");
        await Expect(Page.Locator("[data-people] [role=option]").First).ToBeInViewportAsync(new() { Ratio = 1 });
    }

    private async Task FindAsync(string text)
    {
        await Thread.Finder.ClickAsync();
        await Expect(Thread.FinderField).ToBeFocusedAsync();
        await Page.Keyboard.TypeAsync(text);
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Thread.FinderSays).Not.ToBeEmptyAsync();
    }

    private async Task<string> ChangeWordsAsync()
    {
        var (before, after) = ($"Before {Guid.NewGuid():N}", $"After {Guid.NewGuid():N}");
        await Thread.SendAsync(before);
        await Thread.ShowsOnceAsync(before);
        await Thread.Field.PressAsync("ArrowUp");
        await Expect(Thread.Field).ToHaveValueAsync(before);
        await Thread.SendAsync(after);
        await Thread.ShowsOnceAsync(after);
        return after;
    }
}
