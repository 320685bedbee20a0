using System.Globalization;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Outcomes;

namespace Chat.Web.Admin;

/// <param name="Chosen">Whom somebody ticked; none for everybody the filter leaves.</param>
public sealed record BulkDraft(JobKind Kind, Capabilities Capability, IReadOnlyCollection<int>? Chosen, PeopleFilter Filter);

/// <summary>Does one thing to many people. Each is asked for as one alone would be: whoever cannot be changed stays as they are, and is listed with the reason.</summary>
public sealed class BulkService(PeopleService people, JobService jobs, AccountService accounts, AdmissionService admissions, AuditLog audit, Denials denials, WriteLane lane)
{
    /// <returns>The job's number.</returns>
    public async Task<Outcome<int>> StartAsync(Actor actor, BulkDraft draft, CancellationToken cancellation = default)
    {
        if (!actor.KeepsTheSchool())
        {
            return await denials.RefuseAsync(actor, "people", AccountRefusals.AdminsOnly, cancellation);
        }

        if (WorkOf(actor, draft.Kind, draft.Capability) is not { } work)
        {
            return AdminRefusals.DeedUnknown;
        }

        var names = await people.NamesAsync(draft.Chosen, draft.Filter, cancellation);
        if (names.Count == 0)
        {
            return AdminRefusals.NobodyChosen;
        }

        return await StartAsync(actor, draft.Kind, draft.Capability, names, draft.Chosen is null ? $"{draft.Filter}" : null, work, cancellation);
    }

    /// <summary>Takes back what a job did, from those it did it to and from nobody else.</summary>
    public async Task<Outcome<int>> UndoAsync(Actor actor, int jobId, CancellationToken cancellation = default)
    {
        if (jobs.Own(actor, jobId) is not { } job)
        {
            return Refusal.NotFound;
        }

        var (kind, capability, names) = (OppositeOf(job.Kind), job.Capability, job.TakeBack());
        return names.Count == 0 || WorkOf(actor, kind, capability) is not { } work
            ? AdminRefusals.NobodyChosen
            : await StartAsync(actor, kind, capability, names, filter: null, work, cancellation);
    }

    private async Task<Outcome<int>> StartAsync(
        Actor actor, JobKind kind, Capabilities capability, IReadOnlyList<PersonName> names, string? filter, Func<PersonName, CancellationToken, Task<RowResult>> work, CancellationToken cancellation)
    {
        var written = await audit.WriteDownAsync(
            lane, actor, new Deed("people.changed_in_bulk", "people") { Reason = filter, After = InWords(kind, capability, names.Count) }, cancellation);
        return written is { } refusal ? refusal : jobs.Start(actor, kind, capability, names, work);
    }

    private static string InWords(JobKind kind, Capabilities capability, int count) =>
        string.Join(", ", new[] { $"{kind}", capability is Capabilities.None ? null : $"{capability}", count.ToString(CultureInfo.InvariantCulture) }.OfType<string>());

    private Func<PersonName, CancellationToken, Task<RowResult>>? WorkOf(Actor actor, JobKind kind, Capabilities capability) => kind switch
    {
        JobKind.Suspend => Change(actor, AccountChange.Suspend, isForOthers: true),
        JobKind.Restore => Change(actor, AccountChange.Restore),
        JobKind.Grant when capability is not Capabilities.None => Change(actor, AccountChange.Granting(capability), isForOthers: true),
        JobKind.Revoke when capability is not Capabilities.None => Change(actor, AccountChange.Revoking(capability), isForOthers: true),
        JobKind.EndSessions => async (person, cancellation) => OneselfAmong(actor, person) ?? await EndSessionsAsync(actor, person, cancellation),
        JobKind.InviteAgain => (person, cancellation) => InviteAgainAsync(actor, person, cancellation),
        _ => null,
    };

    /// <param name="isForOthers">Whoever starts a job and is among those it shuts out would see neither its end nor what failed.</param>
    private Func<PersonName, CancellationToken, Task<RowResult>> Change(Actor actor, AccountChange change, bool isForOthers = false) => async (person, cancellation) =>
        (isForOthers ? OneselfAmong(actor, person) : null) ?? await ChangeAsync(actor, person, change, cancellation);

    private async Task<RowResult> ChangeAsync(Actor actor, PersonName person, AccountChange change, CancellationToken cancellation) =>
        RowResult.Of(person, await accounts.ChangeAsync(actor, person.Id, change, cancellation));

    private async Task<RowResult> EndSessionsAsync(Actor actor, PersonName person, CancellationToken cancellation) =>
        RowResult.Of(person, await accounts.EndSessionsAsync(actor, person.Id, only: null, cancellation));

    private async Task<RowResult> InviteAgainAsync(Actor actor, PersonName person, CancellationToken cancellation)
    {
        var issued = await admissions.InviteAgainAsync(actor, person.Id, cancellation);
        return new RowResult(issued.Refusal is null ? RowEnd.Changed : RowEnd.Failed, person) { Refusal = issued.Refusal, Link = issued.Value };
    }

    private static RowResult? OneselfAmong(Actor actor, PersonName person) =>
        person.Id == actor.Id ? new RowResult(RowEnd.Failed, person) { Refusal = AdminRefusals.Oneself } : null;

    private static JobKind OppositeOf(JobKind kind) => kind switch
    {
        JobKind.Suspend => JobKind.Restore,
        JobKind.Grant => JobKind.Revoke,
        _ => JobKind.Grant,
    };
}
