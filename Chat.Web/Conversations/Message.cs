using Chat.Web.Accounts;
using Chat.Web.Live;

namespace Chat.Web.Conversations;

public class Message
{
    public const int MaxLength = 10_000;

    public long Id { get; private set; }

    public int ConversationId { get; init; }

    /// <summary>1, 2, 3 … within the conversation, without a gap. This, and no clock, is the order of messages.</summary>
    public int Seq { get; init; }

    public int SenderId { get; init; }

    public AppUser Sender { get; init; } = null!;

    /// <summary>The sender's own name for this message: saying it twice says it once.</summary>
    public Guid ClientMessageId { get; init; }

    public required string Text { get; init; }

    public DateTimeOffset SentAt { get; init; }
}

/// <summary>What a person wants to say, and the name they gave it.</summary>
public sealed record Draft(string? Text, Guid ClientMessageId);

/// <summary>A message as every reader sees it. One is made per message and shared by all open pages.</summary>
public sealed record MessageView(long Id, int ConversationId, int Seq, PersonView Sender, Guid ClientMessageId, string Text, DateTimeOffset SentAt);

public sealed record MessageSent(MessageView Message) : ChatEvent;

/// <summary>A person has read up to a message.</summary>
public sealed record ReadMoved(int ConversationId, int UserId, int Seq) : ChatEvent;

public sealed record TypingStarted(int ConversationId, PersonView Person) : ChatEvent;
