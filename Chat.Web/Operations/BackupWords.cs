using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Chat.Web.Operations;

/// <summary>Says what a check of a copy found, and how large one is.</summary>
public sealed class BackupWords(IStringLocalizer<BackupTexts> texts)
{
    private const double Kilo = 1024;

    public string Problem(BackupProblem problem) => texts[$"Problem_{problem.Code}", problem.About];

    public string Stage(BackupProgress progress) => texts[$"Stage_{progress.Stage}", (int)(progress.Share * 100)];

    public string Size(long bytes) => bytes switch
    {
        < 1024 * 1024 => texts["KB", Round(bytes / Kilo)],
        < 1024 * 1024 * 1024 => texts["MB", Round(bytes / Kilo / Kilo)],
        _ => texts["GB", Round(bytes / Kilo / Kilo / Kilo)],
    };

    private static string Round(double number) => number.ToString(number < 10 ? "0.#" : "N0", CultureInfo.CurrentCulture);
}
