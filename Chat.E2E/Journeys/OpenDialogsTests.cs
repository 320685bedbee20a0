using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>
/// Every dialog and menu while it stands open: looked through by axe in both languages, in the light and in the dark, at a
/// desk and on a phone; and fitting where there is little room.
/// </summary>
public sealed class OpenDialogsTests(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
{
    [Theory]
    [InlineData("ru", 1280, 800)]
    [InlineData("ru", 390, 844)]
    [InlineData("en", 1280, 800)]
    [InlineData("en", 390, 844)]
    public async Task Axe_has_nothing_to_say_of_them(string language, int width, int height)
    {
        var look = Look.Desk with { Width = width, Height = height, IsInspected = true };
        var teacher = await ArriveAsync(TestTeacher, look);
        await teacher.SpeakAsync(language);

        await GoRoundAsync(teacher, async opened =>
        {
            await teacher.InspectAsync(ColorScheme.Light, look, opened);
            await teacher.InspectAsync(ColorScheme.Dark, look, opened);
        });
    }

    /// <summary>The second is what is left of a desk's screen when its browser shows everything twice as large.</summary>
    [Theory]
    [InlineData(320, 640)]
    [InlineData(640, 400)]
    public async Task They_fit_where_there_is_little_room(int width, int height)
    {
        var teacher = await ArriveAsync(TestTeacher, Look.Desk with { Width = width, Height = height });

        await GoRoundAsync(teacher, _ => teacher.FitsAsync());
    }

    [Fact]
    public async Task A_menu_stays_beside_its_button_when_the_window_changes()
    {
        var teacher = await ArriveAsync(TestTeacher);
        await teacher.GoAsync($"/chat/{await Site.NumberOfAsync(TestStudent, TestTeacher)}");
        await teacher.Thread.ReadyAsync();
        var menu = teacher.Page.Locator("[data-popup=conversation]");
        await teacher.Page.Locator("[data-opens=conversation]").ClickAsync();

        await teacher.Page.SetViewportSizeAsync(500, 600);

        await Expect(menu).ToBeInViewportAsync(new() { Ratio = 1 });
        await teacher.Thread.MenuItem("WhoReads").ClickAsync();
        await Expect(teacher.Thread.Dialog).ToBeInViewportAsync(new() { Ratio = 1 });
    }

    private async Task GoRoundAsync(Person teacher, Func<ILocator, Task> look)
    {
        var rounds = new Rounds(teacher, look);
        await rounds.OverTheListAsync();
        await rounds.OverAChatAsync(await Site.NumberOfAsync(TestStudent, TestTeacher));
    }
}
