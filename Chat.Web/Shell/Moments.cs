using System.Globalization;

namespace Chat.Web.Shell;

/// <summary>Says when something was, in the reader's own time zone and language.</summary>
public static class Moments
{
    private static readonly DateOnly FirstDay = new(2000, 1, 1);
    private static readonly DateOnly LastDay = new(2099, 12, 30);

    public static DateTime At(this Viewer viewer, DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, viewer.TimeZone).DateTime;

    /// <summary>The time of day: 14:05.</summary>
    public static string Clock(this Viewer viewer, DateTimeOffset moment) => viewer.At(moment).ToString("t", CultureInfo.CurrentCulture);

    /// <summary>Everything there is to say, for a hint or a screen reader.</summary>
    public static string Exactly(this Viewer viewer, DateTimeOffset moment) => viewer.At(moment).ToString("f", CultureInfo.CurrentCulture);

    /// <summary>A day without its year: 31 May, 31 мая.</summary>
    public static string Day(this Viewer viewer, DateTimeOffset moment) => viewer.At(moment).ToString("M", CultureInfo.CurrentCulture);

    /// <summary>A day as precisely as it needs to be said now: with its year when that is another.</summary>
    public static string DayOf(this Viewer viewer, DateTimeOffset moment, DateTimeOffset now) =>
        viewer.At(moment).Year == viewer.At(now).Year ? viewer.Day(moment) : viewer.At(moment).ToString("D", CultureInfo.CurrentCulture);

    /// <summary>A day and a time of day, as precisely as they need to be said now.</summary>
    public static string Precisely(this Viewer viewer, DateTimeOffset moment, DateTimeOffset now) => $"{viewer.DayOf(moment, now)}, {viewer.Clock(moment)}";

    /// <summary>As short as it can be said in a list: the time today, the day otherwise.</summary>
    public static string Briefly(this Viewer viewer, DateTimeOffset moment, DateTimeOffset now)
    {
        var (at, today) = (viewer.At(moment), viewer.At(now));
        return at.Date == today.Date ? viewer.Clock(moment)
            : at.Year == today.Year ? at.ToString(CultureInfo.CurrentCulture.TwoLetterISOLanguageName is "ru" ? "d MMM" : "MMM d", CultureInfo.CurrentCulture)
            : at.ToString("d", CultureInfo.CurrentCulture);
    }

    /// <summary>The day a moment falls on, as a date field has it.</summary>
    public static DateOnly DateOf(this Viewer viewer, DateTimeOffset moment) => DateOnly.FromDateTime(viewer.At(moment));

    /// <summary>When a day begins. Days no school plans for are brought back to those it does.</summary>
    public static DateTimeOffset StartOf(this Viewer viewer, DateOnly day)
    {
        var midnight = Planned(day).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, viewer.TimeZone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    /// <summary>The last second of a day, so that whatever ends with it is said to end on it.</summary>
    public static DateTimeOffset EndOf(this Viewer viewer, DateOnly day) => viewer.StartOf(Planned(day).AddDays(1)).AddSeconds(-1);

    private static DateOnly Planned(DateOnly day) => day < FirstDay ? FirstDay : day > LastDay ? LastDay : day;
}
