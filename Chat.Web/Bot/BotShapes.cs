using System.Text.Json.Serialization;
using Chat.Web.Conversations;

namespace Chat.Web.Bot;

/// <summary>What a program wants to say to the bot.</summary>
/// <param name="ConversationId">Where; without it, in a conversation that begins with this.</param>
/// <param name="ClientMessageId">The program's own name for it: sent again under the same one, it is said once.</param>
/// <param name="Sender">Whoever asks is the sender; a body that names somebody else is refused.</param>
public sealed record UserMessage(string? Message, Guid? ConversationId, Guid? ClientMessageId, IReadOnlyList<string>? AttachmentIds, int? Sender);

public sealed record UserMessageAnswer(Guid ConversationId, long MessageId);

public sealed record BotCall(Guid? ConversationId);

public sealed record BotCallAnswer(BotMessage Message, Guid ConversationId);

/// <summary>A message of a conversation with the bot.</summary>
/// <param name="Type"><c>user</c> or <c>bot</c>.</param>
/// <param name="Sources">The articles an answer was taken from.</param>
/// <param name="IsKnown">False where the bot says that it does not know; none for what people say.</param>
/// <param name="OffersPerson">Whether a page shows the way to a person beside it.</param>
public sealed record BotMessage(
    long Id, string Text, string Html, string Type, DateTime CreatedAt, IReadOnlyList<BotSource> Sources, IReadOnlyList<AttachmentShape> Attachments, bool? IsKnown, bool OffersPerson, int Seq, Guid ClientMessageId, bool IsEdited, bool IsDeleted);

/// <param name="Url">Where people read it.</param>
public sealed record BotSource(int Id, string Title, string Url);

/// <summary>A conversation with the bot.</summary>
/// <param name="ChatId">Its number among all chats: its address in the browser.</param>
public sealed record BotConversation(Guid Id, int ChatId, string Title, int UnreadCount, LastMessage? LastMessage, DateTime CreatedAt, DateTime UpdatedAt);

/// <param name="Next">The address of the next page; none after the last.</param>
public sealed record BotConversations(string? Next, string? Previous, IReadOnlyList<BotConversation> Results);

/// <param name="Next">The address of the page of older messages; none after the last.</param>
public sealed record BotMessages(string? Next, string? Previous, IReadOnlyList<BotMessage> Results);

/// <param name="ClientId">The program's own name for it: begun again under the same one, it is begun once.</param>
/// <param name="Message">What to begin with; without it the bot says hello.</param>
public sealed record NewBotConversation(string? Message, Guid? ClientId, Guid? ClientMessageId, int? Sender);

public sealed record MarkedAsRead
{
    public string Status => "success";
}

internal static class BotShapes
{
    public static BotMessage ToBotMessage(this MessageView m) => new(
        m.Id, m.Text, m.ToHtml(), m.Answer is null ? "user" : "bot", m.SentAt.UtcDateTime, [.. (m.Answer?.Sources ?? []).Select(s => new BotSource(s.ArticleId, s.Title, $"/help/{s.ArticleId}"))],
        m.ToAttachments(),
        m.Answer?.IsKnown, m.Answer is { OffersPerson: true }, m.Seq, m.ClientMessageId, m.EditedAt is not null, m.IsRemoved);

    public static BotConversation ToBotConversation(this ListedConversation listed)
    {
        var (c, last) = listed;
        return new BotConversation(
            c.PublicId!.Value, c.Id, c.Name, c.Unread, last is null ? null : new LastMessage(last.Id, last.Text, last.SentAt.UtcDateTime, last.Sender), c.CreatedAt.UtcDateTime, c.LastActivityAt.UtcDateTime);
    }
}

[JsonSerializable(typeof(UserMessage))]
[JsonSerializable(typeof(UserMessageAnswer))]
[JsonSerializable(typeof(BotCall))]
[JsonSerializable(typeof(BotCallAnswer))]
[JsonSerializable(typeof(BotConversations))]
[JsonSerializable(typeof(BotConversation))]
[JsonSerializable(typeof(BotMessages))]
[JsonSerializable(typeof(NewBotConversation))]
[JsonSerializable(typeof(MarkedAsRead))]
[JsonSerializable(typeof(IReadOnlyList<PromptView>))]
internal sealed partial class BotJson : JsonSerializerContext;
