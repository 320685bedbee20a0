namespace Chat.Web.Accounts;

/// <summary>The languages the product speaks. Every text exists in each of them.</summary>
public static class Languages
{
    public const string Default = "ru";

    public static readonly IReadOnlyList<string> All = ["ru", "en"];

    public static bool Has(string? language) => All.Contains(language, StringComparer.Ordinal);
}
