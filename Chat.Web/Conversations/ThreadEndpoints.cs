using Chat.Web.Access;
using Chat.Web.Outcomes;

namespace Chat.Web.Conversations;

/// <summary>Threads of two people, for the clients of a document that spoke English: unless they ask for another language, they are answered in it.</summary>
public static class ThreadEndpoints
{
    private const int PageSize = 10;
    private const int MaxPageSize = 100;

    public static void MapThreads(this IEndpointRouteBuilder app)
    {
        var threads = app.MapApi("/chat", "Threads of two").WithMetadata(new SpokenLanguage("en"));

        threads.MapPost("/threads/", CreateAsync).MakesOrFinds<ThreadShape>("Begin a thread; 200 with the one there is, if there is one", 400, 403);
        threads.MapGet("/threads/user_threads/", ListAsync).Says<Threads>("My threads, newest activity first", 400);
        threads.MapGet("/threads/{id:int}/", FindAsync).Says<ThreadShape>("One of my threads", 404);
        threads.MapGet("/threads/{id:int}/messages/", MessagesAsync).Says<ThreadMessages>("The messages of one of my threads, oldest first", 400, 404);
        threads.MapDelete("/threads/{id:int}/", DeleteAsync).Does("Clear a thread for me; the other one keeps theirs", 404);
        threads.MapPost("/messages/", SendAsync).MakesOrFinds<ThreadMessage>("Say something in one of my threads", 400, 403, 409, 429);
        threads.MapPost("/messages/{messageId:long}/mark_as_read/", MarkReadAsync).Says<MarkedRead>("I have read up to this message", 403, 404);
        threads.MapGet("/messages/unread/", UnreadAsync).Says<UnreadMessages>("How many messages of others I have not read, over all my chats");
    }

    private static async Task<IResult> CreateAsync(Actor actor, NewThread sent, ThreadService threads, PageService pages, CancellationToken cancellation)
    {
        var started = await threads.StartAsync(actor, sent.Participants, sent.Student, cancellation);
        return started.Value is { } begun
            ? (await pages.FindThreadAsync(actor, begun.ConversationId, cancellation)).ToHttp(t => Results.Json(t.ToThread(), statusCode: begun.IsNew ? 201 : 200))
            : started.Refusal!.ToHttp(started.Refusal == ConversationRefusals.StudentMissing ? "student" : "participants");
    }

    private static async Task<IResult> ListAsync(Actor actor, PageService pages, HttpRequest request, int limit = PageSize, int offset = 0, CancellationToken cancellation = default)
    {
        if (Paging.Of(limit, offset, MaxPageSize) is not { } page)
        {
            return Paging.Bad;
        }

        var (count, items) = await pages.ThreadsAsync(actor, page, cancellation);
        return Results.Ok(new Threads(count, request.Next(page, count), request.Previous(page), [.. items.Select(t => t.ToThread())]));
    }

    private static async Task<IResult> FindAsync(Actor actor, int id, PageService pages, CancellationToken cancellation) =>
        (await pages.FindThreadAsync(actor, id, cancellation)).ToHttp(t => Results.Ok(t.ToThread()));

    private static async Task<IResult> MessagesAsync(
        Actor actor, int id, PageService pages, HttpRequest request, int limit = PageSize, int offset = 0, CancellationToken cancellation = default)
    {
        if (Paging.Of(limit, offset, MaxPageSize) is not { } page)
        {
            return Paging.Bad;
        }

        var thread = await pages.FindThreadAsync(actor, id, cancellation);
        if (thread.Value is not { Conversation: var conversation })
        {
            return thread.Refusal!.ToHttp();
        }

        var found = await pages.MessagesAsync(actor, id, new MessageQuery(page, IsFromTheOldest: true), cancellation);
        return found.ToHttp(p => Results.Ok(new ThreadMessages(
            p.Count, request.Next(page, p.Count), request.Previous(page), [.. p.Items.Select(m => m.ToThreadMessage(conversation, actor))])));
    }

    private static async Task<IResult> DeleteAsync(Actor actor, int id, ThreadService threads, CancellationToken cancellation) =>
        (await threads.ClearAsync(actor, id, cancellation)).ToHttp(_ => Results.NoContent());

    private static async Task<IResult> SendAsync(Actor actor, OutgoingThreadMessage sent, ThreadService threads, CancellationToken cancellation)
    {
        if (sent.Thread is not { } id)
        {
            return ApiAnswers.Missing("thread")!;
        }

        var delivered = await threads.SendAsync(actor, id, new Draft(sent.Text, sent.ClientMessageId ?? Guid.NewGuid()) { NamedSenderId = sent.Sender }, cancellation);
        return delivered.ToHttp(
            d => Results.Json(d.Message.ToThreadMessage(d.Thread, actor), statusCode: d.IsRepeat ? 200 : 201),
            ConversationRefusals.IsAboutText(delivered.Refusal) ? "text" : ConversationRefusals.IsAboutSender(delivered.Refusal) ? "sender" : null);
    }

    private static async Task<IResult> MarkReadAsync(Actor actor, long messageId, ThreadService threads, CancellationToken cancellation) =>
        (await threads.MarkReadAsync(actor, messageId, cancellation)).ToHttp(_ => Results.Ok(new MarkedRead()));

    private static async Task<IResult> UnreadAsync(Actor actor, MessageReader reader, CancellationToken cancellation) =>
        Results.Ok(new UnreadMessages(await reader.CountUnreadAsync(actor, cancellation)));

    private static string? Next(this HttpRequest request, PageQuery page, int count) =>
        page.Offset + page.Limit < count ? request.PageAt(page, page.Offset + page.Limit) : null;

    private static string? Previous(this HttpRequest request, PageQuery page) =>
        page.Offset > 0 ? request.PageAt(page, Math.Max(0, page.Offset - page.Limit)) : null;

    private static string PageAt(this HttpRequest request, PageQuery page, int offset) =>
        $"{request.Scheme}://{request.Host}{request.Path}?limit={page.Limit}&offset={offset}";
}
