using System.Globalization;
using Chat.Web.Conversations;

namespace Chat.E2E.Pages;

/// <summary>One conversation, opened.</summary>
public sealed class ThreadPage(Person person)
{
    private const string ShiftWhenOlderArrives = """
        async () => {
          const scroller = document.querySelector('.messages');
          const rows = () => [...scroller.querySelectorAll('.message[data-seq]')];
          scroller.scrollTop = 100;
          const top = scroller.getBoundingClientRect().top;
          const seen = rows().find(row => row.getBoundingClientRect().bottom > top);
          const before = seen.getBoundingClientRect().top;
          const first = rows()[0].dataset.seq;
          const deadline = performance.now() + 30_000;
          while (rows()[0].dataset.seq === first && performance.now() < deadline) {
            await new Promise(requestAnimationFrame);
          }
          await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
          return rows()[0].dataset.seq === first ? -1 : Math.abs(seen.getBoundingClientRect().top - before);
        }
        """;

    private IPage Page => person.Page;

    public ILocator Title => Page.Locator(".thread h2");

    public ILocator Field => Page.Locator("[data-composer] textarea");

    /// <summary>Why there is nothing to write in.</summary>
    public ILocator Notice => Page.Locator(".thread .notice");

    public ILocator ReadOnlyMark => Page.Locator(".thread-head").GetByText(person.Word<ConversationTexts>("ReadOnly"), new() { Exact = true });

    public ILocator Typing => Page.Locator(".thread .typing");

    /// <summary>What is shown of the conversation; never all of a long one.</summary>
    public ILocator Messages => Page.Locator(".message[data-seq]");

    public ILocator Message(int seq) => Page.Locator($".message[data-seq='{seq}']");

    /// <summary>The message a link leads to.</summary>
    public ILocator Target => Page.Locator(".message.target");

    /// <summary>What one's own words are read by.</summary>
    public ILocator Seen => Page.Locator(".seen");

    public ILocator ToBottom => Page.Locator(".to-bottom");

    public ILocator Dialog => Page.Locator("dialog[open]");

    /// <summary>Above the composer: what is answered or changed.</summary>
    public ILocator Mode => Page.Locator("[data-mode]");

    /// <summary>Under the name: whether the other one is here.</summary>
    public ILocator Presence => Page.Locator(".thread-head .presence");

    /// <summary>What opens the search of this thread.</summary>
    public ILocator Finder => Page.Locator(".thread-head").GetByRole(AriaRole.Button, new() { Name = person.Word<ConversationTexts>("SearchHere"), Exact = true });

    public ILocator FinderField => Page.Locator(".thread-search input");

    /// <summary>Which hit of how many.</summary>
    public ILocator FinderSays => Page.Locator(".thread-search [role=status]");

    public ILocator Back => Page.GetByRole(AriaRole.Link, new() { Name = person.Word<ConversationTexts>("BackToChats") });

    /// <summary>The conversation's own number, which stands in its address.</summary>
    public int Id => int.Parse(new Uri(Page.Url).Segments[^1], CultureInfo.InvariantCulture);

    /// <summary>Messages that are stored, as their server shows them.</summary>
    public ILocator Stored(string text) => Page.Locator(".message[data-seq]").Filter(new() { HasText = text });

    /// <summary>Messages that are on their way, as their author's own browser shows them.</summary>
    public ILocator OnItsWay(string text) => Page.Locator(".message.on-its-way").Filter(new() { HasText = text });

    /// <summary>A composer that is there is not yet one that answers: it is when the cursor stands in it.</summary>
    public Task ReadyAsync() => Expect(Field).ToBeFocusedAsync();

    public async Task WriteAsync(string text)
    {
        await ReadyAsync();
        await Field.FillAsync(text);
    }

    public async Task SendAsync(string text)
    {
        await WriteAsync(text);
        await Field.PressAsync("Enter");
    }

    /// <summary>As most people with a mouse or a phone do.</summary>
    public async Task SendByButtonAsync(string text)
    {
        await WriteAsync(text);
        await Page.GetByRole(AriaRole.Button, new() { Name = person.Word<ConversationTexts>("Send"), Exact = true }).ClickAsync();
    }

    /// <summary>Chooses something to do with a message, as a mouse would.</summary>
    public async Task ChooseAsync(ILocator message, string action)
    {
        await message.HoverAsync();
        await message.Locator("[data-menu]").ClickAsync();
        await MenuItem(action).ClickAsync();
    }

    public ILocator MenuItem(string action) => Page.GetByRole(AriaRole.Menuitem, new() { Name = person.Word<ConversationTexts>(action), Exact = true });

    public async Task ConfirmAsync(string action) =>
        await Dialog.GetByRole(AriaRole.Button, new() { Name = person.Word<ConversationTexts>(action), Exact = true }).ClickAsync();

    /// <summary>Puts the reader at the top edge, waits for what is older, and says by how many pixels the first row they saw has moved.</summary>
    public Task<double> ShiftWhenOlderArrivesAsync() => Page.EvaluateAsync<double>(ShiftWhenOlderArrives);

    /// <summary>It is stored and shown, and nothing of it is left on its way.</summary>
    public async Task ShowsOnceAsync(string text)
    {
        await Expect(Stored(text)).ToHaveCountAsync(1);
        await Expect(OnItsWay(text)).ToHaveCountAsync(0);
    }
}
