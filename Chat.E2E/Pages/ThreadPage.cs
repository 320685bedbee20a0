using System.Globalization;
using Chat.Web.Conversations;

namespace Chat.E2E.Pages;

/// <summary>One conversation, opened.</summary>
public sealed class ThreadPage(Person person)
{
    private IPage Page => person.Page;

    public ILocator Title => Page.Locator(".thread h2");

    public ILocator Field => Page.Locator("[data-composer] textarea");

    /// <summary>Why there is nothing to write in.</summary>
    public ILocator Notice => Page.Locator(".thread .notice");

    public ILocator ReadOnlyMark => Page.Locator(".thread-head").GetByText(person.Word<ConversationTexts>("ReadOnly"), new() { Exact = true });

    public ILocator Typing => Page.Locator(".thread .typing");

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

    /// <summary>It is stored and shown, and nothing of it is left on its way.</summary>
    public async Task ShowsOnceAsync(string text)
    {
        await Expect(Stored(text)).ToHaveCountAsync(1);
        await Expect(OnItsWay(text)).ToHaveCountAsync(0);
    }
}
