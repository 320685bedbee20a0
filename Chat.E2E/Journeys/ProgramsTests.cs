using System.Net.Http.Json;
using System.Text.Json.Nodes;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>A program and a browser in the same chat.</summary>
public sealed class ProgramsTests(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
{
    [Fact]
    public async Task What_a_program_says_is_on_the_screen_and_what_is_typed_is_there_for_the_program()
    {
        var teacher = await ArriveAsync(TestTeacher);
        await teacher.Chats.OpenAsync(Maths);
        await teacher.Thread.ReadyAsync();
        using var program = await ProgramAsync(TestStudent);
        var (asked, answered) = (Unheard("Посчитал программой"), Unheard("Проверил глазами"));

        using var sent = await program.PostAsJsonAsync($"/api/chat/forum/{teacher.Thread.Id}/send_message/", new { content = asked }, Stop);
        sent.EnsureSuccessStatusCode();
        await teacher.Thread.ShowsOnceAsync(asked);
        await teacher.Thread.SendAsync(answered);
        await teacher.Thread.ShowsOnceAsync(answered);

        var page = await program.GetFromJsonAsync<JsonNode>($"/api/chat/forum/{teacher.Thread.Id}/messages/?limit=20", Stop);
        Assert.Equal([asked, answered], page!["results"]!.AsArray().Select(m => (string?)m!["content"]).Where(said => said == asked || said == answered));
    }

    [Fact]
    public async Task A_program_stands_among_the_devices_and_is_cut_off_there()
    {
        using var program = await ProgramAsync(TestParent, "curriculum-reader/2.1");
        var parent = await ArriveAsync(TestParent);
        await parent.Page.GotoAsync("/account/devices");

        var row = parent.Page.Locator("li.row").Filter(new() { HasText = parent.Word<Chat.Web.Accounts.AccountTexts>("ByApi") }).First;
        await row.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(parent.Page.Locator("li.row").Filter(new() { HasText = parent.Word<Chat.Web.Accounts.AccountTexts>("ByApi") })).ToHaveCountAsync(0);

        using var refused = await program.GetAsync(new Uri("/api/auth/me/", UriKind.Relative), Stop);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task The_page_to_try_the_API_works_behind_the_same_headers_as_every_page()
    {
        var visitor = await VisitorAsync();
        // A style it wants in the page itself is refused, as everybody's is; it does without.
        visitor.Complaints.Pardon("Content Security Policy directive 'style-src");
        await visitor.Page.GotoAsync("/api/docs/");

        await visitor.Page.Locator(".opblock", new() { HasText = "/api/auth/login" }).ClickAsync();
        await visitor.Page.Locator(".try-out__btn").ClickAsync();
        await visitor.Page.Locator(".execute").ClickAsync();

        await Expect(visitor.Page.Locator(".live-responses-table")).ToContainTextAsync("test_student@example.com");
    }
}
