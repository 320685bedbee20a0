using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Conversations;

/// <summary>Finds who is named with an @ in a text. Only those who can read the conversation can be named in it.</summary>
public static class Mentions
{
    public const char Sign = '@';

    /// <summary>Asks nothing of the database unless there is a sign to ask about.</summary>
    internal static async Task<List<PersonView>> FindMentionedAsync(this ChatDbContext db, int conversationId, string text, DateTimeOffset now, CancellationToken cancellation)
    {
        if (!text.Contains(Sign, StringComparison.Ordinal))
        {
            return [];
        }

        var readers = db.ReadersOf(conversationId, now);
        var people = await db.Users.AsNoTracking().Where(u => readers.Contains(u.Id)).Select(u => new PersonView(u.Id, u.FullName, u.Role)).ToListAsync(cancellation);
        return people.FindAll(p => text.Contains(Sign + p.FullName, StringComparison.OrdinalIgnoreCase));
    }
}
