using Chat.Web.Access;
using Chat.Web.Accounts;

namespace Chat.Web.Admin;

/// <summary>Which people are wanted. What is not said makes no difference.</summary>
/// <param name="Text">Words of a name or an e-mail address, all of which must be there, whole or in part.</param>
public sealed record PeopleFilter(string? Text = null, Role? Role = null, AccountStatus? Status = null, Capabilities? Capability = null)
{
    public const int MaxTextLength = 100;

    private const int MaxWords = 6;

    /// <summary>As an address says it. What nobody can be is as good as not said.</summary>
    public static PeopleFilter Read(string? text, string? role, string? status, string? capability) =>
        new(ReadText(text), ReadName<Role>(role), ReadName<AccountStatus>(status), ReadName<Capabilities>(capability) is { } one and not Capabilities.None ? one : null);

    public IQueryable<AppUser> Of(IQueryable<AppUser> accounts)
    {
        var people = accounts.People();
        foreach (var word in NameKey.Of(Text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MaxWords))
        {
            people = people.Where(u => u.SearchName.Contains(word));
        }

        people = Role is { } role ? people.Where(u => u.Role == role) : people;
        people = Status is { } status ? people.Where(u => u.Status == status) : people;
        // That somebody has any is what the index knows; few do.
        return Capability is { } capability ? people.Where(u => u.Capabilities > Capabilities.None && (u.Capabilities & capability) != Capabilities.None) : people;
    }

    /// <summary>The same in stable words, for the audit.</summary>
    public override string ToString() => string.Join(", ", new[] { Text is null ? null : $"\"{Text}\"", Role?.ToString(), Status?.ToString(), Capability?.ToString() }.OfType<string>());

    private static string? ReadText(string? text) =>
        string.IsNullOrWhiteSpace(text) || text.HasHalfCharacter() ? null : text.Trim() is { Length: > MaxTextLength } endless ? endless[..MaxTextLength].TrimEnd('\ud800', '\udbff') : text.Trim();

    private static TName? ReadName<TName>(string? name)
        where TName : struct, Enum =>
        Enum.GetNames<TName>().FirstOrDefault(n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase)) is { } known ? Enum.Parse<TName>(known) : null;
}
