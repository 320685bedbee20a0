namespace Chat.E2E;

/// <summary>Whether what somebody is looking at fits the width there is.</summary>
internal static class Fitting
{
    // A box that hides or scrolls what does not fit; text that is cut with an ellipsis is meant to be. A table scrolls in a
    // place of its own.
    private const string TooWide = """
        () => [...document.querySelectorAll('*')]
          .filter(box => box.clientWidth > 1 && box.scrollWidth > box.clientWidth + 1 && !box.matches('input, textarea, select, .sr-only, .table-scroll'))
          .filter(box => {
            const style = getComputedStyle(box);
            return (box === document.documentElement || style.overflowX !== 'visible') && style.textOverflow !== 'ellipsis' && style.webkitLineClamp === 'none';
          })
          .map(box => `${location.pathname}: ${box.tagName} ${box.className}, ${box.scrollWidth} in ${box.clientWidth}`)
        """;

    public static async Task FitsAsync(this Person person, string? address = null)
    {
        if (address is not null)
        {
            await person.GoAsync(address);
        }

        await Expect(person.Page.Locator("h1, h2").First).ToBeAttachedAsync();
        Assert.Empty(await person.Page.EvaluateAsync<string[]>(TooWide));
    }
}
