using Chat.Web.Accounts;

namespace Chat.E2E.Pages;

public sealed class SignInPage(Person person)
{
    public ILocator Login => person.Page.GetByLabel(person.Word<AccountTexts>("Login"));

    public ILocator Password => person.Page.GetByLabel(person.Word<AccountTexts>("Password"), new() { Exact = true });

    public async Task EnterAsync(string login, string password)
    {
        await Login.FillAsync(login);
        await Password.FillAsync(password);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = person.Word<AccountTexts>("SignIn"), Exact = true }).ClickAsync();
    }
}
