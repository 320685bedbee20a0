using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>Every dialog and menu, looked through by axe while it stands open: in both languages, in the light and in the dark, at a desk and on a phone.</summary>
public sealed class OpenDialogsTests(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
{
    private const int OfTheStudent = 4;

    [Theory]
    [InlineData("ru")]
    [InlineData("en")]
    public async Task Dialogs_and_menus_of_somebody_who_keeps_order(string language)
    {
        var teacher = await ArriveAsync(TestTeacher, Look.Desk with { IsInspected = true });
        await teacher.SpeakAsync(language);
        await teacher.GoAsync("/chat");
        await teacher.LiveAsync();
        await LooksGoodAsync(teacher, ".user-menu-items", () => teacher.Page.Locator(".user-menu summary").ClickAsync());
        await LooksGoodAsync(teacher, "[data-popup=row]", async () =>
        {
            await teacher.Page.Locator(".conversation-item").First.HoverAsync();
            await teacher.Page.Locator("[data-opens=row]").First.ClickAsync();
        });
        await LooksGoodAsync(teacher, "dialog[open]", () => teacher.Page.Keyboard.PressAsync("Control+k"));

        await teacher.GoAsync($"/chat/{await Site.NumberOfAsync(TestStudent, TestTeacher)}");
        await LooksGoodAsync(teacher, "[data-popup=conversation]", () => OpenConversationMenuAsync(teacher));
        await LooksGoodAsync(teacher, "dialog[open]", () => ChooseInConversationMenuAsync(teacher, "WhoReads"));
        await LooksGoodAsync(teacher, "dialog[open]", () => ChooseInConversationMenuAsync(teacher, "Lock"));
        await LooksGoodAsync(teacher, "dialog[open]", () => teacher.Thread.ChooseAsync(teacher.Thread.Message(OfTheStudent), "Remove"));

        var said = await ChangeWordsAsync(teacher);
        await LooksGoodAsync(teacher, "[data-popup=message]", async () =>
        {
            await teacher.Thread.Stored(said).HoverAsync();
            await teacher.Thread.Stored(said).Locator("[data-menu]").ClickAsync();
        });
        await LooksGoodAsync(teacher, "dialog[open]", () => teacher.Thread.ChooseAsync(teacher.Thread.Stored(said), "Remove"));
        await LooksGoodAsync(teacher, "dialog[open]", () => teacher.Thread.ChooseAsync(teacher.Thread.Stored(said), "History"));
        await LooksGoodAsync(teacher, "[data-people]", async () =>
        {
            await teacher.Thread.Field.FillAsync("");
            await teacher.Thread.Field.PressSequentiallyAsync("@T");
        });
        await teacher.Thread.Field.FillAsync("");
    }

    /// <summary>At each size it opens, stands in sight, is looked at in either light, and closes by Escape.</summary>
    private static async Task LooksGoodAsync(Person person, string part, Func<Task> open)
    {
        var opened = person.Page.Locator(part);
        foreach (var size in new[] { Look.Phone, Look.Desk })
        {
            await person.Page.SetViewportSizeAsync(size.Width, size.Height);
            await open();
            await Expect(opened).ToBeInViewportAsync(new() { Ratio = 1 });
            await person.InspectAsync(ColorScheme.Light, size, opened);
            await person.InspectAsync(ColorScheme.Dark, size, opened);
            await person.Page.Keyboard.PressAsync("Escape");
            await Expect(opened).ToBeHiddenAsync();
        }
    }

    private static Task OpenConversationMenuAsync(Person person) => person.Page.Locator("[data-opens=conversation]").ClickAsync();

    private static async Task ChooseInConversationMenuAsync(Person person, string action)
    {
        await OpenConversationMenuAsync(person);
        await person.Thread.MenuItem(action).ClickAsync();
    }

    private static async Task<string> ChangeWordsAsync(Person person)
    {
        var (before, after) = (Unheard("Before"), Unheard("After"));
        await person.Thread.SendAsync(before);
        await person.Thread.ShowsOnceAsync(before);
        await person.Thread.Field.PressAsync("ArrowUp");
        await Expect(person.Thread.Field).ToHaveValueAsync(before);
        await person.Thread.SendAsync(after);
        await person.Thread.ShowsOnceAsync(after);
        return after;
    }
}
