using Chat.Web.Access;
using Chat.Web.Accounts;

namespace Chat.Web.Admin;

/// <summary>What the forms about a person hold while they are filled in.</summary>
public sealed class PersonForm
{
    public string? FullName { get; set; }

    public string? Email { get; set; }

    public Role Role { get; set; } = RolesOfPeople.All[0];

    public string Language { get; set; } = Languages.Default;

    public AccountDraft ToDraft() => new(Email, FullName, Role, Language);
}
