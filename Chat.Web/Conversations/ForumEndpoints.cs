using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Outcomes;

namespace Chat.Web.Conversations;

/// <summary>The forum chats, for programs: list, read, send, change, keep order, begin.</summary>
public static class ForumEndpoints
{
    private const int PageSize = 50;
    private const int MaxPageSize = 100;

    public static void MapForum(this IEndpointRouteBuilder app)
    {
        var chat = app.MapApi("/chat", "Forum chats");

        chat.MapGet("/forum/", ListAsync).Says<ForumChats>("The forum chats I may read, newest activity first", 400);
        chat.MapGet("/forum/{id:int}/messages/", MessagesAsync).Says<ForumMessages>("A page of a chat, oldest first; the first page is the newest", 400, 404);
        chat.MapPost("/forum/{id:int}/send_message/", SendAsync).Accepts<OutgoingMessage>("application/json", "multipart/form-data")
            .MakesOrFinds<MessageAnswer>("Say something; again under the same client_message_id it is answered with 200 and said once", 400, 403, 404, 409, 413, 415, 429, 507);
        chat.MapPatch("/forum/{id:int}/messages/{messageId:long}/edit/", EditAsync).Says<MessageAnswer>("Change my own words, for a while; what they were is kept", 400, 403, 404, 429);
        chat.MapDelete("/forum/{id:int}/messages/{messageId:long}/delete/", RemoveAsync).Does("Take back my own words, for a while; staff remove anybody's, with a reason", 400, 403, 404);
        chat.MapPost("/forum/{id:int}/messages/{messageId:long}/pin/", PinAsync).Says<Said>("Keep a message in view for everyone, or no longer", 400, 403, 404);
        chat.MapPost("/forum/{id:int}/lock/", LockAsync).Says<Said>("Close a chat for writing, or open it again", 400, 403, 404);
        chat.MapPost("/forum/{id:int}/participants/{userId:int}/mute/", MuteAsync).Says<Said>("Let somebody be silent, or heard again", 400, 403, 404);
        chat.MapGet("/contacts/", ContactsAsync).Says<Contacts>("Whom I may write to first, and why");
        chat.MapPost("/initiate-chat/", InitiateAsync).MakesOrFinds<InitiatedChat>("Begin a chat; 200 with the one there is, if there is one", 400, 403);
    }

    private static async Task<IResult> ListAsync(Actor actor, PageService pages, bool archived = false, int limit = PageSize, int offset = 0, CancellationToken cancellation = default)
    {
        if (Paging.Of(limit, offset, MaxPageSize) is not { } page)
        {
            return Paging.Bad;
        }

        var (count, items) = await pages.ForumAsync(actor, archived, page, cancellation);
        return Results.Ok(new ForumChats(count, [.. items.Select(i => i.ToForumChat())]));
    }

    private static async Task<IResult> MessagesAsync(
        Actor actor, int id, PageService pages, FindWords find, int limit = PageSize, int offset = 0, int? before = null, int? after = null, int? sender = null, string? search = null,
        CancellationToken cancellation = default)
    {
        if (Paging.Of(limit, offset, MaxPageSize) is not { } page)
        {
            return Paging.Bad;
        }

        var query = new MessageQuery(page, before, after, sender);
        if (!string.IsNullOrWhiteSpace(search))
        {
            var places = await find(actor, id, search, cancellation);
            if (places.Refusal is { } refusal)
            {
                return refusal.ToHttp("search");
            }

            query = query with { Among = places.Value };
        }

        var found = await pages.MessagesAsync(actor, id, query, cancellation);
        return found.ToHttp(p => Results.Ok(new ForumMessages(id, p.Count, page.Limit, page.Offset, [.. p.Items.Select(m => m.ToChatMessage())])));
    }

    private static async Task<IResult> SendAsync(
        Actor actor, int id, HttpContext http, ConversationService conversations, MessageService messages, KeepFile keep, UploadLimits limits, CancellationToken cancellation)
    {
        var isForm = FormParts.IsOne(http.Request);
        if (isForm && await FindObstacleAsync(actor, id, conversations, cancellation) is { } obstacle)
        {
            return obstacle.ToHttp();
        }

        var read = isForm ? await OutgoingForm.ReadAsync(http, actor, keep, limits) : await OutgoingMessage.ReadAsync(http);
        if (read.Value is not { } sent)
        {
            return read.Refusal!.ToHttp("file");
        }

        var delivered = await messages.SayAsync(actor, id, sent, cancellation);
        return delivered.ToHttp(d => Results.Json(new MessageAnswer(d.Message.ToChatMessage()), statusCode: d.IsRepeat ? 200 : 201), FieldOf(delivered.Refusal));
    }

    /// <summary>Files are heavy: whoever could not send them here is told so before they come.</summary>
    private static async Task<Refusal?> FindObstacleAsync(Actor actor, int id, ConversationService conversations, CancellationToken cancellation)
    {
        var found = await conversations.FindAsync(actor, id, cancellation);
        return found.Refusal ?? (found.Value!.IsReadOnly ? ConversationRefusals.ReadOnly : null);
    }

    private static async Task<IResult> EditAsync(Actor actor, int id, long messageId, Edit sent, MessageService messages, RevisionService revisions, CancellationToken cancellation) =>
        sent.Sender is { } named && named != actor.Id ? ConversationRefusals.SenderNotYou.ToHttp("sender")
        : await messages.InAsync(actor, id, messageId, async seq =>
            (await revisions.EditAsync(actor, id, seq, sent.Content, cancellation)).ToHttp(m => Results.Ok(new MessageAnswer(m.ToChatMessage())), "content"), cancellation);

    private static async Task<IResult> RemoveAsync(
        Actor actor, int id, long messageId, MessageService messages, RevisionService revisions, string? reason = null, CancellationToken cancellation = default) =>
        await messages.InAsync(actor, id, messageId, async seq =>
            (await revisions.RemoveAsync(actor, id, seq, reason, cancellation)).ToHttp(_ => Results.NoContent(), "reason"), cancellation);

    private static async Task<IResult> PinAsync(
        Actor actor, int id, long messageId, MessageService messages, ModerationService moderation, PinOrder? order = null, CancellationToken cancellation = default) =>
        await messages.InAsync(actor, id, messageId, async seq =>
            (await moderation.PinAsync(actor, id, seq, order?.IsPinned ?? true, order?.Reason, cancellation)).ToHttp(_ => Results.Ok(new Said()), "reason"), cancellation);

    private static async Task<IResult> LockAsync(Actor actor, int id, ModerationService moderation, LockOrder? order = null, CancellationToken cancellation = default) =>
        (await moderation.LockAsync(actor, id, order?.IsLocked ?? true, order?.Reason, cancellation)).ToHttp(_ => Results.Ok(new Said()), "reason");

    private static async Task<IResult> MuteAsync(Actor actor, int id, int userId, ModerationService moderation, MuteOrder? order = null, CancellationToken cancellation = default) =>
        (await moderation.SilenceAsync(actor, id, userId, order?.IsMuted ?? true, order?.Reason, cancellation)).ToHttp(_ => Results.Ok(new Said()), "reason");

    private static async Task<IResult> ContactsAsync(Actor actor, ConversationService conversations, TieSentences ties, HttpContext http, CancellationToken cancellation)
    {
        var contacts = await conversations.ContactsAsync(actor, cancellation);
        return Results.Ok(new Contacts(
            contacts.Count,
            [.. contacts.Select(c => new ContactShape(c.Person.Id, c.Person.FullName, c.Person.Role, ties.Of(c, http.User.TimeZone()), c.About))]));
    }

    private static async Task<IResult> InitiateAsync(Actor actor, Initiation sent, ConversationService conversations, PageService pages, CancellationToken cancellation)
    {
        if (sent.ContactUserId is not { } contact)
        {
            return ApiAnswers.Missing("contact_user_id")!;
        }

        var started = await conversations.StartWithAsync(actor, contact, sent.SubjectId, sent.StudentId, cancellation);
        return started.Value is { } begun
            ? (await pages.FindAsync(actor, begun.ConversationId, cancellation))
                .ToHttp(c => Results.Json(new InitiatedChat(begun.IsNew, c.ToForumChat()), statusCode: begun.IsNew ? 201 : 200))
            : started.Refusal!.ToHttp("student_id");
    }

    private static string? FieldOf(Refusal? refusal) =>
        ConversationRefusals.IsAboutText(refusal) ? "content"
        : ConversationRefusals.IsAboutSender(refusal) ? "sender"
        : ConversationRefusals.IsAboutFiles(refusal) ? "attachment_ids"
        : refusal == ConversationRefusals.ReplyToNothing ? "reply_to"
        : null;

    /// <summary>Does something to a message of a chat that the caller names by its id.</summary>
    private static async Task<IResult> InAsync(
        this MessageService messages, Actor actor, int conversationId, long messageId, Func<int, Task<IResult>> act, CancellationToken cancellation) =>
        (await messages.LocateAsync(actor, messageId, cancellation)).Value is { } place && place.ConversationId == conversationId
            ? await act(place.Seq)
            : Refusal.NotFound.ToHttp();
}
