using Chat.Web.Admin;
using Chat.Web.Settings;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>An admin watches the school while others use it, and decides how it is used.</summary>
public sealed class DashboardTests(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
{
    private const float FiveSeconds = 5_000;

    [Fact]
    public async Task What_somebody_else_says_is_counted_within_five_seconds()
    {
        var admin = await ArriveAsync(Admin);
        var student = await ArriveAsync(TestStudent);
        await student.Chats.OpenAsync(Maths);
        await admin.GoAsync("/admin");
        await admin.LiveAsync();
        var total = admin.Page.Locator("figure.chart").Last.Locator("figcaption p");
        var here = admin.Page.Locator("[data-figure=here]");
        await Expect(here).ToHaveTextAsync("2");
        var before = await total.TextContentAsync();

        var hello = Unheard("Hello");
        await student.Thread.SendAsync(hello);
        await student.Thread.ShowsOnceAsync(hello);

        await Expect(total).Not.ToHaveTextAsync(before!, new() { Timeout = FiveSeconds });
    }

    [Fact]
    public async Task A_slider_says_each_bar_and_a_table_says_them_all()
    {
        var admin = await ArriveAsync(Admin);
        await admin.GoAsync("/admin");
        await admin.LiveAsync();
        var chart = admin.Page.Locator("figure.chart").First;

        await chart.GetByRole(AriaRole.Slider).FocusAsync();
        await admin.Page.Keyboard.PressAsync("Home");
        await Expect(chart.Locator("output")).ToContainTextAsync("00:00");
        await admin.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(chart.Locator("output")).ToContainTextAsync("01:00");
        await Expect(chart.GetByRole(AriaRole.Slider)).ToHaveAttributeAsync("aria-valuetext", new System.Text.RegularExpressions.Regex("^01:00"));
        await chart.Locator("summary").ClickAsync();
        await Expect(chart.Locator("tbody tr")).ToHaveCountAsync(24);
    }

    [Fact]
    public async Task What_is_decided_holds_at_once_and_after_a_restart()
    {
        var admin = await ArriveAsync(Admin);
        var visitor = await VisitorAsync();
        await admin.GoAsync("/admin/settings");
        await admin.LiveAsync();
        var row = admin.Page.Locator("#setting-Registration-Mode");
        await row.Locator("select").SelectOptionAsync("Closed");
        await row.Locator("button[type=submit]").ClickAsync();
        await Expect(row.Locator(".alert.good")).ToHaveTextAsync(admin.Word<SettingTexts>("Saved"));

        Assert.Equal(403, await RegisterAsync(visitor, "one@school.example"));

        admin.Complaints.PardonALostLine();
        Assert.Equal(0, await Site.TerminateAsync());
        await Site.StartAgainAsync();
        Assert.Equal(403, await RegisterAsync(visitor, "two@school.example"));
    }

    [Fact]
    public async Task A_number_out_of_bounds_is_refused_in_words_and_leaving_asks_first()
    {
        var admin = await ArriveAsync(Admin);
        await admin.GoAsync("/admin/settings");
        await admin.LiveAsync();
        var row = admin.Page.Locator("#setting-Limits-SendsByPerson");
        await row.Locator("input").FillAsync("0");
        await row.Locator("button[type=submit]").ClickAsync();
        await Expect(row.Locator(".alert.bad")).ToHaveTextAsync(admin.Word(SettingRefusals.NumberUnfit, 1, 10_000));

        var asked = 0;
        admin.Page.Dialog += (_, dialog) =>
        {
            asked++;
            _ = dialog.DismissAsync();
        };
        await admin.Page.Locator(".admin-nav a[href='/admin/audit']").ClickAsync();
        await Patience.UntilAsync(() => Task.FromResult(asked == 1));
        Assert.EndsWith("/admin/settings", admin.Page.Url, StringComparison.Ordinal);
        await row.Locator("input").FillAsync("60");
    }

    private static async Task<int> RegisterAsync(Person visitor, string email) =>
        (await visitor.Browser.APIRequest.PostAsync("/api/auth/register/", new() { DataObject = new { email, password = "correct horse", first_name = "New" } })).Status;
}
