using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Live;
using Chat.Web.Outcomes;

namespace Chat.Web.Admin;

public enum JobKind
{
    Import,
    Suspend,
    Restore,
    EndSessions,
    Grant,
    Revoke,
    InviteAgain,
    YearEnd,
}

public enum RowEnd
{
    Made,
    Changed,

    /// <summary>It was so already.</summary>
    Same,
    Failed,
}

/// <summary>What came of one row.</summary>
public sealed record RowResult(RowEnd End, PersonName Person)
{
    /// <summary>The line of the file it stood in, where it came from one.</summary>
    public int? Line { get; init; }

    public Refusal? Refusal { get; init; }

    public PasswordLink? Link { get; init; }

    public static RowResult Of(PersonName person, Outcome<Changed> outcome) =>
        new(outcome.Refusal is not null ? RowEnd.Failed : outcome.Value.Anything ? RowEnd.Changed : RowEnd.Same, person) { Refusal = outcome.Refusal };
}

/// <summary>How far a job is, for whoever started it.</summary>
/// <param name="Stopped">Why it ended before its end; none while it runs, and where it did not.</param>
/// <param name="CanUndo">What it did can be taken back, and has not been.</param>
/// <param name="Links">How many links it holds that were not fetched yet.</param>
public sealed record JobView(
    int Id, JobKind Kind, Capabilities Capability, int Total, int Done, int Made, int Changed, int Same, int Failed, bool IsRunning, Refusal? Stopped, bool CanUndo, int Links, DateTimeOffset StartedAt);

/// <summary>A job is further than it was. Whoever shows it looks again.</summary>
public sealed record JobMoved(int JobId) : ChatEvent;

/// <summary>
/// One deed on many people, in the background. It is kept in memory: what it did is stored row by row, and a restart
/// loses no more than the list of what failed.
/// </summary>
internal sealed class Job(int id, Actor owner, JobKind kind, Capabilities capability, int total, DateTimeOffset startedAt)
{
    private readonly Lock _gate = new();
    private readonly List<RowResult> _failed = [];
    private readonly List<PersonName> _changed = [];
    private readonly Dictionary<RowEnd, int> _ends = [];
    private List<PasswordLink> _links = [];
    private bool _isRunning = true;
    private bool _isUndone;
    private Refusal? _stopped;

    public int Id => id;

    public Actor Owner => owner;

    public JobKind Kind => kind;

    public Capabilities Capability => capability;

    public DateTimeOffset StartedAt => startedAt;

    public void Add(IEnumerable<RowResult> rows)
    {
        lock (_gate)
        {
            foreach (var row in rows)
            {
                _ends[row.End] = _ends.GetValueOrDefault(row.End) + 1;
                if (row.End is RowEnd.Failed)
                {
                    _failed.Add(row);
                }
                else if (row.End is RowEnd.Changed)
                {
                    _changed.Add(row.Person);
                }

                if (row.Link is not null)
                {
                    _links.Add(row.Link);
                }
            }
        }
    }

    public void End(Refusal? stopped)
    {
        lock (_gate)
        {
            (_isRunning, _stopped) = (false, stopped);
        }
    }

    public IReadOnlyList<RowResult> Failures()
    {
        lock (_gate)
        {
            return [.. _failed];
        }
    }

    /// <summary>The links, once: whoever asks next finds none.</summary>
    public IReadOnlyList<PasswordLink> TakeLinks()
    {
        lock (_gate)
        {
            var links = _links;
            _links = _isRunning ? _links : [];
            return _isRunning ? [] : links;
        }
    }

    /// <summary>Those it changed, once, for whoever takes it back; none where it cannot be.</summary>
    public IReadOnlyList<PersonName> TakeBack()
    {
        lock (_gate)
        {
            if (!CanUndo)
            {
                return [];
            }

            _isUndone = true;
            return [.. _changed];
        }
    }

    public JobView Look()
    {
        lock (_gate)
        {
            return new JobView(
                id, kind, capability, total, _ends.Values.Sum(), Count(RowEnd.Made), Count(RowEnd.Changed), Count(RowEnd.Same), Count(RowEnd.Failed), _isRunning, _stopped, CanUndo, _isRunning ? 0 : _links.Count, startedAt);
        }
    }

    private bool CanUndo => !_isRunning && !_isUndone && _changed.Count > 0 && kind is (JobKind.Suspend or JobKind.Grant or JobKind.Revoke);

    private int Count(RowEnd end) => _ends.GetValueOrDefault(end);
}
