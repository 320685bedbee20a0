using System.ComponentModel.DataAnnotations;

namespace Chat.Web.Limits;

/// <summary>How often what may be done: section <c>Limits</c>. Each figure is for a minute, and may be used at once.</summary>
public sealed class LimitOptions
{
    public const string Section = "Limits";

    /// <summary>Multiplies every limit, for load tests.</summary>
    [Range(0.01, 1_000_000)]
    public double Multiplier { get; set; } = 1;

    [Range(1, 1_000_000)]
    public int SignInsToAccount { get; set; } = 10;

    /// <summary>A whole school may be one address: this is for machines, not for a class that signs in at once.</summary>
    [Range(1, 1_000_000)]
    public int SignInsFromAddress { get; set; } = 300;

    [Range(1, 1_000_000)]
    public int SendsByPerson { get; set; } = 60;

    /// <summary>What one person asks the bot.</summary>
    [Range(1, 1_000_000)]
    public int QuestionsByPerson { get; set; } = 30;

    [Range(1, 1_000_000)]
    public int UploadsByPerson { get; set; } = 20;

    /// <summary>How many sockets of one person may have to be closed over what came on them, until the next has to wait.</summary>
    [Range(1, 1_000_000)]
    public int MisusedSocketsByPerson { get; set; } = 10;

    [Range(1, 1_000_000)]
    public int ReportsByPerson { get; set; } = 10;
}
