using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>Light and dark, a desk and a phone.</summary>
public sealed class LooksTests(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
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
        await student.FitsAsync();

        foreach (var address in new[] { "/sign-in", "/register" })
        {
            await visitor.FitsAsync(address);
        }

        foreach (var address in new[] { "/chat", $"/chat/{await Site.NumberOfAsync(Anna, Ivan)}", "/chat/new", "/search", $"/search?q=%D1%86%D0%B5%D0%BF%D0%B8", "/admin/people", "/admin/people/1", "/admin/people/new", "/admin/people/invite", "/admin/people/import", "/settings", "/account/devices", "/account/password", "/sign-out", "/error" })
        {
            await admin.FitsAsync(address);
        }
    }

    [Fact]
    public async Task At_twice_the_size_every_page_fits()
    {
        // What is left of a desk's screen when its browser shows everything twice as large.
        var teacher = await ArriveAsync(TestTeacher, Look.Desk with { Width = 640, Height = 400 });
        foreach (var address in new[] { "/chat", "/chat/new", "/search", "/settings", "/account/devices", "/account/password", "/sign-out" })
        {
            await teacher.FitsAsync(address);
        }

        await teacher.GoAsync($"/chat/{await Site.NumberOfAsync(TestStudent, TestTeacher)}");
        await teacher.Thread.ReadyAsync();
        await teacher.FitsAsync();
        await Expect(teacher.Thread.Field).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(teacher.Thread.Messages.Last).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Whoever_wants_no_motion_sees_none()
    {
        var student = await ArriveAsync(TestStudent);
        await student.Chats.OpenAsync(Maths);
        await student.Thread.ReadyAsync();
        await student.Page.Locator("[data-opens=conversation]").ClickAsync();

        Assert.Empty(await student.Page.EvaluateAsync<string[]>(Moving));
        // And whoever says nothing about it sees some: else this would look at nothing.
        await student.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.NoPreference });
        Assert.NotEmpty(await student.Page.EvaluateAsync<string[]>(Moving));
    }

    [Fact]
    public async Task In_the_colours_somebody_forces_state_can_still_be_told()
    {
        var (student, teacher, tutor) = (await ArriveAsync(TestStudent), await ArriveAsync(TestTeacher), await ArriveAsync(TestTutor));
        await student.Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        await student.Chats.OpenAsync(Maths);
        await teacher.Chats.OpenAsync(Maths);
        await tutor.Chats.OpenAsync(Tutoring);
        var (own, other) = (Unheard("Моё"), Unheard("Чужое"));
        await student.Thread.SendAsync(own);
        await teacher.Thread.SendAsync(other);
        await tutor.Thread.SendAsync(Unheard("Новое"));
        await Expect(student.Chats.Badge(Tutoring)).ToBeVisibleAsync();
        await Expect(student.Thread.Presence.Locator(".here")).ToBeVisibleAsync();

        await DifferAsync(student.Thread.Stored(own).Locator(".bubble-body"), student.Thread.Stored(other).Locator(".bubble-body"));
        await DifferAsync(student.Chats.Row(Maths), student.Chats.Row(Tutoring));
        await DifferAsync(student.Chats.Badge(Tutoring), student.Chats.LastText(Tutoring));
        await DifferAsync(student.Thread.Presence.Locator(".here"), student.Thread.Presence);
        await student.Page.Keyboard.PressAsync("Shift+F6");
        await DifferAsync(student.Thread.Messages.Last, student.Thread.Messages.First);
        await student.Page.Keyboard.PressAsync("Control+k");
        await DifferAsync(student.Page.Locator("[role=option][aria-selected=true]"), student.Page.Locator("[role=option][aria-selected=false]").First);
    }

    private static async Task DifferAsync(ILocator one, ILocator other) => Assert.NotEqual(await one.EvaluateAsync<string>(Drawn), await other.EvaluateAsync<string>(Drawn));

    /// <summary>What is left to tell things apart by when colours are not ours: lines.</summary>
    private const string Drawn = """
        it => {
          const { borderWidth, borderStyle, outlineStyle, outlineWidth } = getComputedStyle(it);
          return [borderStyle === 'none' ? 0 : borderWidth, outlineStyle === 'none' ? 0 : outlineWidth].join(' ');
        }
        """;

    private const string Moving = """
        () => [...document.querySelectorAll('*')]
          .flatMap(box => [box, '::before', '::after', '::backdrop'].map(part => [box, part === box ? undefined : part]))
          .filter(([box, part]) => {
            const style = getComputedStyle(box, part);
            const lasts = time => time.split(', ').some(one => parseFloat(one) > 0.01);
            return lasts(style.transitionDuration) || (style.animationName !== 'none' && lasts(style.animationDuration)) || style.scrollBehavior === 'smooth';
          })
          .map(([box, part]) => `${box.tagName} ${box.className} ${part ?? ''}`)
        """;
}
