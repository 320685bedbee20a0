using System.ComponentModel.DataAnnotations;

namespace Chat.Web.Operations;

/// <summary>Where copies of everything go, how many stay, and when they are made: section <c>Backups</c>.</summary>
public sealed class BackupOptions
{
    public const string Section = "Backups";

    /// <summary><c>backups</c> in the data directory where none is named. A copy on the same disk helps against mistakes, not against a broken disk.</summary>
    public string Directory { get; set; } = "";

    /// <summary>The newest so many stay.</summary>
    [Range(1, 10_000)]
    public int Keep { get; set; } = 14;

    /// <summary>When one is made each day, by the server's own clock; empty for never.</summary>
    public TimeOnly? DailyAt { get; set; } = new TimeOnly(3, 0);
}
