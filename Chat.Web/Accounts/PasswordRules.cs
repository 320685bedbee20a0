using Chat.Web.Outcomes;

namespace Chat.Web.Accounts;

/// <summary>What a new password must be: long enough, not one that everybody tries first, and not the person's own e-mail. Nothing is asked of its characters.</summary>
public static class PasswordRules
{
    private static readonly HashSet<string> Common = ReadCommon();

    public static Refusal? Check(string? password, string? email)
    {
        if (password?.HasHalfCharacter() is true)
        {
            return AccountRefusals.PasswordUnreadable;
        }

        var length = password?.Length ?? 0;
        if (length < PasswordOptions.MinLength)
        {
            return AccountRefusals.PasswordTooShort;
        }

        if (length > PasswordOptions.MaxLength)
        {
            return AccountRefusals.PasswordTooLong;
        }

        return Common.Contains(password!) || string.Equals(password, email, StringComparison.OrdinalIgnoreCase)
            ? AccountRefusals.PasswordCommon
            : null;
    }

    private static HashSet<string> ReadCommon()
    {
        using var list = new StreamReader(typeof(PasswordRules).Assembly.GetManifestResourceStream("Chat.Web.Accounts.common-passwords.txt")!);
        return new HashSet<string>(list.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);
    }
}
