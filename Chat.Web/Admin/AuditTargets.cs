using System.Globalization;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Conversations;
using Chat.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Admin;

/// <summary>Finds the names behind the targets of a page of entries: one read for each kind of thing, however many there are.</summary>
public sealed class AuditTargets(ConversationNames names)
{
    /// <summary>The name of each target that has one, by the target itself.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesOfAsync(ChatDbContext db, Actor reader, IEnumerable<string> targets, CancellationToken cancellation)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var kind in targets.Distinct(StringComparer.Ordinal).Select(Parse).OfType<Pointed>().GroupBy(p => p.Kind, StringComparer.Ordinal))
        {
            var byKey = await NamesOfAsync(db, reader, kind.Key, [.. kind.Select(p => p.Key).Distinct(StringComparer.Ordinal)], cancellation);
            foreach (var pointed in kind)
            {
                if (byKey.TryGetValue(pointed.Key, out var name))
                {
                    found[pointed.Target] = name;
                }
            }
        }

        return found;
    }

    private async Task<Dictionary<string, string>> NamesOfAsync(ChatDbContext db, Actor reader, string kind, List<string> keys, CancellationToken cancellation)
    {
        var ids = keys.Select(k => int.TryParse(k, CultureInfo.InvariantCulture, out var id) ? id : -1).ToList();
        return kind switch
        {
            "user" => await ByIdAsync(db.Users.Where(u => ids.Contains(u.Id)).Select(u => new Named(u.Id, u.FullName)), cancellation),
            "invitation" => await ByIdAsync(db.Invitations.Where(i => ids.Contains(i.Id)).Select(i => new Named(i.Id, i.FullName)), cancellation),
            "article" => await ByIdAsync(db.Articles.Where(a => ids.Contains(a.Id)).Join(db.ArticleRevisions, a => new { a.Id, Version = a.LatestVersion }, r => new { Id = r.ArticleId, r.Version }, (a, r) => new Named(a.Id, r.Ru.Title + " / " + r.En.Title)), cancellation),
            "subject" => (await db.Subjects.AsNoTracking().Where(s => ids.Contains(s.Id)).ToListAsync(cancellation)).ToDictionary(s => Key(s.Id), s => s.ToView().Name, StringComparer.Ordinal),
            "conversation" => await ConversationsAsync(db, reader, ids, cancellation),
            "message" => await MessagesAsync(db, reader, keys, cancellation),
            "session" => await SessionsAsync(db, keys, cancellation),
            "enrollment" => await ByIdAsync(db.Enrollments.Where(e => ids.Contains(e.Id)).Select(e => new Named(e.Id, e.Student.FullName + " ↔ " + e.Teacher.FullName)), cancellation),
            "tutor_assignment" => await ByIdAsync(db.TutorAssignments.Where(e => ids.Contains(e.Id)).Select(e => new Named(e.Id, e.Student.FullName + " ↔ " + e.Tutor.FullName)), cancellation),
            "guardian_link" => await ByIdAsync(db.GuardianLinks.Where(e => ids.Contains(e.Id)).Select(e => new Named(e.Id, e.Student.FullName + " ↔ " + e.Parent.FullName)), cancellation),
            _ => [],
        };
    }

    private async Task<Dictionary<string, string>> ConversationsAsync(ChatDbContext db, Actor reader, List<int> ids, CancellationToken cancellation)
    {
        var conversations = await db.ConversationsKnownToTheOffice().AsNoTracking()
            .Where(c => ids.Contains(c.Id))
            .Include(c => c.Subject).Include(c => c.Student).Include(c => c.Participants).ThenInclude(p => p.User)
            .ToListAsync(cancellation);
        return conversations.ToDictionary(
            c => Key(c.Id),
            c => names.Of(c.Kind, c.Subject?.ToView(), c.Student?.ToView(), [.. c.Participants.OrderBy(p => p.UserId).Select(p => p.User.ToView())], reader),
            StringComparer.Ordinal);
    }

    private async Task<Dictionary<string, string>> MessagesAsync(ChatDbContext db, Actor reader, List<string> keys, CancellationToken cancellation)
    {
        var ids = keys.Select(k => long.TryParse(k, CultureInfo.InvariantCulture, out var id) ? id : -1).ToList();
        var messages = await db.Messages.Where(m => ids.Contains(m.Id) && db.ConversationsKnownToTheOffice().Any(c => c.Id == m.ConversationId)).Select(m => new { m.Id, m.ConversationId, m.Seq }).ToListAsync(cancellation);
        var conversations = await ConversationsAsync(db, reader, messages.ConvertAll(m => m.ConversationId), cancellation);
        return messages.ToDictionary(m => Key(m.Id), m => $"{conversations[Key(m.ConversationId)]} · {Key(m.Seq)}", StringComparer.Ordinal);
    }

    private static async Task<Dictionary<string, string>> SessionsAsync(ChatDbContext db, List<string> keys, CancellationToken cancellation)
    {
        var ids = keys.Select(k => Guid.TryParse(k, CultureInfo.InvariantCulture, out var id) ? id : Guid.Empty).ToList();
        var sessions = await db.Sessions.Where(s => ids.Contains(s.Id)).Select(s => new { s.Id, s.User.FullName, s.Device }).ToListAsync(cancellation);
        return sessions.ToDictionary(s => s.Id.ToString(), s => BrowserName.Of(s.Device) is { } browser ? $"{s.FullName} · {browser}" : s.FullName, StringComparer.Ordinal);
    }

    private static async Task<Dictionary<string, string>> ByIdAsync(IQueryable<Named> things, CancellationToken cancellation) =>
        (await things.ToListAsync(cancellation)).ToDictionary(t => Key(t.Id), t => t.Name, StringComparer.Ordinal);

    private static string Key(long id) => id.ToString(CultureInfo.InvariantCulture);

    /// <summary>Of <c>conversation:33/user:7</c> the last counts: it is the person in there that something was done to.</summary>
    private static Pointed? Parse(string target)
    {
        var last = target[(target.LastIndexOf('/') + 1)..];
        return last.Split(':') is [var kind, var key] ? new Pointed(target, kind, key) : null;
    }

    private sealed record Pointed(string Target, string Kind, string Key);

    private sealed record Named(int Id, string Name);
}
