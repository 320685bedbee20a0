using Chat.Web.Access;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Audit;

/// <summary>
/// Appends to the audit chain inside the caller's own command, so that what is done and its entry are stored together
/// or not at all. There is no way to change or remove an entry.
/// </summary>
public sealed class AuditLog(TimeProvider clock)
{
    internal const int HeadId = 1;
    private const int PageSize = 1000;

    public Task AppendAsync(ChatDbContext db, Actor? actor, string action, string target, CancellationToken cancellation) =>
        AppendAsync(db, actor, new Deed(action, target), cancellation);

    public async Task AppendAsync(ChatDbContext db, Actor? actor, Deed deed, CancellationToken cancellation)
    {
        await WaitForTurnAsync(db, cancellation);
        var head = await db.AuditHeads.SingleAsync(h => h.Id == HeadId, cancellation);

        var entry = new AuditEntry
        {
            Id = head.LastId + 1,
            At = clock.GetUtcNow(),
            ActorId = actor?.Id,
            Action = deed.Action,
            Target = deed.Target,
            Reason = deed.Reason,
            Before = deed.Before,
            After = deed.After,
            Address = actor is null ? deed.Address : actor.Address,
            PreviousHash = head.LastHash,
        };
        entry.Hash = entry.ComputeHash();

        db.AuditEntries.Add(entry);
        (head.LastId, head.LastHash) = (entry.Id, entry.Hash);
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Writes down a deed that stores nothing else, before what it answers for is shown. The refusal is why it could not be written.</summary>
    public Task<Refusal?> WriteDownAsync(WriteLane lane, Actor? actor, string action, string target, CancellationToken cancellation) =>
        WriteDownAsync(lane, actor, new Deed(action, target), cancellation);

    /// <inheritdoc cref="WriteDownAsync(WriteLane, Actor?, string, string, CancellationToken)"/>
    public async Task<Refusal?> WriteDownAsync(WriteLane lane, Actor? actor, Deed deed, CancellationToken cancellation)
    {
        var written = await lane.TryAsync<Done>(async db =>
        {
            await AppendAsync(db, actor, deed, cancellation);
            return new Done();
        }, cancellation);
        return written.Refusal;
    }

    /// <summary>Walks the chain from the beginning and names the first entry that is not what was written; none when all are.</summary>
    /// <param name="progress">Told how many entries have been looked at, now and then.</param>
    public static async Task<long?> FirstBrokenAsync(ChatDbContext db, CancellationToken cancellation, Action<long>? progress = null)
    {
        var (id, hash) = (0L, "");
        while (true)
        {
            // The head is read before what follows: whatever is appended meanwhile is then found as one more page, and what
            // the head knows and no page has is missing. No read stays open for longer than a page, so that the log of
            // writes can be folded back while a long chain is walked.
            var head = await db.AuditHeads.AsNoTracking().SingleOrDefaultAsync(h => h.Id == HeadId, cancellation);
            var page = await db.AuditEntries.AsNoTracking().Where(e => e.Id > id).OrderBy(e => e.Id).Take(PageSize).ToListAsync(cancellation);
            foreach (var entry in page)
            {
                if (entry.Id != id + 1 || !string.Equals(entry.PreviousHash, hash, StringComparison.Ordinal) || !entry.IsGenuine)
                {
                    return entry.Id;
                }

                (id, hash) = (entry.Id, entry.Hash);
            }

            progress?.Invoke(id);
            if (page.Count == 0)
            {
                return head is not null && id == head.LastId && string.Equals(hash, head.LastHash, StringComparison.Ordinal) ? null : id + 1;
            }
        }
    }

    /// <summary>
    /// Makes a command that decides by counting wait until no other is deciding: writing the head's row before reading
    /// anything locks it, where commands run side by side.
    /// </summary>
    public Task WaitForTurnAsync(ChatDbContext db, CancellationToken cancellation) =>
        db.AuditHeads.Where(h => h.Id == HeadId).ExecuteUpdateAsync(set => set.SetProperty(h => h.LastId, h => h.LastId), cancellation);
}
