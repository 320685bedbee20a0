using Chat.Web.Bot;

namespace Chat.E2E.Pages;

/// <summary>The panel in the corner of a page.</summary>
public sealed class AssistantPanel(Person person)
{
    private ILocator Root => person.Page.Locator("chat-panel");

    public ILocator Launcher => Root.Locator("[data-launcher]");

    public ILocator Window => Root.Locator("[data-window]");

    public ILocator Field => Window.Locator("textarea");

    public ILocator Messages => Window.Locator("[data-log] > article");

    public ILocator OfBot => Window.Locator("[data-log] > .theirs");

    /// <summary>The articles an answer names.</summary>
    public ILocator Sources => OfBot.Locator(".panel-sources a[href^='/help']");

    public ILocator OfPerson => Window.Locator("[data-log] > .mine:not(.on-its-way)");

    /// <summary>What is said and not stored yet.</summary>
    public ILocator OnItsWay => Window.Locator("[data-log] > .on-its-way");

    /// <summary>What it says did not work.</summary>
    public ILocator Problem => Window.Locator("[data-problem]");

    public ILocator Anew => Window.Locator("[data-anew]");

    /// <summary>The way to what is older than it shows.</summary>
    public ILocator Older => Window.Locator(".panel-older a");

    public ILocator Typing => Window.Locator("[data-typing]");

    public ILocator Prompts => Window.Locator("[data-prompts] button");

    public ILocator Unread => Root.Locator("[data-unread]");

    public ILocator Chips => Window.Locator("[data-files] > li");

    public Task AttachAsync(params FilePayload[] files) => Window.Locator("[data-files-input]").SetInputFilesAsync(files);

    public Task<string> ConversationAsync() => person.Page.EvaluateAsync<string>("chatBot.getConversationId()");

    public async Task OpenAsync()
    {
        await Launcher.ClickAsync();
        await Expect(Window).ToBeVisibleAsync();
    }

    public async Task AskAsync(string question)
    {
        await Field.FillAsync(question);
        await Field.PressAsync("Enter");
    }

    /// <param name="state"><c>live</c>, <c>slow</c>, <c>down</c> or <c>connecting</c>: what it is, and that it says so.</param>
    public async Task IsAsync(string state)
    {
        await Expect(Root).ToHaveAttributeAsync("data-state", state);
        await Expect(Window.Locator("[data-state-note]")).ToHaveTextAsync(person.Word<PanelTexts>(char.ToUpperInvariant(state[0]) + state[1..]));
    }

    /// <summary>It stands there as said, and once.</summary>
    public async Task ShowsOnceAsync(string text)
    {
        var said = Messages.Filter(new() { HasText = text });
        await Expect(said).ToHaveCountAsync(1);
        await Expect(said.And(person.Page.Locator(":not(.on-its-way)"))).ToHaveCountAsync(1);
    }
}
