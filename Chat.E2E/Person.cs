using System.Globalization;
using System.Resources;
using Chat.E2E.Pages;
using Chat.Web.Data;
using Chat.Web.Outcomes;

namespace Chat.E2E;

/// <summary>Somebody in front of a browser of their own, and the pages they may be looking at.</summary>
public sealed class Person : IAsyncDisposable
{
    private readonly LiveLine _line;

    private Person(IBrowserContext browser, IPage page, Site site, string language)
    {
        (Browser, Page, Site, Language) = (browser, page, site, language);
        Complaints = new Complaints(browser, site);
        _line = new LiveLine(page);
    }

    public IBrowserContext Browser { get; }

    public IPage Page { get; }

    public Site Site { get; }

    /// <summary>The language pages speak to them: their browser's, and once they are signed in their account's.</summary>
    public string Language { get; private set; }

    public Complaints Complaints { get; }

    public SignInPage SignIn => new(this);

    public ChatList Chats => new(this);

    public ThreadPage Thread => new(this);

    public ThreadFiles Files => new(this);

    public ContactsPage Contacts => new(this);

    public AccountPages Account => new(this);

    public PeoplePages People => new(this);

    public SchoolPages School => new(this);

    public AssistantPanel Panel => new(this);

    /// <summary>The one text with which a page refuses something.</summary>
    public ILocator Alert => Page.GetByRole(AriaRole.Alert);

    /// <summary>The banner that says the line is down.</summary>
    public ILocator Connection => Page.Locator(".banner.connection");

    public static async Task<Person> ComeAsync(IBrowser browser, Site site, Look look)
    {
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = site.Address.ToString(),
            Locale = look.Language,
            ColorScheme = look.Scheme,
            ViewportSize = new() { Width = look.Width, Height = look.Height },
            JavaScriptEnabled = look.HasScripts,
            BypassCSP = look.IsInspected,
            IgnoreHTTPSErrors = site.IsInProduction,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(Patience.Milliseconds);
        return new Person(context, await context.NewPageAsync(), site, look.Language);
    }

    public Task<IResponse?> GoAsync(string address) => Page.GotoAsync(address);

    public async Task SignInAsync(DemoPerson who)
    {
        await GoAsync("/sign-in");
        await SignIn.EnterAsync(who.Email, who.Password);
        // Not until everything is loaded: of a page that goes on talking, that is not always said. What is asked of it next waits by itself.
        await Page.WaitForURLAsync("**/chat", new() { WaitUntil = WaitUntilState.Commit });
        Language = await Page.Locator("html").GetAttributeAsync("lang") ?? "";
    }

    /// <summary>Until the page answers: before that it can be read, and its links work, but nobody hears a button.</summary>
    public Task LiveAsync() => _line.StandsAsync();

    /// <summary>Does what leads to a new page, such as sending a form, and waits until that one has come: what was live before says nothing of it.</summary>
    public async Task LeaveByAsync(Func<Task> leave)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Arrive(object? sender, IPage page) => arrived.TrySetResult();
        Page.DOMContentLoaded += Arrive;
        await leave();
        await arrived.Task.WaitAsync(Patience.Limit);
        Page.DOMContentLoaded -= Arrive;
    }

    /// <summary>Another tab of the same browser: signed in as the first is.</summary>
    public async Task<Person> OpenTabAsync() => new(Browser, await Browser.NewPageAsync(), Site, Language);

    /// <summary>Chooses a language on the settings page; it then holds for the account.</summary>
    public async Task SpeakAsync(string language)
    {
        await GoAsync("/settings");
        await Page.Locator($"input[name=language][value={language}]").CheckAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = Word<Web.Shell.ShellTexts>("Save") }).ClickAsync();
        await Expect(Page.Locator("html")).ToHaveAttributeAsync("lang", language);
        Language = language;
    }

    /// <summary>Chooses on the settings page that Enter breaks a line and Ctrl+Enter sends; it then holds for this browser.</summary>
    public async Task SendByCtrlAsync()
    {
        await GoAsync("/settings");
        await Page.Locator("[name=send][value=Ctrl]").CheckAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = Word<Web.Shell.ShellTexts>("Save") }).ClickAsync();
        await Expect(Page.Locator("html")).ToHaveAttributeAsync("data-send-key", "ctrl");
    }

    /// <summary>A text of the product, in this person's language.</summary>
    public string Word<TRoom>(string key, params object[] arguments)
    {
        var text = new ResourceManager(typeof(TRoom)).GetString(key, CultureInfo.GetCultureInfo(Language)) ?? throw new MissingManifestResourceException(key);
        return string.Format(CultureInfo.GetCultureInfo(Language), text, arguments);
    }

    /// <summary>How a refusal is worded, in this person's language.</summary>
    public string Word(Refusal refusal, params object[] arguments) => Word<RefusalTexts>(refusal.Code, arguments);

    public async ValueTask DisposeAsync() => await Browser.CloseAsync();
}
