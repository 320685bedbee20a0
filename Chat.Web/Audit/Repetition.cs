namespace Chat.Web.Audit;

/// <summary>
/// Decides what is worth another entry when the same thing happens again and again: so many a minute, and then no more
/// until the next, so that whoever knocks without end cannot fill the log.
/// </summary>
internal sealed class Repetition(TimeProvider clock)
{
    /// <summary>More different things than this in one minute are a flood, and its first thousands say so.</summary>
    private const int MostKeys = 10_000;
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    private readonly Lock _counting = new();
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);
    private DateTimeOffset _since = clock.GetUtcNow();

    /// <summary>Whether it has brought all the entries it may, without counting this time.</summary>
    public bool IsUsedUp(string key, int most)
    {
        lock (_counting)
        {
            return clock.GetUtcNow() - _since < Span && _seen.GetValueOrDefault(key) >= most;
        }
    }

    /// <param name="most">How many entries a minute this may bring.</param>
    public bool IsWorthAnEntry(string key, int most = 1)
    {
        lock (_counting)
        {
            if (clock.GetUtcNow() - _since >= Span)
            {
                _since = clock.GetUtcNow();
                _seen.Clear();
            }

            if (_seen.Count >= MostKeys)
            {
                return false;
            }

            return (_seen[key] = _seen.GetValueOrDefault(key) + 1) <= most;
        }
    }
}
