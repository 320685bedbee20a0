using Chat.Web.Conversations;
using Chat.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Settings;

/// <summary>
/// Takes everything that was said in conversations out of the house, with its history and whatever it is found by. It goes
/// some hundred messages at a time: a message that is sent meanwhile waits for those, and not for all.
/// </summary>
public sealed class Eraser(WriteLane lane, NewestMessages newest)
{
    private const int AtOnce = 500;

    /// <param name="due">What may be erased. Asked again before each stroke: a chat that goes on after all is left alone.</param>
    /// <returns>How many messages went.</returns>
    internal async Task<int> EraseAsync(IEnumerable<int> conversationIds, Func<ChatDbContext, IQueryable<Conversation>> due, CancellationToken cancellation)
    {
        var erased = 0;
        foreach (var id in conversationIds)
        {
            int stroke;
            do
            {
                stroke = await lane.RunAsync(async db => await due(db).AnyAsync(c => c.Id == id, cancellation) ? await EraseSomeInAsync(db, id, cancellation) : 0, cancellation);
                erased += stroke;
            }
            while (stroke == AtOnce);
        }

        newest.Forget();
        return erased;
    }

    /// <summary>One stroke, as part of a larger command. The conversation begins anew once nothing is left in it.</summary>
    /// <returns>How many messages went; fewer than a whole stroke when they were the last.</returns>
    internal static async Task<int> EraseSomeInAsync(ChatDbContext db, int conversationId, CancellationToken cancellation)
    {
        var some = await db.Messages.Where(m => m.ConversationId == conversationId).OrderBy(m => m.Seq).Take(AtOnce).Select(m => m.Id).ToListAsync(cancellation);
        await db.Messages.Where(m => m.ReplyToId != null && some.Contains(m.ReplyToId.Value)).ExecuteUpdateAsync(set => set.SetProperty(m => m.ReplyToId, (long?)null), cancellation);
        await db.Revisions.Where(r => some.Contains(r.MessageId)).ExecuteDeleteAsync(cancellation);
        // Reactions, mentions, terms and attachments go with their message; the files of these are swept up after.
        await db.Messages.Where(m => some.Contains(m.Id)).ExecuteDeleteAsync(cancellation);

        if (some.Count < AtOnce)
        {
            await BeginAnewInAsync(db, conversationId, cancellation);
        }

        return some.Count;
    }

    private static async Task BeginAnewInAsync(ChatDbContext db, int conversationId, CancellationToken cancellation)
    {
        await db.Conversations.Where(c => c.Id == conversationId).ExecuteUpdateAsync(
            set => set.SetProperty(c => c.LastSeq, 0).SetProperty(c => c.LastText, (string?)null).SetProperty(c => c.LastSenderId, (int?)null), cancellation);
        await db.Participants.Where(p => p.ConversationId == conversationId).ExecuteUpdateAsync(
            set => set.SetProperty(p => p.LastReadSeq, 0).SetProperty(p => p.ClearedSeq, 0).SetProperty(p => p.PutAwayAtSeq, p => p.PutAwayAtSeq == null ? null : 0), cancellation);
    }
}
