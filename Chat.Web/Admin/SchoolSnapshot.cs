using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Conversations;
using Chat.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Admin;

/// <summary>
/// What those around a student can do at a moment, asked of the rules themselves: which chats there are about the student,
/// who reads them, who is heard in them, and who may write to whom first.
/// </summary>
internal sealed record SchoolSnapshot(IReadOnlyDictionary<string, ChatThen> Chats, IReadOnlySet<TieThen> Ties, IReadOnlyDictionary<int, PersonView> People)
{
    /// <param name="around">Whom it is asked of: the same people before a change and after it.</param>
    public static async Task<SchoolSnapshot> TakeAsync(ChatDbContext db, int studentId, IReadOnlyCollection<int> around, DateTimeOffset at, CancellationToken cancellation)
    {
        var users = await db.Users.AsNoTracking().Where(u => around.Contains(u.Id)).ToListAsync(cancellation);
        var actors = users.FindAll(u => u.Status is AccountStatus.Active).ConvertAll(u => new Actor(u.Id, u.Role, u.Capabilities));

        var chats = new Dictionary<string, ChatThen>(StringComparer.Ordinal);
        var conversations = await db.Conversations.AsNoTracking()
            .Where(c => c.StudentId == studentId)
            .Include(c => c.Subject).Include(c => c.Student).Include(c => c.Participants).ThenInclude(p => p.User)
            .ToListAsync(cancellation);
        foreach (var conversation in conversations)
        {
            var readers = await db.ReadersOf(conversation.Id, at).Where(id => around.Contains(id)).ToListAsync(cancellation);
            chats[conversation.Key] = new ChatThen(conversation, conversation.StateAt(at), readers.ToHashSet(), actors.Where(a => a.CanPostIn(conversation, at)).Select(a => a.Id).ToHashSet());
        }

        var ties = new HashSet<TieThen>();
        foreach (var actor in actors)
        {
            ties.UnionWith((await db.TiesOfAsync(actor, around, at, cancellation)).Select(t => new TieThen(actor.Id, t.Person.Id, t.IsHomeSchool ? t.Student!.Id : null)));
        }

        return new SchoolSnapshot(chats, ties, users.ToDictionary(u => u.Id, u => u.ToView()));
    }
}

internal sealed record ChatThen(Conversation Conversation, ConversationState State, IReadOnlySet<int> Readers, IReadOnlySet<int> Writers);

/// <summary>One may write to the other first; about a child, between home and school.</summary>
internal sealed record TieThen(int FromId, int ToId, int? AboutId);
