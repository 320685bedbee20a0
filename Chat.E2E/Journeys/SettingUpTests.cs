using Chat.Web.Accounts;
using Chat.Web.Shell;

namespace Chat.E2E.Journeys;

/// <summary>A school of its own, in production, in which nobody has an account yet.</summary>
public sealed class SettingUpTests(Stage stage) : Journey(stage, new Site { IsPeopled = false, IsInProduction = true })
{
    private const string Password = "correct horse";

    public override ValueTask InitializeAsync() => Site.InitializeAsync();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Site.DisposeAsync();
    }

    [Fact]
    public async Task The_first_to_set_up_is_the_admin_and_the_second_is_told_so()
    {
        var (first, second) = (await PlainVisitorAsync(), await PlainVisitorAsync());
        foreach (var visitor in new[] { first, second })
        {
            await visitor.GoAsync("/chat");
            await Expect(visitor.Page).ToHaveURLAsync(new Uri(Site.Address, "/set-up").ToString());
        }

        await first.Account.SetUpAsync(Password, "Ольга Директор", "olga@school.example");
        await Expect(first.Chats.Pane).ToContainTextAsync(first.Word<AccountTexts>("Role_Admin"));

        await second.Account.SetUpAsync(Password, "Самозванец", "somebody@else.example");
        await Expect(second.Alert).ToHaveTextAsync(second.Word(AccountRefusals.AlreadySetUp));
        await second.GoAsync("/set-up");
        await Expect(second.SignIn.Login).ToBeVisibleAsync();
        await second.SignIn.EnterAsync("somebody@else.example", Password);
        await Expect(second.Alert).ToHaveTextAsync(second.Word(AccountRefusals.InvalidCredentials));
    }

    [Fact]
    public async Task In_production_the_cookies_belong_to_this_host_alone_and_no_script_reads_them()
    {
        var admin = await PlainVisitorAsync();
        await admin.GoAsync("/");
        await admin.Account.SetUpAsync(Password, "Ольга Директор", "olga@school.example");
        await Expect(admin.Chats.Pane).ToBeVisibleAsync();

        var cookies = await admin.Browser.CookiesAsync();

        Assert.Equal(["__Host-chat", "__Host-chat-forms"], cookies.Select(c => c.Name).Order(StringComparer.Ordinal));
        Assert.All(cookies, cookie => Assert.True(cookie is { HttpOnly: true, Secure: true, Path: "/" }));
        Assert.Equal(SameSiteAttribute.Lax, cookies.Single(c => c.Name == "__Host-chat").SameSite);
        Assert.Equal(SameSiteAttribute.Strict, cookies.Single(c => c.Name == "__Host-chat-forms").SameSite);
    }

    [Fact]
    public async Task Something_that_breaks_says_so_instead_of_leading_round_in_circles()
    {
        var visitor = await PlainVisitorAsync();

        await visitor.GoAsync("/error");

        await Expect(visitor.Page.GetByRole(AriaRole.Heading)).ToHaveTextAsync(visitor.Word<ShellTexts>("ErrorTitle"));
    }

    // A program that is built and not published serves empty styles and scripts in production. Forms do without.
    private async Task<Person> PlainVisitorAsync()
    {
        var visitor = await VisitorAsync(new Look { HasScripts = false });
        visitor.Complaints.Pardon("Refused to apply style");
        return visitor;
    }
}
