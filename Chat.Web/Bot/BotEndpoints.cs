using System.Globalization;
using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Outcomes;

namespace Chat.Web.Bot;

/// <summary>Conversations with the bot, for programs: say something, be answered, read what was said.</summary>
public static class BotEndpoints
{
    private const int PageSize = 20;
    private const int MaxPageSize = 100;

    public static void MapBotRoutes(this IEndpointRouteBuilder app)
    {
        var bot = app.MapApi("", "Bot");
        // Their document quotes what is refused in English; whoever asks for another language is answered in it.
        bot.MapPost("/user-response/", SayAsync).MakesOrFinds<UserMessageAnswer>("Say something to the bot; without conversation_id, in a new conversation", 400, 403, 404, 409, 429).WithMetadata(new SpokenLanguage("en"));
        bot.MapPost("/bot-response/", AnswerAsync).Says<BotCallAnswer>("The bot's answer to the newest thing I said; asked twice, the same", 400, 403, 404).WithMetadata(new SpokenLanguage("en"));
        bot.MapGet("/bot-prompts/", PromptsAsync).Says<IReadOnlyList<PromptView>>("Questions to begin with, in my language");

        var chat = app.MapApi("/chat", "Bot");
        chat.MapGet("/conversations/", ListAsync).Says<BotConversations>("My conversations with the bot, newest activity first", 400);
        chat.MapPost("/conversations/", BeginAsync).MakesOrFinds<BotConversation>("Begin a conversation with the bot, which says hello", 400, 403, 409, 429);
        chat.MapGet("/conversations/{uuid:guid}/", FindAsync).Says<BotConversation>("One of my conversations with the bot", 404);
        chat.MapGet("/conversations/{uuid:guid}/messages/", MessagesAsync).Says<BotMessages>("What was said in it, oldest first; the first page is the newest", 400, 404);
        chat.MapPost("/messages/{messageId:long}/read/", MarkReadAsync).Says<MarkedAsRead>("I have read up to this message", 403, 404);
    }

    private static async Task<IResult> SayAsync(Actor actor, UserMessage sent, BotConversationService conversations, CancellationToken cancellation)
    {
        if (OutgoingMessage.FindFiles(sent.AttachmentIds) is not { } files)
        {
            return ConversationRefusals.AttachmentUnknown.ToHttp("attachment_ids");
        }

        var draft = new Draft(sent.Message, sent.ClientMessageId ?? Guid.NewGuid()) { NamedSenderId = sent.Sender, AttachmentIds = files };
        var asked = await conversations.AskAsync(actor, sent.ConversationId, draft, cancellation);
        return asked.ToHttp(a => Results.Json(new UserMessageAnswer(a.ConversationId, a.Message.Id), statusCode: a.IsRepeat ? 200 : 201), FieldOf(asked.Refusal));
    }

    private static async Task<IResult> AnswerAsync(Actor actor, BotCall call, BotConversationService conversations, CancellationToken cancellation)
    {
        if (call.ConversationId is not { } id)
        {
            return ApiAnswers.Missing("conversation_id")!;
        }

        var answered = await conversations.AnswerAsync(actor, id, cancellation);
        return answered.ToHttp(m => Results.Ok(new BotCallAnswer(m.ToBotMessage(), id)));
    }

    private static async Task<IResult> PromptsAsync(PromptService prompts, CancellationToken cancellation) => Results.Ok(await prompts.ListAsync(Spoken, cancellation));

    private static async Task<IResult> ListAsync(
        Actor actor, BotConversationService conversations, HttpRequest request, string? cursor = null, int limit = PageSize, CancellationToken cancellation = default)
    {
        var after = cursor is null ? null : BotCursor.Read(cursor);
        if (cursor is not null && after is null)
        {
            return ApiRefusals.CursorInvalid.ToHttp("cursor");
        }

        if (Paging.Of(limit, offset: 0, MaxPageSize) is not { } page)
        {
            return ApiRefusals.PageInvalid.ToHttp("limit");
        }

        var found = await conversations.ListAsync(actor, after, page.Limit, cancellation);
        return Results.Ok(new BotConversations(found.Next is { } next ? request.PageAt(page.Limit, $"{next}") : null, Previous: null, [.. found.Items.Select(c => c.ToBotConversation())]));
    }

    private static async Task<IResult> BeginAsync(Actor actor, BotConversationService conversations, NewBotConversation? sent = null, CancellationToken cancellation = default)
    {
        if (sent is { Message: not null } or { Sender: not null })
        {
            var asked = await conversations.AskAsync(actor, publicId: null, new Draft(sent.Message, sent.ClientMessageId ?? sent.ClientId ?? Guid.NewGuid()) { NamedSenderId = sent.Sender }, cancellation);
            return asked.Value is { } said ? await ShowAsync(actor, said.ConversationId, said.IsRepeat ? 200 : 201, conversations, cancellation) : asked.Refusal!.ToHttp(FieldOf(asked.Refusal));
        }

        var begun = await conversations.BeginAsync(actor, sent?.ClientId, Spoken, cancellation);
        return begun.Value is { } conversation ? await ShowAsync(actor, conversation.PublicId, conversation.IsNew ? 201 : 200, conversations, cancellation) : begun.Refusal!.ToHttp();
    }

    private static Task<IResult> FindAsync(Actor actor, Guid uuid, BotConversationService conversations, CancellationToken cancellation) => ShowAsync(actor, uuid, 200, conversations, cancellation);

    private static async Task<IResult> MessagesAsync(
        Actor actor, Guid uuid, BotConversationService conversations, HttpRequest request, string? cursor = null, int limit = PageSize, CancellationToken cancellation = default)
    {
        var before = int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq : (int?)null;
        if (cursor is not null && before is null)
        {
            return ApiRefusals.CursorInvalid.ToHttp("cursor");
        }

        if (Paging.Of(limit, offset: 0, MaxPageSize) is not { } page)
        {
            return ApiRefusals.PageInvalid.ToHttp("limit");
        }

        var found = await conversations.MessagesAsync(actor, uuid, before, page.Limit, cancellation);
        return found.ToHttp(p => Results.Ok(new BotMessages(
            p.Before is { } older ? request.PageAt(page.Limit, older.ToString(CultureInfo.InvariantCulture)) : null, Previous: null, [.. p.Items.Select(m => m.ToBotMessage())])));
    }

    private static async Task<IResult> MarkReadAsync(Actor actor, long messageId, BotConversationService conversations, CancellationToken cancellation) =>
        (await conversations.MarkReadAsync(actor, messageId, cancellation)).ToHttp(_ => Results.Ok(new MarkedAsRead()));

    private static async Task<IResult> ShowAsync(Actor actor, Guid id, int status, BotConversationService conversations, CancellationToken cancellation) =>
        (await conversations.FindAsync(actor, id, cancellation)).ToHttp(c => Results.Json(c.ToBotConversation(), statusCode: status));

    private static string Spoken => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    private static string PageAt(this HttpRequest request, int limit, string cursor) => $"{request.Scheme}://{request.Host}{request.Path}?limit={limit}&cursor={cursor}";

    private static string? FieldOf(Refusal? refusal) =>
        ConversationRefusals.IsAboutText(refusal) ? "message"
        : ConversationRefusals.IsAboutSender(refusal) ? "sender"
        : ConversationRefusals.IsAboutFiles(refusal) ? "attachment_ids"
        : null;
}
