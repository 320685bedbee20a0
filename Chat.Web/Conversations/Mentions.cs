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

    /// <summary>The text in pieces, so that a page can make the names stand out.</summary>
    public static IEnumerable<(string Text, bool IsName)> Split(string text, IReadOnlyList<PersonView> mentioned)
    {
        var names = mentioned.Select(p => Sign + p.FullName).OrderByDescending(n => n.Length).ToList();
        var (from, at) = (0, 0);
        while (names.Count > 0 && (at = text.IndexOf(Sign, at)) >= 0)
        {
            if (names.Find(n => string.Compare(text, at, n, 0, n.Length, StringComparison.OrdinalIgnoreCase) == 0) is { } name)
            {
                yield return (text[from..at], false);
                yield return (text.Substring(at, name.Length), true);
                from = at += name.Length;
            }
            else
            {
                at++;
            }
        }

        yield return (text[from..], false);
    }
}
