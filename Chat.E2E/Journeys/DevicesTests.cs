using Chat.Web.Accounts;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>A session that ends somewhere ends everywhere it is shown, at once.</summary>
public sealed class DevicesTests(Stage stage) : Journey(stage)
{
    /// <summary>Promised: an open page is gone this soon.</summary>
    private const float AtOnce = 2_000;

    [Fact]
    public async Task Ending_the_other_devices_takes_their_open_pages_away()
    {
        var (desk, phone) = (await ArriveAsync(Dmitry), await ArriveAsync(Dmitry, Look.Phone));
        await desk.Chats.OpenAsync(DmitrysPhysics);
        await desk.Thread.ReadyAsync();
        await phone.GoAsync("/account/devices");

        await phone.Account.EndOtherDevicesAsync();

        await IsSignedOutAsync(desk);
        await desk.GoAsync("/chat");
        await Expect(desk.SignIn.Login).ToBeVisibleAsync();
        await phone.GoAsync("/chat");
        await Expect(phone.Chats.Row(DmitrysPhysics)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Another_password_ends_the_other_devices_and_not_this_one()
    {
        var (desk, phone) = (await VisitorAsync(), await VisitorAsync());
        var email = $"{Guid.NewGuid():N}@example.com";
        await desk.GoAsync("/register");
        await desk.Account.RegisterAsync("correct horse", "Somebody New", email);
        await desk.Page.WaitForURLAsync("**/chat");
        await phone.GoAsync("/sign-in");
        await phone.SignIn.EnterAsync(email, "correct horse");
        await phone.Page.WaitForURLAsync("**/chat");
        await phone.LiveAsync();
        await desk.GoAsync("/account/password");

        await desk.Account.ChangePasswordAsync("correct horse", "battery staple");

        await IsSignedOutAsync(phone);
        await Expect(desk.Page.Locator(".alert.good")).ToHaveTextAsync(desk.Word<AccountTexts>("PasswordChanged"));
        await desk.GoAsync("/chat");
        await Expect(desk.Chats.Pane).ToBeVisibleAsync();
        await phone.GoAsync("/sign-in");
        await phone.SignIn.EnterAsync(email, "correct horse");
        await Expect(phone.Alert).ToHaveTextAsync(phone.Word(AccountRefusals.InvalidCredentials));
        await phone.SignIn.EnterAsync(email, "battery staple");
        await Expect(phone.Chats.Pane).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Signing_out_in_one_tab_signs_out_the_other()
    {
        var student = await ArriveAsync(Dmitry);
        var otherTab = await OpenTabAsync(student);
        await otherTab.GoAsync("/chat");
        await otherTab.LiveAsync();

        await student.Account.SignOutAsync();

        await IsSignedOutAsync(otherTab);
    }

    private static async Task IsSignedOutAsync(Person person)
    {
        // Asked of the page, not of its going there: a page may try to reconnect and to leave at once, and one gives way.
        await Expect(person.Page).ToHaveURLAsync(new Uri(person.Site.Address, "/signed-out").ToString(), new() { Timeout = AtOnce });
        await Expect(person.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync(person.Word<AccountTexts>("SignedOutText"));
        await Expect(person.Chats.Pane).ToHaveCountAsync(0);
    }
}
