namespace Chat.Load.Screens;

/// <summary>
/// Notes inside a page when Enter was pressed and when each line was first on the screen, by the clock all pages of one
/// machine share. A line is on the screen when the frame that first shows it has been drawn.
/// </summary>
internal sealed class Watcher
{
    private const string Watch = """
        (area) => {
          const now = () => performance.timeOrigin + performance.now();
          const drawn = act => requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = act; port2.postMessage(null); });
          const noted = { entered: [], shown: {}, order: [] };
          const note = mark => {
            if (!noted.order.includes(mark)) {
              noted.order.push(mark);
              drawn(() => { noted.shown[mark] = now(); });
            }
          };
          document.addEventListener('keydown', event => { if (event.key === 'Enter') { noted.entered.push(now()); } }, true);
          new MutationObserver(changes => changes.flatMap(change => [...change.addedNodes]).forEach(node => (node.textContent.match(/#\d+#/g) ?? []).forEach(note)))
            .observe(document.querySelector(area), { subtree: true, childList: true });
          window.noted = noted;
          return Math.abs(now() - Date.now());
        }
        """;

    private const double ClocksAgreeWithin = 5;

    private readonly IPage _page;

    private Watcher(IPage page) => _page = page;

    public static async Task<Watcher> OpenAsync(IPage page, string area)
    {
        WrongException.Unless(await page.EvaluateAsync<double>(Watch, area) < ClocksAgreeWithin, "a page's clock is not the machine's");
        return new Watcher(page);
    }

    public Task ShowsAsync(string mark) => _page.WaitForFunctionAsync("mark => window.noted.shown[mark]", mark);

    public Task<double[]> EnteredAsync() => _page.EvaluateAsync<double[]>("() => window.noted.entered");

    /// <summary>When each line was drawn, in the order in which they came.</summary>
    public Task<double[]> ShownAsync() => _page.EvaluateAsync<double[]>("() => window.noted.order.map(mark => window.noted.shown[mark])");

    public Task<string[]> OrderAsync() => _page.EvaluateAsync<string[]>("() => window.noted.order");
}
