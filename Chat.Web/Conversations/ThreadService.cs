using Chat.Web.Access;
using Chat.Web.Outcomes;

namespace Chat.Web.Conversations;

/// <summary>
/// Threads of two: a program names both people, the sender and the message by its id alone, and what it names must be what
/// is so. Everything else is as in any conversation.
/// </summary>
public sealed class ThreadService(ConversationService conversations, PageService pages, MessageService messages, ListingService listing)
{
    /// <summary>Begins a thread between these two, one of whom is whoever asks, or finds the one they have.</summary>
    /// <param name="studentId">The child it is about; needed only between home and school, where it could be about several.</param>
    public async Task<Outcome<Started>> StartAsync(Actor actor, IReadOnlyList<int>? people, int? studentId, CancellationToken cancellation = default) =>
        people is not [var one, var two] ? ConversationRefusals.NotTwo
        : one == two ? ConversationRefusals.SameTwice
        : one != actor.Id && two != actor.Id ? ConversationRefusals.NotRelated
        : await conversations.StartWithAsync(actor, one == actor.Id ? two : one, subjectId: null, studentId, cancellation);

    /// <summary>Whether it is somebody else's thread or none at all, or another is named as the sender: it is the one answer.</summary>
    public async Task<Outcome<ThreadDelivery>> SendAsync(Actor actor, int threadId, Draft draft, CancellationToken cancellation = default)
    {
        var namesAnother = draft.NamedSenderId is { } named && named != actor.Id;
        if (namesAnother || (await pages.FindThreadAsync(actor, threadId, cancellation)).Value is not { } thread)
        {
            return ConversationRefusals.SenderNotInThread.With(draft.NamedSenderId ?? actor.Id);
        }

        var delivered = await messages.DeliverAsync(actor, threadId, draft, cancellation);
        return delivered.Value is { } delivery ? new ThreadDelivery(thread.Conversation, delivery.Message, delivery.IsRepeat) : delivered.Refusal!;
    }

    /// <summary>Moves one's own pointer up to a message of somebody else's, wherever it stands.</summary>
    public async Task<Outcome<Done>> MarkReadAsync(Actor actor, long messageId, CancellationToken cancellation = default)
    {
        var found = await messages.LocateAsync(actor, messageId, cancellation);
        return found.Value is not { } place ? found.Refusal!
            : place.SenderId == actor.Id ? ConversationRefusals.OwnMessage
            : await messages.MarkReadAsync(actor, place.ConversationId, place.Seq, cancellation);
    }

    /// <summary>Clears a thread for whoever asks; the other one keeps theirs.</summary>
    public async Task<Outcome<Done>> ClearAsync(Actor actor, int threadId, CancellationToken cancellation = default) =>
        (await pages.FindThreadAsync(actor, threadId, cancellation)).Refusal ?? await listing.ClearAsync(actor, threadId, cancellation);
}

/// <summary>What a send in a thread has come to.</summary>
/// <param name="Thread">As it was before it.</param>
/// <param name="IsRepeat">It had been said before under the same client id, and was not said again.</param>
public sealed record ThreadDelivery(ConversationView Thread, MessageView Message, bool IsRepeat);
