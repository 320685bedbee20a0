using System.Collections.Concurrent;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Live;
using Chat.Web.Outcomes;

namespace Chat.Web.Admin;

/// <summary>
/// Runs deeds on many people in the background, some rows at a time, so that a message sent meanwhile waits for a few of
/// them and not for all. Each row is a command of its own: one that is refused leaves the others alone. Whoever started a
/// job finds it again here, and nobody else does; it ends with their right to it.
/// </summary>
public sealed partial class JobService(SessionService sessions, Feed feed, IHostApplicationLifetime life, TimeProvider clock, ILogger<JobService> logger)
{
    /// <summary>How many rows stand in the write lane at once.</summary>
    private const int AtOnce = 20;

    /// <summary>How many of somebody's jobs are remembered.</summary>
    private const int Remembered = 20;

    private static readonly TimeSpan LinksKept = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<int, Job> _jobs = new();
    private int _lastId;

    /// <summary>One's own jobs, the latest first.</summary>
    public Outcome<IReadOnlyList<JobView>> List(Actor actor) =>
        actor.KeepsTheSchool() ? Outcome.Of<IReadOnlyList<JobView>>([.. Of(actor).Select(j => j.Look())]) : AccountRefusals.AdminsOnly;

    public Outcome<JobView> Find(Actor actor, int id) => Own(actor, id) is { } job ? job.Look() : Refusal.NotFound;

    public Outcome<IReadOnlyList<RowResult>> Failures(Actor actor, int id) => Own(actor, id) is { } job ? Outcome.Of(job.Failures()) : Refusal.NotFound;

    /// <summary>The links a job made. They are given out once.</summary>
    public Outcome<IReadOnlyList<PasswordLink>> TakeLinks(Actor actor, int id)
    {
        if (Own(actor, id) is not { } job)
        {
            return Refusal.NotFound;
        }

        var links = job.TakeLinks();
        feed.Publish(new JobMoved(id), actor.Id);
        return Outcome.Of(links);
    }

    internal Job? Own(Actor actor, int id) => actor.KeepsTheSchool() && _jobs.GetValueOrDefault(id) is { } job && job.Owner.Id == actor.Id ? job : null;

    /// <summary>The last of a kind, whoever started it; none where nobody has since the house was opened.</summary>
    internal JobView? Latest(JobKind kind) => _jobs.Values.Where(j => j.Kind == kind).MaxBy(j => j.Id)?.Look();

    internal int Start<TRow>(Actor actor, JobKind kind, Capabilities capability, IReadOnlyList<TRow> rows, Func<TRow, CancellationToken, Task<RowResult>> work)
    {
        var job = new Job(Interlocked.Increment(ref _lastId), actor, kind, capability, rows.Count, clock.GetUtcNow());
        _jobs[job.Id] = job;
        ForgetOldOnesOf(actor);
        _ = Task.Run(() => RunAsync(job, rows, work, life.ApplicationStopping));
        return job.Id;
    }

    private async Task RunAsync<TRow>(Job job, IReadOnlyList<TRow> rows, Func<TRow, CancellationToken, Task<RowResult>> work, CancellationToken stopping)
    {
        var stopped = Refusal.StorageUnavailable;
        try
        {
            stopped = await RunAllAsync(job, rows, work, stopping);
        }
        catch (OperationCanceledException)
        {
            // The house closes. What was done is stored.
        }
#pragma warning disable CA1031 // Nobody awaits this: what breaks here is said where the job is shown, and in the log.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            Log.Broke(logger, job.Id, job.Kind, broken);
        }

        job.End(stopped);
        feed.Publish(new JobMoved(job.Id), job.Owner.Id);
    }

    private async Task<Refusal?> RunAllAsync<TRow>(Job job, IReadOnlyList<TRow> rows, Func<TRow, CancellationToken, Task<RowResult>> work, CancellationToken stopping)
    {
        foreach (var some in rows.Chunk(AtOnce))
        {
            if (job.Owner.Session is { } session && await sessions.FindAsync(session, stopping) is null)
            {
                return AccountRefusals.AdminsOnly;
            }

            job.Add(await Task.WhenAll(some.Select(row => work(row, stopping))));
            feed.Publish(new JobMoved(job.Id), job.Owner.Id);
        }

        return null;
    }

    private IEnumerable<Job> Of(Actor actor) => _jobs.Values.Where(j => j.Owner.Id == actor.Id).OrderByDescending(j => j.Id);

    private void ForgetOldOnesOf(Actor actor)
    {
        foreach (var old in Of(actor).Skip(Remembered).Where(j => !j.Look().IsRunning))
        {
            _jobs.TryRemove(old.Id, out _);
        }

        // Links that nobody fetched: they can be made anew at any time.
        foreach (var old in _jobs.Values.Where(j => clock.GetUtcNow() - j.StartedAt > LinksKept))
        {
            old.TakeLinks();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Job {Id} ({Kind}) broke off")]
        public static partial void Broke(ILogger logger, int id, JobKind kind, Exception broken);
    }
}
