using System.Text.RegularExpressions;
using Chat.Web.Conversations;

namespace Chat.E2E.Pages;

/// <summary>The files of one conversation: those that are being written with, and those that were sent.</summary>
public sealed class ThreadFiles(Person person)
{
    private const string Drop = """
        ([name, type, base64]) => {
          const files = new DataTransfer();
          files.items.add(new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], name, { type }));
          const thread = document.querySelector('.thread');
          thread.dispatchEvent(new DragEvent('dragover', { dataTransfer: files, bubbles: true, cancelable: true }));
          const over = thread.classList.contains('dropping');
          thread.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));
          return over && !thread.classList.contains('dropping');
        }
        """;

    private const string Paste = """
        ([name, type, base64]) => {
          const files = new DataTransfer();
          files.items.add(new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], name, { type }));
          document.querySelector('[data-composer] textarea').dispatchEvent(new ClipboardEvent('paste', { clipboardData: files, bubbles: true, cancelable: true }));
        }
        """;

    /// <summary>Where files go.</summary>
    public static readonly Regex Uploading = new("/api/chat/upload/$", RegexOptions.None, Patience.Limit);

    private IPage Page => person.Page;

    public ILocator Chips => Page.Locator("[data-files] .chip");

    /// <summary>Of a message that is on its way.</summary>
    public ILocator ChipsOnTheirWay => Page.Locator(".on-its-way .chip");

    public ILocator Arrived => Page.Locator("[data-files] .chip.arrived");

    public ILocator Limits => Page.Locator(".composer-limits");

    public ILocator Picture(string name) => Page.Locator(".message[data-seq] a.picture").Filter(new() { Has = Page.GetByRole(AriaRole.Img, new() { Name = name, Exact = true }) });

    public ILocator Card(string name) => Page.Locator(".message[data-seq] a.file-card").Filter(new() { HasText = name });

    public ILocator Lightbox => Page.Locator("dialog[data-lightbox]");

    /// <summary>Where the picture is shown, and what is beside it.</summary>
    public ILocator Stage => Lightbox.Locator("[data-stage]");

    public ILocator Shown => Lightbox.Locator("[data-shown]");

    public Task PickAsync(params FilePayload[] files) => Page.Locator("[data-files-input]").SetInputFilesAsync(files);

    /// <summary>Picks a file that gets no further than this browser, until it is let go on.</summary>
    public async Task<IRoute> PickHeldAsync(FilePayload file)
    {
        var held = new TaskCompletionSource<IRoute>(TaskCreationOptions.RunContinuationsAsynchronously);
        await Page.RouteAsync(Uploading, route => held.TrySetResult(route));
        await PickAsync(file);
        return await held.Task.WaitAsync(Patience.Limit, TestContext.Current.CancellationToken);
    }

    public async Task DropAsync(FilePayload file) => Assert.True(await Page.EvaluateAsync<bool>(Drop, Told(file)));

    public Task PasteAsync(FilePayload file) => Page.EvaluateAsync(Paste, Told(file));

    /// <summary>A finger over the picture.</summary>
    /// <param name="way">How far, in CSS pixels: to the left where it is negative.</param>
    public async Task SwipeAsync(int way)
    {
        foreach (var (name, x) in new[] { ("pointerdown", 200), ("pointerup", 200 + way) })
        {
            await Shown.DispatchEventAsync(name, new { pointerType = "touch", isPrimary = true, clientX = x, bubbles = true });
        }
    }

    /// <summary>Of the one chip with this name.</summary>
    public ILocator Remove(string name) => Page.GetByRole(AriaRole.Button, new() { Name = person.Word<ConversationTexts>("FileRemove", name), Exact = true });

    public ILocator Retry => Chips.GetByRole(AriaRole.Button, new() { Name = person.Word<ConversationTexts>("Retry"), Exact = true });

    private static string[] Told(FilePayload file) => [file.Name, file.MimeType, Convert.ToBase64String(file.Buffer)];
}
