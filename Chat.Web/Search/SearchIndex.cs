using System.Globalization;
using System.Runtime.CompilerServices;
using Chat.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Search;

/// <summary>
/// Brings the index up to what is said now. Reading and taking words apart happens outside the lane; into it go small
/// commands that put a few messages' terms in the place of those they had, so that it does no harm to do one twice. The
/// mark moves with the last of them. One caller at a time.
/// </summary>
public sealed class SearchIndex(IDbContextFactory<ChatDbContext> database, WriteLane lane, TimeProvider clock)
{
    private const int MessagesAtOnce = 100;
    private const int TermsPerCommand = 500;
    private const int TermsPerStatement = 100;

    private Progress? _said;
    private Progress? _changed;

    /// <summary>Goes on from where it stands until nothing is left.</summary>
    /// <param name="lookAgain">Whether to look through what came so lately that something may have come before it.</param>
    public async Task CatchUpAsync(bool lookAgain, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        if (_said is null || _changed is null)
        {
            var mark = await db.SearchMarks.AsNoTracking().SingleAsync(m => m.Id == SearchMark.OnlyId, cancellation);
            var isOurs = mark.WordsVersion == Words.Version;
            (_said, _changed) = (Progress.From(isOurs ? mark.MessageId : 0), Progress.From(isOurs ? mark.RevisionId : 0));
        }
        else if (lookAgain)
        {
            (_said, _changed) = (_said.LookAgain(), _changed.LookAgain());
        }

        while (await AdvanceAsync(db, _said, _changed, cancellation))
        {
        }
    }

    /// <param name="Id">Its number among its own: the message's, or the revision's.</param>
    private sealed record Row(long Id, long MessageId, DateTimeOffset At);

    private async Task<bool> AdvanceAsync(ChatDbContext db, Progress said, Progress changed, CancellationToken cancellation)
    {
        var newMessages = await db.Messages.Where(m => m.Id > said.Cursor).OrderBy(m => m.Id)
            .Select(m => new Row(m.Id, m.Id, m.SentAt)).Take(MessagesAtOnce).ToListAsync(cancellation);
        var newRevisions = await db.Revisions.Where(r => r.Id > changed.Cursor).OrderBy(r => r.Id)
            .Select(r => new Row(r.Id, r.MessageId, r.ReplacedAt)).Take(MessagesAtOnce).ToListAsync(cancellation);
        if (newMessages.Count == 0 && newRevisions.Count == 0)
        {
            return false;
        }

        var due = newMessages.Where(m => !said.IsDone(m.Id)).Concat(newRevisions.Where(r => !changed.IsDone(r.Id))).Select(r => r.MessageId).ToHashSet();
        var now = clock.GetUtcNow();
        said = said.After(newMessages.Select(m => (m.Id, m.At)), now);
        changed = changed.After(newRevisions.Select(r => (r.Id, r.At)), now);
        if (due.Count > 0)
        {
            await WriteAsync(await ReadAsync(db, due, cancellation), said.Mark, changed.Mark, cancellation);
        }

        (_said, _changed) = (said, changed);
        return true;
    }

    /// <summary>A message and every form in which it is to be found; none once it is removed.</summary>
    private sealed record Entry(long MessageId, List<SearchTerm> Terms);

    private static async Task<List<Entry>> ReadAsync(ChatDbContext db, IReadOnlyCollection<long> due, CancellationToken cancellation)
    {
        var messages = await db.Messages.Where(m => due.Contains(m.Id)).OrderBy(m => m.Id)
            .Select(m => new { m.Id, m.ConversationId, Text = m.RemovedAt == null ? m.Text : "" }).ToListAsync(cancellation);
        return messages.ConvertAll(m => new Entry(m.Id,
        [
            .. Words.In(m.Text).SelectMany(w => w.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(term => new SearchTerm { ConversationId = m.ConversationId, Term = term, MessageId = m.Id }),
        ]));
    }

    private async Task WriteAsync(List<Entry> entries, long saidMark, long changedMark, CancellationToken cancellation)
    {
        for (var written = 0; written < entries.Count;)
        {
            var terms = 0;
            var part = entries.Skip(written).TakeWhile((e, i) => (terms += e.Terms.Count) <= TermsPerCommand || i == 0).ToList();
            written += part.Count;
            var isLast = written == entries.Count;

            await lane.RunAsync(async db =>
            {
                // Taking this row first makes the indexers of several servers stand in a line.
                await db.SearchMarks.Where(m => m.Id == SearchMark.OnlyId).ExecuteUpdateAsync(set => set
                    .SetProperty(m => m.MessageId, m => isLast ? saidMark : m.MessageId)
                    .SetProperty(m => m.RevisionId, m => isLast ? changedMark : m.RevisionId)
                    .SetProperty(m => m.WordsVersion, m => isLast ? Words.Version : m.WordsVersion), cancellation);
                await ReplaceAsync(db, part, cancellation);
                return part.Count;
            }, cancellation);
        }
    }

    private static async Task ReplaceAsync(ChatDbContext db, List<Entry> entries, CancellationToken cancellation)
    {
        var ids = entries.ConvertAll(e => e.MessageId);
        await db.SearchTerms.Where(t => ids.Contains(t.MessageId)).ExecuteDeleteAsync(cancellation);

        // Many rows in one statement: cheaper than as many entities, and others' sends wait behind this. Only the terms are
        // text, so only they are parameters.
        foreach (var chunk in entries.SelectMany(e => e.Terms).Chunk(TermsPerStatement))
        {
            var rows = string.Join(", ", chunk.Select((t, i) => string.Create(CultureInfo.InvariantCulture, $"({t.ConversationId}, {{{i}}}, {t.MessageId})")));
            object[] terms = [.. chunk.Select(t => t.Term)];
            await db.Database.ExecuteSqlAsync(
                FormattableStringFactory.Create($"INSERT INTO SearchTerms (ConversationId, Term, MessageId) VALUES {rows}", terms), cancellation);
        }
    }
}
