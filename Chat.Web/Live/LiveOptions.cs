using System.ComponentModel.DataAnnotations;

namespace Chat.Web.Live;

/// <summary>What live pages may do: section <c>Live</c>.</summary>
public sealed class LiveOptions
{
    public const string Section = "Live";

    /// <summary>How many one person may have open at once. Each takes some memory for as long as it is open.</summary>
    [Range(1, 10_000)]
    public int PagesPerPerson { get; set; } = 10;
}
