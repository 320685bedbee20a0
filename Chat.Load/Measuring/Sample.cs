using System.Globalization;

namespace Chat.Load.Measuring;

/// <summary>How long something took, in milliseconds, each time it was done.</summary>
internal sealed class Sample(IEnumerable<double> milliseconds)
{
    private readonly double[] _sorted = [.. milliseconds.Order()];

    public int Count => _sorted.Length;

    public string P50 => Text(At(0.50));

    public string P95 => Text(At(0.95));

    public string P99 => Text(At(0.99));

    public string Max => Text(_sorted[^1]);

    /// <summary>How many times as long as the floor it took, at the median and at the 95th percentile.</summary>
    public string Over(Sample floor) => $"{Ratio(At(0.50), floor.At(0.50))} / {Ratio(At(0.95), floor.At(0.95))}";

    public string OverAtP99(Sample floor) => Ratio(At(0.99), floor.At(0.99));

    /// <summary>How many milliseconds the two medians are apart.</summary>
    public string Apart(Sample other) => Text(Math.Abs(At(0.50) - other.At(0.50)));

    // The nearest rank: a time that was really seen, not one between two.
    private double At(double part) => _sorted.Length == 0 ? double.NaN : _sorted[Math.Max(0, (int)Math.Ceiling(part * _sorted.Length) - 1)];

    private static string Text(double milliseconds) => milliseconds.ToString(milliseconds < 100 ? "0.0" : "#,##0", CultureInfo.InvariantCulture);

    private static string Ratio(double one, double other) => (one / other).ToString("0.0", CultureInfo.InvariantCulture);
}
