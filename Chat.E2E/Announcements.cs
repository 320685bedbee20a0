using System.Text.Json;

namespace Chat.E2E;

/// <summary>Listens to what a page says aloud, with the moment of each.</summary>
public sealed class Announcements
{
    private const string Listen = """
        () => {
          window.announced = [];
          // Emptied and filled in one go is said once.
          new MutationObserver(changes => {
            const announcer = document.querySelector('[data-announcer]');
            if (announcer?.textContent && changes.some(({ target }) => announcer.contains(target))) {
              window.announced.push({ Text: announcer.textContent, At: performance.now() });
            }
          }).observe(document.body, { subtree: true, childList: true, characterData: true });
        }
        """;

    private readonly IPage _page;

    private Announcements(IPage page) => _page = page;

    public static async Task<Announcements> OfAsync(Person person)
    {
        await person.LiveAsync();
        await person.Page.EvaluateAsync(Listen);
        return new Announcements(person.Page);
    }

    public Task HearsAsync(string part) => _page.WaitForFunctionAsync("part => window.announced.some(said => said.Text.includes(part))", part);

    public async Task<IReadOnlyList<Announcement>> SoFarAsync() =>
        JsonSerializer.Deserialize<List<Announcement>>(await _page.EvaluateAsync<string>("() => JSON.stringify(window.announced)"))!;

    public sealed record Announcement(string Text, double At);
}
