using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Conversations;

/// <summary>Conversations and messages by the page, for clients that read with an offset and want to know how many there are.</summary>
public sealed class PageService(IDbContextFactory<ChatDbContext> database, ConversationService conversations, NewestMessages newest, WriteLane lane, AuditLog audit, Denials denials, TimeProvider clock)
{
    /// <summary>The forum conversations this person may read, newest activity first.</summary>
    /// <param name="isArchived">Those whose edge has ended, or those that go on.</param>
    public async Task<ConversationPage> ForumAsync(Actor actor, bool isArchived, PageQuery page, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var now = clock.GetUtcNow();
        var forum = db.ConversationsReachedBy(actor, now)
            .Where(c => (c.Kind == ConversationKind.ForumSubject || c.Kind == ConversationKind.ForumTutor) && (c.ActiveUntil != null && c.ActiveUntil <= now) == isArchived);
        return await PageOfAsync(db, actor, forum, page, cancellation);
    }

    /// <summary>The conversations between this person and one other, but for those they have cleared and nothing was said in since.</summary>
    public async Task<ConversationPage> ThreadsAsync(Actor actor, PageQuery page, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        return await PageOfAsync(db, actor, ThreadsOf(db, actor), page, cancellation);
    }

    public async Task<Outcome<ListedConversation>> FindThreadAsync(Actor actor, int conversationId, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var found = await ListAsync(db, actor, ThreadsOf(db, actor).Where(c => c.Id == conversationId), cancellation);
        return found is [var thread] ? thread : await denials.NotFoundAsync(actor, $"conversation:{conversationId}", cancellation);
    }

    /// <summary>One forum conversation, as the list has it.</summary>
    public async Task<Outcome<ListedConversation>> FindAsync(Actor actor, int conversationId, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var found = await ListAsync(db, actor, db.ConversationsReachedBy(actor, clock.GetUtcNow()).Where(c => c.Id == conversationId), cancellation);
        return found is [var conversation] ? conversation : await denials.NotFoundAsync(actor, $"conversation:{conversationId}", cancellation);
    }

    /// <summary>Messages, oldest first. Where reading them is oversight, it is written down before anything is shown.</summary>
    public async Task<Outcome<MessagePage>> MessagesAsync(Actor actor, int conversationId, MessageQuery query, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        if (await db.FindReachedAsync(actor, conversationId, clock.GetUtcNow(), cancellation) is not { } conversation)
        {
            return await denials.NotFoundAsync(actor, $"conversation:{conversationId}", cancellation);
        }

        if (actor.OverseesOnly(conversation) && await audit.WriteDownAsync(lane, actor, "conversation.opened", $"conversation:{conversationId}", cancellation) is { } refusal)
        {
            return refusal;
        }

        var cleared = conversation.ClearedBy(actor);
        if (query.IsTheNewest)
        {
            var kept = (await newest.OfAsync(conversationId, cancellation)).Since(cleared).TakeLast(query.Page.Limit);
            return new MessagePage(CountAfter(cleared, conversation), [.. kept]);
        }

        var messages = db.MessagesFor(actor, conversation);
        if (query.SenderId is { } sender)
        {
            messages = messages.Where(m => m.SenderId == sender);
        }

        if (query.Among is { } among)
        {
            messages = messages.Where(m => among.Contains(m.Seq));
        }

        // Numbers have no gaps: nothing needs to be counted where nothing is left out.
        var count = query.SenderId is null && query.Among is null ? CountAfter(cleared, conversation) : await messages.CountAsync(cancellation);
        return new MessagePage(count, [.. (await ReadAsync(messages, query, cancellation)).Since(cleared)]);
    }

    private static int CountAfter(int cleared, Conversation conversation) => Math.Max(0, conversation.LastSeq - cleared);

    private static IQueryable<Conversation> ThreadsOf(ChatDbContext db, Actor actor) =>
        db.Conversations.Where(c =>
            (c.Kind == ConversationKind.Direct || c.Kind == ConversationKind.HomeSchool)
            && c.Participants.Any(p => p.UserId == actor.Id && p.Role == actor.Role && (p.PutAwayAtSeq == null || p.PutAwayAtSeq < c.LastSeq || p.ClearedSeq < p.PutAwayAtSeq)));

    private async Task<ConversationPage> PageOfAsync(ChatDbContext db, Actor actor, IQueryable<Conversation> listed, PageQuery page, CancellationToken cancellation)
    {
        var ordered = listed.OrderByDescending(c => c.LastActivityAt).ThenByDescending(c => c.Id).Skip(page.Offset).Take(page.Limit);
        var items = await ListAsync(db, actor, ordered, cancellation);
        // A first page that is not full has told how many there are.
        var count = page.Offset == 0 && items.Count < page.Limit ? items.Count : await listed.CountAsync(cancellation);
        return new ConversationPage(count, items);
    }

    internal async Task<List<ListedConversation>> ListAsync(ChatDbContext db, Actor actor, IQueryable<Conversation> listed, CancellationToken cancellation)
    {
        var views = await conversations.ViewAsync(db, actor, listed, cancellation);
        var shown = views.Where(v => v.LastText is not null).Select(v => v.Id).ToList();
        // From each conversation to its newest message, by the number it keeps: asked the other way round, every message would be looked at.
        var last = shown.Count == 0 ? [] : await db.Conversations
            .Where(c => shown.Contains(c.Id))
            .SelectMany(c => db.Messages.Where(m => m.ConversationId == c.Id && m.Seq == c.LastSeq))
            .Select(m => new LastWords(m.Id, m.ConversationId, m.Text, m.SentAt, new PersonView(m.Sender.Id, m.Sender.FullName, m.Sender.Role)))
            .ToListAsync(cancellation);
        var byConversation = last.ToDictionary(m => m.ConversationId);
        return views.ConvertAll(v => new ListedConversation(v, byConversation.GetValueOrDefault(v.Id)));
    }

    private static async Task<List<MessageView>> ReadAsync(IQueryable<Message> messages, MessageQuery query, CancellationToken cancellation)
    {
        var (limit, offset) = (query.Page.Limit, query.Page.Offset);
        if (query.After is not null || query.IsFromTheOldest)
        {
            return await messages.Where(m => query.After == null || m.Seq > query.After).OrderBy(m => m.Seq).Skip(offset).Take(limit).ToViewsAsync(cancellation);
        }

        var newest = await messages.Where(m => query.Before == null || m.Seq < query.Before).OrderByDescending(m => m.Seq).Skip(offset).Take(limit).ToViewsAsync(cancellation);
        newest.Reverse();
        return newest;
    }
}

/// <summary>
/// How this room asks the one that searches, which it does not know: the numbers of the messages of one conversation in
/// which some words are found.
/// </summary>
public delegate Task<Outcome<IReadOnlyList<int>>> FindWords(Actor actor, int conversationId, string words, CancellationToken cancellation);

public sealed record PageQuery(int Offset, int Limit);

/// <summary>Which messages of a conversation.</summary>
/// <param name="Page">Its offset counts from the newest message back, unless they are asked for from the oldest.</param>
/// <param name="Before">Only those before this number.</param>
/// <param name="After">Only those after this number, from there on.</param>
/// <param name="Among">Only those with one of these numbers.</param>
public sealed record MessageQuery(
    PageQuery Page, int? Before = null, int? After = null, int? SenderId = null, bool IsFromTheOldest = false, IReadOnlyCollection<int>? Among = null)
{
    /// <summary>The newest page, with nothing left out: what is asked for most, and kept at hand.</summary>
    public bool IsTheNewest => this is { Page: { Offset: 0, Limit: <= NewestMessages.Kept }, Before: null, After: null, SenderId: null, IsFromTheOldest: false, Among: null };
}

/// <summary>A conversation in a list, with its newest message where the viewer may see that in a list.</summary>
public sealed record ListedConversation(ConversationView Conversation, LastWords? LastMessage);

/// <summary>As much of a conversation's newest message as a list shows.</summary>
public sealed record LastWords(long Id, int ConversationId, string Text, DateTimeOffset SentAt, PersonView Sender);

/// <param name="Count">How many there are on all pages.</param>
public sealed record ConversationPage(int Count, IReadOnlyList<ListedConversation> Items);

/// <param name="Count">How many there are on all pages.</param>
public sealed record MessagePage(int Count, IReadOnlyList<MessageView> Items);
