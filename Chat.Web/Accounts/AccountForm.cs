using System.Globalization;
using Chat.Web.Outcomes;

namespace Chat.Web.Accounts;

/// <summary>What the forms for new accounts send.</summary>
public sealed class AccountForm
{
    public string? Code { get; set; }

    public string? FullName { get; set; }

    public string? Email { get; set; }

    public string? Password { get; set; }

    public string? Repeated { get; set; }

    /// <summary>The one thing only a form can get wrong: the password typed twice.</summary>
    public Refusal? Mistake => string.Equals(Password, Repeated, StringComparison.Ordinal) ? null : AccountRefusals.PasswordsDiffer;

    public RegistrationDraft ToDraft() => new(FullName, Email, Password, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
}
