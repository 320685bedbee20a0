using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;

namespace Chat.Web.Operations;

/// <summary>How one kind of door has answered in the last minutes.</summary>
/// <param name="Count">How many times.</param>
/// <param name="Mean">How long that took on average.</param>
/// <param name="Slowest">How long the slowest took.</param>
/// <param name="Failures">How many of them were the house's own fault (5xx).</param>
public sealed record AnswerView(int Count, TimeSpan Mean, TimeSpan Slowest, int Failures)
{
    public double FailureShare => Count == 0 ? 0 : (double)Failures / Count;
}

/// <summary>
/// Listens to the framework's own measure of its answers and remembers five minutes of it, second by second. Files and
/// lines that stay open are not answers; every house in a process hears only itself.
/// </summary>
public sealed class AnswerWatch : IDisposable
{
    public static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    private const string Duration = "http.server.request.duration";
    private const int SwitchingProtocols = 101;

    private readonly Lock _turn = new();
    private readonly Second[] _api = New();
    private readonly Second[] _pages = New();
    private readonly MeterListener _listener = new();
    private readonly TimeProvider _clock;

    public AnswerWatch(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name is Duration && instrument.Meter.Scope == meters)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) => Hear(seconds, tags));
        _listener.Start();
    }

    public AnswerView Api => Look(_api);

    public AnswerView Pages => Look(_pages);

    public void Dispose() => _listener.Dispose();

    private void Hear(double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var (route, status) = ("", 0);
        foreach (var (name, value) in tags)
        {
            route = name is "http.route" ? ((string?)value ?? "").TrimStart('/') : route;
            status = name is "http.response.status_code" && value is int code ? code : status;
        }

        if (status is not SwitchingProtocols && PlaceOf(route) is { } place)
        {
            lock (_turn)
            {
                var now = Now;
                ref var second = ref place[now % place.Length];
                second = second.At == now ? second : new Second { At = now };
                second.Count++;
                second.Total += seconds;
                second.Slowest = Math.Max(second.Slowest, seconds);
                second.Failures += status >= StatusCodes.Status500InternalServerError ? 1 : 0;
            }
        }
    }

    private Second[]? PlaceOf(string route) =>
        route.StartsWith("api/", StringComparison.OrdinalIgnoreCase) ? _api
        : route is "" or ['_', ..] || Path.HasExtension(route) ? null
        : _pages;

    private AnswerView Look(Second[] place)
    {
        lock (_turn)
        {
            var recent = Array.FindAll(place, s => s.Count > 0 && s.At > Now - (long)Remembered.TotalSeconds);
            var count = recent.Sum(s => s.Count);
            return new AnswerView(
                count,
                TimeSpan.FromSeconds(count == 0 ? 0 : recent.Sum(s => s.Total) / count),
                TimeSpan.FromSeconds(recent.Select(s => s.Slowest).DefaultIfEmpty().Max()),
                recent.Sum(s => s.Failures));
        }
    }

    private long Now => _clock.GetUtcNow().ToUnixTimeSeconds();

    private static Second[] New() => new Second[(int)Remembered.TotalSeconds];

    [StructLayout(LayoutKind.Auto)]
    private struct Second
    {
        public long At;
        public int Count;
        public double Total;
        public double Slowest;
        public int Failures;
    }
}
