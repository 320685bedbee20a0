using Chat.Web.Access;
using Chat.Web.Outcomes;

namespace Chat.Web.Conversations;

/// <summary>How programs say something, by a request or on a socket: they name by its id what they answer, and need not name what they say.</summary>
internal static class ProgramSends
{
    public static async Task<Outcome<Delivery>> SayAsync(this MessageService messages, Actor actor, int conversationId, OutgoingMessage sent, CancellationToken cancellation)
    {
        if (sent.FindFiles() is not { } files)
        {
            return ConversationRefusals.AttachmentUnknown;
        }

        var reply = await messages.FindReplyAsync(actor, conversationId, sent.ReplyTo, cancellation);
        return reply.Refusal is { } nothing
            ? nothing
            : await messages.DeliverAsync(actor, conversationId, new Draft(sent.Content, sent.ClientMessageId ?? Guid.NewGuid(), reply.Value) { NamedSenderId = sent.Sender, AttachmentIds = files }, cancellation);
    }

    private static async Task<Outcome<int?>> FindReplyAsync(this MessageService messages, Actor actor, int conversationId, long? messageId, CancellationToken cancellation) =>
        messageId is null ? (int?)null
        : (await messages.LocateAsync(actor, messageId.Value, cancellation)).Value is { } place && place.ConversationId == conversationId ? place.Seq
        : ConversationRefusals.ReplyToNothing;
}
