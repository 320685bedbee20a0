using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>The panel where something goes amiss: a refusal, a school that cannot write just now, a line that is left or ends.</summary>
public sealed class PanelInTroubleTests(Stage stage, Site site) : PanelJourney(stage, site)
{
    [Fact]
    public async Task What_is_said_after_something_that_was_refused_stands_there_once()
    {
        var student = await TryAsync(Anna);
        await student.Panel.OpenAsync();
        await student.Panel.IsAsync("live");
        // It looks like something and is nothing: the browser sends it, and the school does not take it.
        await student.Panel.AskAsync("\u200B");
        var refused = student.Panel.OnItsWay.Filter(new() { Has = student.Page.Locator("[data-retry]") });
        await Expect(refused).ToHaveCountAsync(1);

        var question = Unheard("Когда концерт?");
        await student.Panel.AskAsync(question);

        await Expect(student.Panel.OfBot).ToHaveCountAsync(2);
        await student.Panel.ShowsOnceAsync(question);
        await Expect(refused).ToHaveCountAsync(1);
        await refused.Locator("[data-drop]").ClickAsync();
        await Expect(student.Panel.OnItsWay).ToHaveCountAsync(0);
        await student.Panel.ShowsOnceAsync(question);
    }
}
