using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Operations;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Admin;

/// <summary>How the house is and how much goes on in it, at one moment.</summary>
/// <param name="PeopleHere">Who has a page open.</param>
/// <param name="FailedSignIns">In the last hour.</param>
/// <param name="Lockouts">How often an account was locked in the last hour.</param>
public sealed record DashboardView(
    HealthReport Health, int PeopleHere, AnswerView Api, AnswerView Pages, LaneView Lane, StorageView Storage, int FailedSignIns, int Lockouts, BackupView? LastBackup, Spoken Spoken, DateTimeOffset At);

/// <summary>
/// Looks at the house for those who keep it. However many of them watch, it looks once in two seconds: they share what
/// was seen.
/// </summary>
public sealed class DashboardService(
    IDbContextFactory<ChatDbContext> database, HealthService health, Attendance attendance, AnswerWatch answers, LaneWatch lane, StorageMeter storage, BackupShelf backups, MessageTally tally, Denials denials, TimeProvider clock)
    : IDisposable
{
    /// <summary>What document C asks of the house: on average no answer takes longer than this.</summary>
    public static readonly TimeSpan MeanTarget = TimeSpan.FromMilliseconds(200);

    /// <summary>And no more of them than this share fail.</summary>
    public const double FailureTarget = 0.01;

    /// <summary>How old what is shown may be.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private DashboardView? _seen;
    private Task<HealthReport>? _examination;

    public async Task<Outcome<DashboardView>> LookAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.KeepsTheSchool())
        {
            return await denials.RefuseAsync(actor, "dashboard", AccountRefusals.AdminsOnly, cancellation);
        }

        await _turn.WaitAsync(cancellation);
        try
        {
            return _seen is not null && clock.GetUtcNow() - _seen.At < Pace ? _seen : _seen = await LookNowAsync(cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<DashboardView> LookNowAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var (failed, lockouts) = await CountSignInsAsync(now.AddHours(-1), cancellation);
        var copies = await backups.ListAsync(cancellation);
        // Looked at before the examination, which sends a write of its own.
        var writing = lane.Look();
        return new DashboardView(
            await ExamineAsync(), attendance.CountHere(), answers.Api, answers.Pages, writing, storage.Look(copies), failed, lockouts,
            copies is [var last, ..] ? last : null, await tally.CountAsync(cancellation), now);
    }

    /// <summary>A house that is unwell takes its time to say so. What it said last is shown until then.</summary>
    private async Task<HealthReport> ExamineAsync()
    {
        if (_seen is null || _examination is null or { IsCompleted: true })
        {
            var before = _examination;
            _examination = health.LookAsync(CancellationToken.None);
            return await (before ?? _examination);
        }

        return _seen.Health;
    }

    private async Task<(int Failed, int Lockouts)> CountSignInsAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var failed = db.AuditEntries.Where(e => e.At >= since && e.Action == "sign_in.failed");
        return (await failed.CountAsync(cancellation), await failed.CountAsync(e => e.After == "Locked", cancellation));
    }
}
