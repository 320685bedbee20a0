using System.Diagnostics;
using System.Globalization;

namespace Chat.Load.Measuring;

/// <summary>
/// So many clients at once, each asking again as soon as it is answered. Each has a connection of its own; the first
/// moments are not counted.
/// </summary>
internal static class Clients
{
    /// <summary>How many at once.</summary>
    public static readonly int[] Crowds = [1, 8, 64];

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    /// <param name="ask">One client's one request; false when the answer was wrong.</param>
    public static async Task<Throughput> RunAsync(int count, TimeSpan duration, Func<int, CancellationToken, Task<bool>> ask)
    {
        var began = Stopwatch.GetTimestamp();
        var warmUp = duration < WarmUp ? TimeSpan.Zero : WarmUp;
        var all = await Task.WhenAll(Enumerable.Range(0, count).Select(client => Task.Run(() => AskAgainAndAgainAsync(client, began, warmUp, warmUp + duration, ask))));
        return new Throughput(new Sample(all.SelectMany(one => one.Times)), duration, all.Sum(one => one.Wrong));
    }

    private static async Task<(List<double> Times, int Wrong)> AskAgainAndAgainAsync(int client, long began, TimeSpan from, TimeSpan until, Func<int, CancellationToken, Task<bool>> ask)
    {
        var (times, wrong) = (new List<double>(), 0);
        while (Stopwatch.GetElapsedTime(began) < until)
        {
            var asked = Stopwatch.GetTimestamp();
            wrong += await ask(client, CancellationToken.None) ? 0 : 1;
            if (Stopwatch.GetElapsedTime(began) is var now && now >= from && now < until)
            {
                times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }
        }

        return (times, wrong);
    }
}

/// <summary>What so many clients got through.</summary>
internal sealed record Throughput(Sample Times, TimeSpan Duration, int Wrong)
{
    public double PerSecond => Times.Count / Duration.TotalSeconds;

    public string[] Cells => [PerSecond.ToString("#,##0", CultureInfo.InvariantCulture), Times.P50, Times.P95, Times.P99];
}
