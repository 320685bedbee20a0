using System.Globalization;
using System.Resources;
using Chat.Web.Access;
using Chat.Web.Accounts;

namespace Chat.Web.Admin;

/// <summary>
/// The words a table may use for columns, roles and languages: every language's at once, for whoever fills it in need not
/// be whoever sends it. A number is none of them.
/// </summary>
public sealed class ImportWords
{
    private static readonly ResourceManager Texts = new(typeof(PeopleTexts));

    private readonly Dictionary<string, ImportColumn> _columns = Read(Enum.GetValues<ImportColumn>());
    private readonly Dictionary<string, Role> _roles = Read(RolesOfPeople.All);
    private readonly Dictionary<string, string> _languages = Read(Languages.All);

    public ImportColumn? ColumnOf(string word) => _columns.TryGetValue(Key(word), out var column) ? column : null;

    public Role? RoleOf(string word) => _roles.TryGetValue(Key(word), out var role) ? role : null;

    public string? LanguageOf(string word) => _languages.GetValueOrDefault(Key(word));

    /// <summary>What the reader calls a column: the first of its names.</summary>
    public string NameOf(ImportColumn column) => NamesOf(column.ToString(), CultureInfo.CurrentUICulture)[0];

    public string NameOf(Role role) => NamesOf(role.ToString(), CultureInfo.CurrentUICulture)[0];

    private static Dictionary<string, TThing> Read<TThing>(IEnumerable<TThing> things)
        where TThing : notnull =>
        things.SelectMany(thing => Languages.All.SelectMany(l => NamesOf(thing.ToString()!, CultureInfo.GetCultureInfo(l))).Append(thing.ToString()!).Select(name => (name, thing)))
            .DistinctBy(n => Key(n.name), StringComparer.Ordinal)
            .ToDictionary(n => Key(n.name), n => n.thing, StringComparer.Ordinal);

    private static string[] NamesOf(string thing, CultureInfo language) =>
        Texts.GetString($"Names_{thing}", language)!.Split(',', StringSplitOptions.TrimEntries);

    private static string Key(string word) => word.HasHalfCharacter() ? "" : NameKey.Of(word).Trim();
}
