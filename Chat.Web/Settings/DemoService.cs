using System.Globalization;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Bot;
using Chat.Web.Conversations;
using Chat.Web.Data;
using Chat.Web.Live;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Settings;

/// <summary>What there is of the demo school, or what went of it.</summary>
public sealed record DemoView(int People, int Chats, int Messages);

/// <summary>
/// Takes the demo school out of a real one: its people, and every chat one of them has a part in. The audit log keeps what
/// they did, and subjects stay, for others may teach them by now.
/// </summary>
public sealed class DemoService(
    IDbContextFactory<ChatDbContext> database, WriteLane lane, Eraser eraser, SessionService sessions, AuditLog audit, Denials denials, IEnumerable<AccountChanged> listeners, KnowledgeBase knowledge, Feed feed)
{
    public async Task<Outcome<DemoView>> LookAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.KeepsTheSchool())
        {
            return await denials.RefuseAsync(actor, "demo", AccountRefusals.AdminsOnly, cancellation);
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        return await CountAsync(db, cancellation);
    }

    /// <param name="typed">How many people go, typed by whoever has understood that they do.</param>
    public async Task<Outcome<DemoView>> RemoveAsync(Actor actor, string? typed, CancellationToken cancellation = default)
    {
        var looked = await LookAsync(actor, cancellation);
        if (looked.Refusal is { } refusal)
        {
            return refusal;
        }

        var shut = await lane.TryAsync(db => ShutOutAsync(db, actor, typed, cancellation), cancellation);
        if (shut.Refusal is { } obstacle)
        {
            return obstacle;
        }

        foreach (var (userId, ended) in shut.Value!)
        {
            sessions.Announce(userId, ended);
        }

        try
        {
            return await RemoveAllAsync(CancellationToken.None);
        }
        catch (StorageUnavailableException)
        {
            // They are shut out, and what is left of them can be removed by the same button.
            return Refusal.StorageUnavailable;
        }
    }

    /// <summary>First of all they can do nothing any more, so that nothing is added to what goes.</summary>
    private async Task<Outcome<Dictionary<int, IReadOnlyCollection<Guid>>>> ShutOutAsync(ChatDbContext db, Actor actor, string? typed, CancellationToken cancellation)
    {
        await audit.WaitForTurnAsync(db, cancellation);
        var found = await CountAsync(db, cancellation);
        if (found.People == 0)
        {
            return SettingRefusals.NothingToRemove;
        }

        if (!string.Equals(typed?.Trim(), found.People.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
        {
            return SettingRefusals.NotConfirmed.With(found.People);
        }

        if (!await db.Users.Admins().AnyAsync(u => !u.IsDemo, cancellation))
        {
            return AccountRefusals.LastAdmin;
        }

        var told = string.Create(CultureInfo.InvariantCulture, $"People={found.People}, Chats={found.Chats}, Messages={found.Messages}");
        await audit.AppendAsync(db, actor, new Deed("demo.removed", "demo") { Before = told }, cancellation);
        await People(db).ExecuteUpdateAsync(set => set.SetProperty(u => u.Status, AccountStatus.Suspended), cancellation);
        var ended = new Dictionary<int, IReadOnlyCollection<Guid>>();
        foreach (var id in await People(db).Select(u => u.Id).ToListAsync(cancellation))
        {
            ended[id] = await sessions.EndAllInAsync(db, id);
        }

        return ended;
    }

    private async Task<DemoView> RemoveAllAsync(CancellationToken cancellation)
    {
        List<int> chats, others;
        await using (var db = await database.CreateDbContextAsync(cancellation))
        {
            chats = await Chats(db).Select(c => c.Id).ToListAsync(cancellation);
            others = await db.Participants.Where(p => chats.Contains(p.ConversationId) && !p.User.IsDemo).Select(p => p.UserId).Distinct().ToListAsync(cancellation);
        }

        await lane.RunAsync(db => RemoveReportsAsync(db, cancellation), cancellation);
        var messages = await eraser.EraseAsync(chats, Chats, cancellation);
        var removed = await lane.RunAsync(db => RemoveRestAsync(db, messages, cancellation), cancellation);
        foreach (var hear in listeners)
        {
            hear();
        }

        knowledge.Forget();
        feed.Publish(new ReachChanged(), others);
        return removed;
    }

    /// <summary>What was reported there, or by them, goes first: a report holds on to its message.</summary>
    private static async Task<int> RemoveReportsAsync(ChatDbContext db, CancellationToken cancellation)
    {
        var (people, chats) = (People(db).Select(u => u.Id), Chats(db).Select(c => c.Id));
        await db.Set<Reports.ReportNote>().Where(n => people.Contains(n.AuthorId)).ExecuteDeleteAsync(cancellation);
        await db.Reports.Where(r => r.AssigneeId != null && people.Contains(r.AssigneeId.Value)).ExecuteUpdateAsync(set => set.SetProperty(r => r.AssigneeId, (int?)null), cancellation);
        return await db.Reports.Where(r => chats.Contains(r.ConversationId) || people.Contains(r.ReporterId) || people.Contains(r.AboutId)).ExecuteDeleteAsync(cancellation);
    }

    private static async Task<DemoView> RemoveRestAsync(ChatDbContext db, int messages, CancellationToken cancellation)
    {
        // What an answer that was under way has added after all.
        var chats = await Chats(db).Select(c => c.Id).ToListAsync(cancellation);
        foreach (var id in chats)
        {
            messages += await Eraser.EraseSomeInAsync(db, id, cancellation);
        }

        await Chats(db).ExecuteDeleteAsync(cancellation);
        await RemoveTracesAsync(db, cancellation);

        // Whoever changed or removed words in a chat of others stays as a name beside them, and nothing more.
        var people = await People(db).CountAsync(cancellation);
        var kept = People(db).Where(u => db.Messages.Any(m => m.SenderId == u.Id || m.RemovedById == u.Id) || db.Revisions.Any(r => r.ReplacedById == u.Id));
        await kept.ExecuteUpdateAsync(
            set => set.SetProperty(u => u.IsDemo, false).SetProperty(u => u.Status, AccountStatus.Left).SetProperty(u => u.PasswordHash, (string?)null), cancellation);
        await People(db).ExecuteDeleteAsync(cancellation);
        return new DemoView(people, chats.Count, messages);
    }

    /// <summary>What the demo school told goes with it, but for what somebody of the real one has written on.</summary>
    private static async Task RemoveKnowledgeAsync(ChatDbContext db, CancellationToken cancellation)
    {
        var people = People(db).Select(u => u.Id);
        await db.Articles.Where(a => a.IsDemo && a.Revisions.All(r => (r.WrittenById == null || people.Contains(r.WrittenById.Value)) && (r.ApprovedById == null || people.Contains(r.ApprovedById.Value))))
            .ExecuteDeleteAsync(cancellation);
        await db.Articles.Where(a => a.IsDemo).ExecuteUpdateAsync(set => set.SetProperty(a => a.IsDemo, false), cancellation);
        await db.ArticleRevisions.Where(r => r.WrittenById != null && people.Contains(r.WrittenById.Value)).ExecuteUpdateAsync(set => set.SetProperty(r => r.WrittenById, (int?)null), cancellation);
        await db.ArticleRevisions.Where(r => r.ApprovedById != null && people.Contains(r.ApprovedById.Value)).ExecuteUpdateAsync(set => set.SetProperty(r => r.ApprovedById, (int?)null), cancellation);
        await db.QuickPrompts.Where(p => p.IsDemo).ExecuteDeleteAsync(cancellation);
    }

    private static async Task RemoveTracesAsync(ChatDbContext db, CancellationToken cancellation)
    {
        await RemoveKnowledgeAsync(db, cancellation);
        var people = People(db).Select(u => u.Id);
        await db.Participants.Where(p => people.Contains(p.UserId)).ExecuteDeleteAsync(cancellation);
        await db.Reactions.Where(r => people.Contains(r.UserId)).ExecuteDeleteAsync(cancellation);
        await db.Mentions.Where(m => people.Contains(m.UserId)).ExecuteDeleteAsync(cancellation);
        // What they uploaded and never sent. What hung on their messages went with those; the files themselves are swept up after.
        await db.Attachments.Where(a => a.MessageId == null && people.Contains(a.OwnerId)).ExecuteDeleteAsync(cancellation);
        await db.Enrollments.Where(e => people.Contains(e.StudentId) || people.Contains(e.TeacherId)).ExecuteDeleteAsync(cancellation);
        await db.TutorAssignments.Where(e => people.Contains(e.StudentId) || people.Contains(e.TutorId)).ExecuteDeleteAsync(cancellation);
        await db.GuardianLinks.Where(e => people.Contains(e.StudentId) || people.Contains(e.ParentId)).ExecuteDeleteAsync(cancellation);
        await db.Invitations.Where(i => people.Contains(i.InvitedById) || (i.UserId != null && people.Contains(i.UserId.Value))).ExecuteDeleteAsync(cancellation);
        await db.Settings.Where(s => s.ChangedById != null && people.Contains(s.ChangedById.Value)).ExecuteUpdateAsync(set => set.SetProperty(s => s.ChangedById, (int?)null), cancellation);
    }

    private static async Task<DemoView> CountAsync(ChatDbContext db, CancellationToken cancellation) =>
        new(await People(db).CountAsync(cancellation), await Chats(db).CountAsync(cancellation), await Chats(db).SumAsync(c => c.LastSeq, cancellation));

    private static IQueryable<AppUser> People(ChatDbContext db) => db.Users.Where(u => u.IsDemo);

    private static IQueryable<Conversation> Chats(ChatDbContext db) =>
        db.Conversations.Where(c => c.Student!.IsDemo || c.Participants.Any(p => p.User.IsDemo));
}
