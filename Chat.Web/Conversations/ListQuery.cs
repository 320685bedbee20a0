using Microsoft.AspNetCore.WebUtilities;

namespace Chat.Web.Conversations;

/// <summary>Which part of the list is wanted. It lives in the address, so that a reload, a link and the Back button keep it.</summary>
public sealed record ListQuery(Shown Shown, string Find)
{
    private const string ShownKey = "show";
    private const string FindKey = "find";
    private const int MaxFindLength = 100;

    public static readonly ListQuery Plain = new(Shown.All, "");

    public bool IsPlain => this == Plain;

    public static ListQuery In(string address)
    {
        var query = QueryHelpers.ParseQuery(new Uri(address).Query);
        var find = query.TryGetValue(FindKey, out var text) ? text.ToString() : "";
        return new ListQuery(
            query.TryGetValue(ShownKey, out var name) && Enum.TryParse<Shown>(name, ignoreCase: true, out var shown) && Enum.IsDefined(shown) ? shown : Shown.All,
            find.Length > MaxFindLength ? find[..MaxFindLength] : find);
    }

    /// <summary>The same part of the list at another path.</summary>
    public string At(string path)
    {
        var query = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (Shown is not Shown.All)
        {
            query[ShownKey] = Shown.ToString();
        }

        if (Find.Length > 0)
        {
            query[FindKey] = Find;
        }

        return QueryHelpers.AddQueryString(path, query);
    }
}
