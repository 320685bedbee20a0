using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>Light and dark, a desk and a phone.</summary>
public sealed class LooksTests(Stage stage) : Journey(stage)
{
    private const string Dark = "rgb(16, 21, 18)";
    private const string Light = "rgb(244, 242, 236)";

    [Theory]
    [InlineData("Dark", "data-theme=\"dark\"", ColorScheme.Light, Dark)]
    [InlineData("Light", "data-theme=\"light\"", ColorScheme.Dark, Light)]
    [InlineData("System", "lang=\"ru\">", ColorScheme.Dark, Dark)]
    public async Task The_appearance_somebody_chose_stands_in_the_first_bytes_of_every_page(string choice, string attribute, ColorScheme device, string ground)
    {
        var student = await ArriveAsync(TestStudent, Look.Desk with { Scheme = device });
        await student.GoAsync("/settings");
        await student.Page.Locator($"input[name=theme][value={choice}]").CheckAsync();
        await student.Page.GetByRole(AriaRole.Button, new() { Name = student.Word<Web.Shell.ShellTexts>("Save") }).ClickAsync();
        await Expect(student.Page.Locator($"input[name=theme][value={choice}]")).ToBeCheckedAsync();

        foreach (var address in new[] { "/settings", "/chat", $"/chat/{await Site.NumberOfAsync(TestStudent, TestTeacher)}" })
        {
            var answer = await student.GoAsync(address);
            var beginning = (await answer!.TextAsync())[..120];
            Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"ru\"", beginning, StringComparison.Ordinal);
            Assert.Contains(attribute, beginning, StringComparison.Ordinal);
            await Expect(student.Page.Locator("body")).ToHaveCSSAsync("background-color", ground);
        }
    }

    [Fact]
    public async Task On_a_phone_there_is_one_pane_at_a_time_and_back_leads_from_the_chat_to_the_list()
    {
        var student = await ArriveAsync(TestStudent, Look.Phone);
        await student.LiveAsync();
        await Expect(student.Chats.Pane).ToBeVisibleAsync();

        await student.Chats.OpenAsync(Maths);
        await Expect(student.Thread.Field).ToBeInViewportAsync();
        await Expect(student.Chats.Pane).ToBeHiddenAsync();

        await student.Page.GoBackAsync();
        await Expect(student.Chats.Row(Maths)).ToBeVisibleAsync();
        await Expect(student.Thread.Title).ToHaveCountAsync(0);

        await student.Chats.OpenAsync(Maths);
        await student.Thread.Back.ClickAsync();
        await Expect(student.Chats.Row(Maths)).ToBeVisibleAsync();
        await Expect(student.Thread.Title).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task At_a_desk_both_panes_stand_side_by_side()
    {
        var student = await ArriveAsync(TestStudent);

        await student.Chats.OpenAsync(Maths);

        await Expect(student.Chats.Pane).ToBeVisibleAsync();
        await Expect(student.Thread.Title).ToBeVisibleAsync();
        await Expect(student.Thread.Back).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Nothing_is_wider_than_the_narrowest_phone()
    {
        var narrow = Look.Phone with { Width = 320, Height = 640 };
        var (visitor, student, admin) = (await VisitorAsync(narrow), await ArriveAsync(TestStudent, narrow), await ArriveAsync(Administrator, narrow));
        await student.GoAsync($"/chat/{await Site.NumberOfAsync(TestStudent, TestTeacher)}");
        await student.Thread.SendAsync(Unheard(new string('щ', 200)));
        await FitsAsync(student);

        foreach (var address in new[] { "/sign-in", "/register" })
        {
            await FitsAsync(visitor, address);
        }

        foreach (var address in new[] { "/chat", $"/chat/{await Site.NumberOfAsync(Anna, Ivan)}", "/chat/new", "/invitations", "/settings", "/account/devices", "/account/password", "/sign-out", "/error" })
        {
            await FitsAsync(admin, address);
        }
    }

    private static async Task FitsAsync(Person person, string? address = null)
    {
        if (address is not null)
        {
            await person.GoAsync(address);
        }

        await Expect(person.Page.Locator("h1, h2").First).ToBeAttachedAsync();
        Assert.Empty(await person.Page.EvaluateAsync<string[]>(TooWide));
    }

    // A box that hides or scrolls what does not fit; text that is cut with an ellipsis is meant to be.
    private const string TooWide = """
        () => [...document.querySelectorAll('*')]
          .filter(box => box.clientWidth > 1 && box.scrollWidth > box.clientWidth + 1 && !box.matches('input, textarea, select, .sr-only'))
          .filter(box => {
            const style = getComputedStyle(box);
            return (box === document.documentElement || style.overflowX !== 'visible') && style.textOverflow !== 'ellipsis' && style.webkitLineClamp === 'none';
          })
          .map(box => `${location.pathname}: ${box.tagName} ${box.className}, ${box.scrollWidth} in ${box.clientWidth}`)
        """;
}
