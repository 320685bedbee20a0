using System.ComponentModel.DataAnnotations;

namespace Chat.Web.Operations;

/// <summary>When the house counts as unwell: section <c>Health</c>.</summary>
public sealed class HealthOptions
{
    public const string Section = "Health";

    /// <summary>With less room than this on the data's disk it is unhealthy; with less than four times as much, degraded.</summary>
    [Range(0, long.MaxValue)]
    public long LeastFreeBytes { get; set; } = 128 * 1024 * 1024;

    /// <summary>A write that waits longer than this is slow.</summary>
    public TimeSpan SlowLane { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A write that waits longer than this counts as one that does not come through.</summary>
    public TimeSpan MostPatience { get; set; } = TimeSpan.FromSeconds(5);
}
