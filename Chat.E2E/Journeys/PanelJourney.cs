using System.Net.Http.Json;
using Chat.Web.Data;

namespace Chat.E2E.Journeys;

/// <summary>A journey through the panel in the corner, on a site of its own.</summary>
public abstract class PanelJourney(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
{
    /// <summary>On the page that shows what the panel is doing.</summary>
    protected async Task<Person> TryAsync(DemoPerson who)
    {
        var person = await ArriveAsync(who);
        await person.GoAsync("/chat-test");
        await person.LiveAsync();
        return person;
    }

    /// <summary>Whatever they said before: they go on with this one.</summary>
    protected async Task BeginAsync(DemoPerson who)
    {
        using var program = await ProgramAsync(who);
        using var begun = await program.PostAsJsonAsync("/api/chat/conversations/", new { }, Stop);
        begun.EnsureSuccessStatusCode();
    }
}
