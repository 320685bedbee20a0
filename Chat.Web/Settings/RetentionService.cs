using System.Globalization;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Conversations;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Chat.Web.Settings;

/// <summary>What goes, or would go.</summary>
/// <param name="Chats">Whose words go; the chats themselves stay, empty.</param>
public sealed record Outdated(int Chats, int Messages, int Sessions)
{
    public int Total => Messages + Sessions;
}

/// <param name="Now">What the settings as they stand would remove.</param>
/// <param name="ByAge">What would be removed if everything older than so many months went.</param>
public sealed record RetentionView(Outdated Now, IReadOnlyList<(int Months, Outdated Found)> ByAge);

/// <summary>Lets go of what is over and is no longer to be kept. The audit log is never among it.</summary>
public sealed class RetentionService(
    IDbContextFactory<ChatDbContext> database, WriteLane lane, Eraser eraser, AuditLog audit, Denials denials, IOptionsMonitor<RetentionOptions> options, TimeProvider clock)
{
    private static readonly int[] Ages = [6, 12, 24, 36, 60];

    /// <summary>Counts, and removes nothing.</summary>
    public async Task<Outcome<RetentionView>> LookAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.KeepsTheSchool())
        {
            return await denials.RefuseAsync(actor, "retention", AccountRefusals.AdminsOnly, cancellation);
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        var byAge = new List<(int Months, Outdated Found)>();
        foreach (var months in Ages)
        {
            byAge.Add((months, await CountAsync(db, months, months, cancellation)));
        }

        return new RetentionView(await CountAsync(db, options.CurrentValue.EndedChatsMonths, options.CurrentValue.EndedSessionsMonths, cancellation), byAge);
    }

    /// <summary>Removes now what the night would remove.</summary>
    /// <param name="typed">How many messages and sessions go, typed by whoever has understood that they do.</param>
    public async Task<Outcome<Outdated>> RemoveAsync(Actor actor, string? typed, CancellationToken cancellation = default)
    {
        var looked = await LookAsync(actor, cancellation);
        if (looked.Refusal is { } refusal)
        {
            return refusal;
        }

        var number = looked.Value!.Now.Total;
        return number == 0 ? SettingRefusals.NothingToRemove
            : !string.Equals(typed?.Trim(), number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) ? SettingRefusals.NotConfirmed.With(number)
            : await RemoveForAsync(actor);
    }

    /// <param name="actor">None for the house itself. Nobody who stops waiting for it stops it half-way.</param>
    internal async Task<Outcome<Outdated>> RemoveForAsync(Actor? actor)
    {
        try
        {
            return await RemoveAllAsync(actor, CancellationToken.None);
        }
        catch (StorageUnavailableException)
        {
            return Refusal.StorageUnavailable;
        }
    }

    private async Task<Outdated> RemoveAllAsync(Actor? actor, CancellationToken cancellation)
    {
        var (chatsUntil, sessionsUntil) = (Until(options.CurrentValue.EndedChatsMonths), Until(options.CurrentValue.EndedSessionsMonths));
        List<int> chats;
        await using (var db = await database.CreateDbContextAsync(cancellation))
        {
            chats = await ChatsIn(db, chatsUntil).Select(c => c.Id).ToListAsync(cancellation);
        }

        var messages = await eraser.EraseAsync(chats, db => ChatsIn(db, chatsUntil), cancellation);
        return await lane.RunAsync(async db =>
        {
            var removed = new Outdated(chats.Count, messages, await SessionsIn(db, sessionsUntil).ExecuteDeleteAsync(cancellation));
            if (removed.Total > 0)
            {
                var told = string.Create(CultureInfo.InvariantCulture, $"Chats={removed.Chats}, Messages={removed.Messages}, Sessions={removed.Sessions}");
                await audit.AppendAsync(db, actor, new Deed("retention.applied", "retention") { After = told }, cancellation);
            }

            return removed;
        }, cancellation);
    }

    private async Task<Outdated> CountAsync(ChatDbContext db, int chatMonths, int sessionMonths, CancellationToken cancellation)
    {
        // A conversation's numbers have no gaps: how much was said in it is the last of them, and no message needs to be read.
        var chats = ChatsIn(db, Until(chatMonths));
        return new Outdated(await chats.CountAsync(cancellation), await chats.SumAsync(c => c.LastSeq, cancellation), await SessionsIn(db, Until(sessionMonths)).CountAsync(cancellation));
    }

    private DateTimeOffset? Until(int months) => months == 0 ? null : clock.GetUtcNow().AddMonths(-months);

    /// <summary>What was reported is kept together with what was said around it.</summary>
    private static IQueryable<Conversation> ChatsIn(ChatDbContext db, DateTimeOffset? until) =>
        db.Conversations.Where(c => until != null && c.ActiveUntil != null && c.ActiveUntil < until && c.LastSeq > 0 && !db.Reports.Any(r => r.ConversationId == c.Id));

    private static IQueryable<Session> SessionsIn(ChatDbContext db, DateTimeOffset? until) =>
        db.Sessions.Where(s => until != null && ((s.EndedAt != null && s.EndedAt < until) || s.ExpiresAt < until));
}
