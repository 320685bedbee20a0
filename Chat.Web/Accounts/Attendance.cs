using System.Collections.Concurrent;

namespace Chat.Web.Accounts;

/// <summary>
/// For rooms in which it shows: somebody has come, has left, or wishes to be seen or not. They are told once for a person,
/// however many pages that person has open.
/// </summary>
public delegate Task AttendanceChanged(int userId);

/// <summary>Who has a page open at this moment. Kept in memory only: what is stored is when each device was last seen.</summary>
public sealed partial class Attendance(IEnumerable<AttendanceChanged> listeners, TimeProvider clock, ILogger<Attendance> logger)
{
    /// <summary>A page that is loaded again is away for a moment, and nobody has left.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<int, Presence> _people = new();

    /// <summary>How many people have a page open.</summary>
    public int CountHere() => _people.Values.Count(p => p.IsHere);

    public bool IsHere(int userId) => Of(userId).IsHere;

    /// <summary>When they closed their last page, since this process began.</summary>
    public DateTimeOffset? LeftAt(int userId) => Of(userId).LeftAt;

    public Task CameAsync(int userId)
    {
        var person = Of(userId);
        var isNew = false;
        lock (person)
        {
            person.Pages++;
            (isNew, person.IsHere) = (!person.IsHere, true);
        }

        return isNew ? AnnounceAsync(userId) : Task.CompletedTask;
    }

    public async Task LeftAsync(int userId)
    {
        var person = Of(userId);
        lock (person)
        {
            person.Pages--;
            person.LeftAt = clock.GetUtcNow();
        }

        await Task.Delay(Pause, clock);

        var isGone = false;
        lock (person)
        {
            isGone = person.IsHere && person.Pages == 0;
            person.IsHere = person.Pages > 0;
        }

        if (isGone)
        {
            await AnnounceAsync(userId);
        }
    }

    /// <summary>Nobody awaits a page that opens or closes: what goes wrong in telling of it is written down here.</summary>
    public async Task AnnounceAsync(int userId)
    {
        try
        {
            foreach (var hear in listeners)
            {
                await hear(userId);
            }
        }
#pragma warning disable CA1031 // Whatever it is, it is no reason to break the page that was opened.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            Log.Untold(logger, userId, broken);
        }
    }

    private Presence Of(int userId) => _people.GetOrAdd(userId, _ => new Presence());

    private sealed class Presence
    {
        public int Pages { get; set; }

        public bool IsHere { get; set; }

        public DateTimeOffset? LeftAt { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Nobody could be told that user {UserId} came or left")]
        public static partial void Untold(ILogger logger, int userId, Exception broken);
    }
}
