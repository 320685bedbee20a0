namespace Chat.Web.Settings;

/// <summary>
/// What the school has decided, as one more source of configuration, the last of all. Rooms go on reading their options:
/// they need not know that somebody can change them while the house is open.
/// </summary>
public sealed class StoredSettings : ConfigurationProvider, IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <summary>From here on these hold, and no others.</summary>
    internal void Show(IReadOnlyDictionary<string, string> values)
    {
        Data = values.ToDictionary(v => v.Key, v => (string?)v.Value, StringComparer.OrdinalIgnoreCase);
        OnReload();
    }
}
