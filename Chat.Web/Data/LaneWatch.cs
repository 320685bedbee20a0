using System.Runtime.InteropServices;

namespace Chat.Web.Data;

/// <summary>How the write lane is doing.</summary>
/// <param name="Waiting">Writes that have not been answered yet.</param>
/// <param name="Commits">Transactions of the last minute; the other figures are theirs.</param>
/// <param name="Writes">How many writes those took together.</param>
/// <param name="Median">Half of the transactions took no longer than this, from their beginning to the end of their commit.</param>
/// <param name="Slow">19 of 20 took no longer than this.</param>
public sealed record LaneView(int Waiting, int Commits, int Writes, TimeSpan Median, TimeSpan Slow)
{
    public double BatchSize => Commits == 0 ? 0 : (double)Writes / Commits;
}

/// <summary>Watches the write lane, which only says when somebody comes and when a transaction is through. A minute is remembered.</summary>
public sealed class LaneWatch(TimeProvider clock)
{
    private const int MostRemembered = 4096;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly Lock _turn = new();
    private readonly Queue<Commit> _commits = new();
    private int _waiting;

    /// <summary>Somebody waits in the lane until this is disposed of.</summary>
    internal Place Enter()
    {
        Interlocked.Increment(ref _waiting);
        return new Place(this);
    }

    internal void Committed(int writes, TimeSpan took)
    {
        lock (_turn)
        {
            Forget();
            _commits.Enqueue(new Commit(clock.GetUtcNow(), writes, took));
        }
    }

    public LaneView Look()
    {
        lock (_turn)
        {
            Forget();
            var times = _commits.Select(c => c.Took).Order().ToArray();
            return new LaneView(_waiting, times.Length, _commits.Sum(c => c.Writes), At(times, 0.5), At(times, 0.95));
        }
    }

    private void Forget()
    {
        var oldest = clock.GetUtcNow() - Remembered;
        while (_commits.Count >= MostRemembered || (_commits.TryPeek(out var first) && first.At < oldest))
        {
            _commits.Dequeue();
        }
    }

    private static TimeSpan At(TimeSpan[] ordered, double share) => ordered is [] ? TimeSpan.Zero : ordered[(int)Math.Ceiling(share * ordered.Length) - 1];

    internal readonly struct Place(LaneWatch watch) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref watch._waiting);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Commit(DateTimeOffset At, int Writes, TimeSpan Took);
}
