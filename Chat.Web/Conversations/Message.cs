using Chat.Web.Accounts;
using Chat.Web.Live;

namespace Chat.Web.Conversations;

public class Message
{
    public const int MaxLength = 10_000;

    public const int MaxReasonLength = 500;

    public long Id { get; private set; }

    public int ConversationId { get; init; }

    /// <summary>1, 2, 3 … within the conversation, without a gap. This, and no clock, is the order of messages.</summary>
    public int Seq { get; init; }

    public int SenderId { get; init; }

    public AppUser Sender { get; init; } = null!;

    /// <summary>The sender's own name for this message: saying it twice says it once.</summary>
    public Guid ClientMessageId { get; init; }

    /// <summary>What it says now; nothing once it has been removed. What it said before stands in its revisions.</summary>
    public required string Text { get; set; }

    public DateTimeOffset SentAt { get; init; }

    /// <summary>The message of the same conversation that this one answers.</summary>
    public long? ReplyToId { get; init; }

    public Message? ReplyTo { get; init; }

    public DateTimeOffset? EditedAt { get; set; }

    /// <summary>When its words were taken away. It keeps its place and its number.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    public int? RemovedById { get; set; }

    /// <summary>Why somebody else than its sender removed it.</summary>
    public string? RemovalReason { get; set; }

    public DateTimeOffset? PinnedAt { get; set; }

    /// <summary>What it rests on, where the bot said it.</summary>
    public BotAnswer? Answer { get; init; }

    public List<Revision> Revisions { get; init; } = [];

    public List<Reaction> Reactions { get; init; } = [];

    public List<Mention> Mentions { get; init; } = [];

    public List<Attachment> Attachments { get; init; } = [];
}

/// <summary>What a message said before it was edited or removed. Revisions are only ever added.</summary>
public class Revision
{
    public long Id { get; private set; }

    public long MessageId { get; init; }

    public required string Text { get; init; }

    /// <summary>When these words gave way to the next.</summary>
    public DateTimeOffset ReplacedAt { get; init; }

    public int ReplacedById { get; init; }

    public AppUser ReplacedBy { get; init; } = null!;
}

/// <summary>One sign of one person under a message.</summary>
public class Reaction
{
    /// <summary>The signs there are: few enough to be kind in every one of them.</summary>
    public static readonly IReadOnlyList<string> Signs = ["👍", "❤️", "😄", "🎉", "🤔", "😮", "🙏", "✅"];

    public long MessageId { get; init; }

    public int UserId { get; init; }

    public AppUser User { get; init; } = null!;

    public required string Sign { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>Somebody named in a message with an @, who could read it when it was said.</summary>
public class Mention
{
    public long MessageId { get; init; }

    public Message Message { get; init; } = null!;

    public int UserId { get; init; }

    public AppUser User { get; init; } = null!;
}

/// <summary>What a person wants to say, and the name they gave it.</summary>
/// <param name="ReplyToSeq">The number of the message it answers, in the same conversation.</param>
public sealed record Draft(string? Text, Guid ClientMessageId, int? ReplyToSeq = null)
{
    /// <summary>Whom a program named as the sender, if it named anybody. It can only be whoever asks.</summary>
    public int? NamedSenderId { get; init; }

    /// <summary>What the bot's own words rest on. Nobody else's rest on anything.</summary>
    public BotAnswer? Answer { get; init; }

    /// <summary>The files that go with it, in this order: uploads of the sender's own that hang on nothing yet. With files it needs no text.</summary>
    public IReadOnlyList<Guid> AttachmentIds { get; init; } = [];
}

/// <summary>A message as every reader sees it. One is made per message and shared by all open pages.</summary>
public sealed record MessageView(long Id, int ConversationId, int Seq, PersonView Sender, Guid ClientMessageId, string Text, DateTimeOffset SentAt)
{
    public QuoteView? Quote { get; init; }

    /// <summary>The message it answers.</summary>
    public long? ReplyToId { get; init; }

    public IReadOnlyList<ReactionView> Reactions { get; init; } = [];

    /// <summary>Those it names with an @.</summary>
    public IReadOnlyList<PersonView> Mentions { get; init; } = [];

    /// <summary>The files on it; none once it is removed.</summary>
    public IReadOnlyList<AttachmentView> Attachments { get; init; } = [];

    public DateTimeOffset? EditedAt { get; init; }

    public DateTimeOffset? RemovedAt { get; init; }

    /// <summary>Why somebody else than its sender removed it.</summary>
    public string? RemovalReason { get; init; }

    public bool IsPinned { get; init; }

    /// <summary>What it rests on, where the bot said it; none for what people say.</summary>
    public BotAnswer? Answer { get; init; }

    public bool IsRemoved => RemovedAt is not null;

    /// <summary>Its beginning in one line; where it has no words, the name of its file.</summary>
    public string Preview => MessageText.Preview(Text, Attachments.Count > 0 ? Attachments[0].FileName : null, Attachments.Count);

    /// <summary>What of it is there for somebody who has cleared the conversation up to a number: neither what stands before, nor what of that is quoted.</summary>
    public MessageView? Since(int clearedSeq) =>
        Seq <= clearedSeq ? null
        : Quote is { } quote && quote.Seq <= clearedSeq ? this with { Quote = null, ReplyToId = null }
        : this;
}

/// <summary>What a send has come to.</summary>
/// <param name="IsRepeat">It had been said before under the same client id, and was not said again.</param>
public sealed record Delivery(MessageView Message, bool IsRepeat);

/// <summary>Where a message stands.</summary>
public sealed record MessagePlace(int ConversationId, int Seq, int SenderId);

/// <summary>The message that another one answers, as it stands now.</summary>
/// <param name="Text">Its beginning; nothing once it is removed.</param>
public sealed record QuoteView(int Seq, PersonView Sender, string Text)
{
    public string Author => Sender.FullName;

    public static QuoteView Of(MessageView message) => new(message.Seq, message.Sender, message.Preview);

    /// <param name="fileName">Of its first file, which stands for its words where it has none.</param>
    /// <param name="files">How many it has.</param>
    public static QuoteView Of(int seq, PersonView sender, string text, string? fileName, int files) => new(seq, sender, MessageText.Preview(text, fileName, files));
}

/// <summary>One sign under a message, and who gave it.</summary>
public sealed record ReactionView(string Sign, IReadOnlyList<PersonView> People);

/// <summary>What a message said once.</summary>
/// <param name="Until">When these words gave way to the next; none for what it says now.</param>
public sealed record RevisionView(string Text, DateTimeOffset? Until, PersonView? ReplacedBy)
{
    /// <summary>The files on the message, beside the last that it said.</summary>
    public IReadOnlyList<AttachmentView> Attachments { get; init; } = [];
}

/// <summary>Something happened to a message.</summary>
public abstract record MessageEvent(MessageView Message) : ChatEvent;

public sealed record MessageSent(MessageView Message) : MessageEvent(Message);

/// <summary>A message says something else, or is removed, pinned or reacted to.</summary>
public sealed record MessageChanged(MessageView Message) : MessageEvent(Message);

/// <summary>A person has read up to a message, or has marked one unread again.</summary>
public sealed record ReadMoved(int ConversationId, int UserId, int Seq) : ChatEvent;

public sealed record TypingStarted(int ConversationId, PersonView Person) : ChatEvent;

public sealed record TypingStopped(int ConversationId, PersonView Person) : ChatEvent;
