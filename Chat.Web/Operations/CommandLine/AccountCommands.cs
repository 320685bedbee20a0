using System.Globalization;
using Chat.Web.Accounts;

namespace Chat.Web.Operations.CommandLine;

/// <summary>Opens doors from the terminal: for the first admin, for one who forgot the password, for a program.</summary>
internal sealed class AccountCommands(HouseAtHand house)
{
    public Task<int> CreateAdminAsync(string email, string fullName, CancellationToken cancellation) => WithPasswordAsync(async (services, password) =>
    {
        var draft = new RegistrationDraft(fullName, email, password, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
        var created = await services.GetRequiredService<LocksmithService>().CreateAdminAsync(draft, cancellation);
        return created.Refusal is { } refusal ? HouseAtHand.Refuse(services, refusal) : Say("AdminCreated", email);
    }, cancellation);

    public Task<int> ResetPasswordAsync(string login, CancellationToken cancellation) => WithPasswordAsync(async (services, password) =>
    {
        var reset = await services.GetRequiredService<LocksmithService>().ResetPasswordAsync(login, password, cancellation);
        return reset.Refusal is { } refusal ? HouseAtHand.Refuse(services, refusal) : Say("PasswordReset", login);
    }, cancellation);

    public Task<int> UnlockAsync(string login, CancellationToken cancellation) => house.WriteAsync(async services =>
    {
        var unlocked = await services.GetRequiredService<LocksmithService>().UnlockAsync(login, cancellation);
        return unlocked.Refusal is { } refusal ? HouseAtHand.Refuse(services, refusal) : Say("Unlocked", login);
    }, cancellation);

    public Task<int> CreateTokenAsync(string login, CancellationToken cancellation) => house.WriteAsync(async services =>
    {
        var created = await services.GetRequiredService<LocksmithService>().CreateTokenAsync(login, cancellation);
        if (created.Refusal is { } refusal)
        {
            return HouseAtHand.Refuse(services, refusal);
        }

        Terminal.Answer(created.Value!);
        return Say("TokenShownOnce");
    }, cancellation);

    /// <summary>The house is taken first: nobody types a password only to hear that it cannot be used.</summary>
    private Task<int> WithPasswordAsync(Func<IServiceProvider, string, Task<int>> command, CancellationToken cancellation) => house.WriteAsync(async services =>
    {
        if (Terminal.ReadPassword() is { } password)
        {
            return await command(services, password);
        }

        Terminal.Tell("NoPassword");
        return ExitCode.Refused;
    }, cancellation);

    private static int Say(string key, params object?[] arguments)
    {
        Terminal.Tell(key, arguments);
        return ExitCode.Done;
    }
}
