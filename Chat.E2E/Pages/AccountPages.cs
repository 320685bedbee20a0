using Chat.Web.Accounts;
using Chat.Web.Admin;
using Chat.Web.Shell;

namespace Chat.E2E.Pages;

/// <summary>The plain forms around an account.</summary>
public sealed class AccountPages(Person person)
{
    private IPage Page => person.Page;

    public ILocator FullName => Field("FullName");

    public ILocator Email => Field("Email");

    /// <summary>The link of an invitation that was just issued. It is shown once.</summary>
    public ILocator InvitationLink => Page.Locator("input.once");

    public async Task InviteAsync(string fullName, string email, string role)
    {
        await FullName.FillAsync(fullName);
        await Email.FillAsync(email);
        // Its label holds the choices as well.
        await Page.GetByLabel(person.Word<PeopleTexts>("Role")).SelectOptionAsync(role);
        await Page.GetByRole(AriaRole.Button, new() { Name = person.Word<PeopleTexts>("Invite"), Exact = true }).ClickAsync();
    }

    /// <summary>Whatever is filled in already stays.</summary>
    public async Task RegisterAsync(string password, string? fullName = null, string? email = null)
    {
        await FillNewAccountAsync(password, fullName, email);
        await PressAsync("Register");
    }

    public async Task SetUpAsync(string password, string fullName, string email)
    {
        await FillNewAccountAsync(password, fullName, email);
        await PressAsync("SetUp");
    }

    public async Task ChangePasswordAsync(string current, string replacement)
    {
        await Field("CurrentPassword").FillAsync(current);
        await FillNewPasswordAsync(replacement);
        await PressAsync("ChangePassword");
    }

    public Task EndOtherDevicesAsync() => PressAsync("EndOthers");

    public async Task SignOutAsync()
    {
        await person.GoAsync("/sign-out");
        await Page.GetByRole(AriaRole.Button, new() { Name = person.Word<ShellTexts>("SignOut") }).ClickAsync();
        await Page.WaitForURLAsync("**/sign-in");
    }

    private ILocator Field(string label) => Page.GetByLabel(person.Word<AccountTexts>(label), new() { Exact = true });

    private Task PressAsync(string button) => Page.GetByRole(AriaRole.Button, new() { Name = person.Word<AccountTexts>(button), Exact = true }).ClickAsync();

    private async Task FillNewAccountAsync(string password, string? fullName, string? email)
    {
        if (fullName is not null)
        {
            await FullName.FillAsync(fullName);
        }

        if (email is not null)
        {
            await Email.FillAsync(email);
        }

        await FillNewPasswordAsync(password);
    }

    private async Task FillNewPasswordAsync(string password)
    {
        // Its label holds the hint as well.
        await Page.GetByLabel(person.Word<AccountTexts>("NewPassword")).FillAsync(password);
        await Field("RepeatPassword").FillAsync(password);
    }
}
