using System.Text.RegularExpressions;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>Something breaks on the server: the page says so in the reader's language, and names what an admin finds in the log.</summary>
public sealed partial class BreakingTests(Stage stage)
{
    [GeneratedRegex("<code>([0-9a-f]{32})</code>")]
    private static partial Regex Reference { get; }

    [Fact]
    public async Task The_reference_on_the_error_page_stands_in_the_log_beside_what_broke()
    {
        await using var site = new Site();
        await site.InitializeAsync();
        await site.TerminateAsync();
        await site.WriteAsync($"DROP TABLE Invitations");
        await site.StartAgainAsync();
        await using var admin = await Person.ComeAsync(stage.Browser, site, Look.Desk);
        await admin.SignInAsync(Administrator);

        foreach (var language in new[] { "ru", "en" })
        {
            await admin.SpeakAsync(language);
            var before = site.Failures.Count;
            var answer = await admin.GoAsync("/register?code=nothing");

            Assert.Equal(500, answer!.Status);
            var page = await answer.TextAsync();
            await Expect(admin.Page.Locator("html")).ToHaveAttributeAsync("lang", language);
            await Expect(admin.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(admin.Word<Web.Shell.ShellTexts>("ErrorTitle"));
            Assert.DoesNotContain("Exception", page, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", page, StringComparison.Ordinal);
            Assert.DoesNotContain("no such table", page, StringComparison.Ordinal);
            var reference = Reference.Match(page).Groups[1].Value;
            var failure = Assert.Single(site.Failures.Skip(before), said => said.Contains("no such table: Invitations", StringComparison.Ordinal) && said.Contains("ExceptionHandlerMiddleware", StringComparison.Ordinal));
            Assert.Contains(reference, failure, StringComparison.Ordinal);
            Assert.NotEmpty(reference);
        }
    }
}
