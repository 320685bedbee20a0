using Chat.Web.Outcomes;

namespace Chat.Web.Search;

/// <summary>Why something cannot be searched for.</summary>
public static class SearchRefusals
{
    public static readonly Refusal TooLong = new(RefusalKind.Invalid, "search_too_long") { Arguments = [Wanted.MaxLength] };

    /// <summary>Control characters, or half of a surrogate pair.</summary>
    public static readonly Refusal Unreadable = new(RefusalKind.Invalid, "search_unreadable");
}
