namespace Chat.Web.Live;

/// <summary>
/// Keeps what a page draws to ten times a second, however busy a conversation is. A few in a row may come at once: a
/// message that follows upon "is writing…" does not wait for it.
/// </summary>
internal sealed class Pace(TimeProvider clock)
{
    private const int AtOnce = 5;

    private static readonly TimeSpan Each = TimeSpan.FromMilliseconds(100);

    private readonly long _began = clock.GetTimestamp();
    private TimeSpan _owed;

    /// <summary>One more was drawn: how long to wait before the next.</summary>
    public TimeSpan Next()
    {
        var now = clock.GetElapsedTime(_began);
        _owed = (now > _owed ? now : _owed) + Each;
        var ahead = _owed - now - (AtOnce * Each);
        return ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero;
    }
}
