using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Conversations;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Bot;

/// <summary>
/// Answers what people say to the bot, each message once: the answer's client id follows from the message, so that the
/// index which keeps retries apart keeps answers apart as well, between servers and over a crash.
/// </summary>
public sealed class BotService(IDbContextFactory<ChatDbContext> database, MessageService messages, AnswerWriter writer, LanguageModel model, BotAccount bot, TimeProvider clock)
{
    private const int TurnsBefore = 6;

    private static readonly TimeSpan TypingLasts = TimeSpan.FromSeconds(4);

    /// <summary>What nobody answered within this is not answered any more, unless it is the last word.</summary>
    private static readonly TimeSpan WorthAnswering = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<long, TaskCompletionSource<Outcome<MessageView>>> _underWay = new();

    /// <summary>The answer to a person's message: the one there is, or a new one. Asked several times at once, it is thought about once.</summary>
    public Task<Outcome<MessageView>> AnswerAsync(long messageId, CancellationToken cancellation = default)
    {
        var mine = new TaskCompletionSource<Outcome<MessageView>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = _underWay.GetOrAdd(messageId, mine);
        if (first == mine)
        {
            _ = AnswerOnceAsync(messageId, mine);
        }

        // Whoever goes away stops waiting; the others still get their answer.
        return first.Task.WaitAsync(cancellation);
    }

    /// <summary>The messages of people that wait for an answer, oldest first.</summary>
    /// <param name="take">As many at most; the rest is found when these are answered.</param>
    public async Task<IReadOnlyList<long>> ListUnansweredAsync(int take, CancellationToken cancellation = default)
    {
        var (since, botId) = (clock.GetUtcNow() - WorthAnswering, bot.View.Id);
        await using var db = await database.CreateDbContextAsync(cancellation);
        var said = await db.Conversations.Where(c => c.Kind == ConversationKind.Bot && (c.LastActivityAt >= since || c.LastSenderId != botId))
            .Join(db.Messages, c => c.Id, m => m.ConversationId, (c, m) => new { Message = m, IsLast = m.Seq == c.LastSeq })
            .Where(f => f.Message.SenderId != botId && f.Message.RemovedAt == null && (f.IsLast || f.Message.SentAt >= since))
            .OrderBy(f => f.Message.Id).Select(f => f.Message.Id)
            .ToListAsync(cancellation);

        var unanswered = new List<long>();
        foreach (var some in said.Chunk(500))
        {
            var answers = some.ToDictionary(AnswerTo);
            var wanted = answers.Keys.ToList();
            var given = await db.Messages.Where(m => m.SenderId == botId && wanted.Contains(m.ClientMessageId)).Select(m => m.ClientMessageId).ToListAsync(cancellation);
            unanswered.AddRange(answers.ExceptBy(given, a => a.Key).Select(a => a.Value).Order());
            if (unanswered.Count >= take)
            {
                break;
            }
        }

        return [.. unanswered.Take(take)];
    }

    /// <summary>Says hello where a conversation has just begun, once.</summary>
    public async Task GreetAsync(int conversationId, Guid publicId, string language, CancellationToken cancellation = default) =>
        await messages.DeliverAsync(bot.Actor, conversationId, new Draft(writer.Greeting(language), Derived("greeting", publicId.ToByteArray())) { Answer = new BotAnswer(IsKnown: true, []) }, cancellation);

    internal static Guid AnswerTo(long messageId)
    {
        Span<byte> id = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(id, messageId);
        return Derived("answer", id);
    }

    /// <summary>An id that is always the same for the same thing, and no other thing's.</summary>
    internal static Guid Derived(string kind, ReadOnlySpan<byte> of) => new(SHA256.HashData([.. System.Text.Encoding.UTF8.GetBytes(kind), 0, .. of]).AsSpan(0, 16));

    private async Task AnswerOnceAsync(long messageId, TaskCompletionSource<Outcome<MessageView>> told)
    {
        try
        {
            var answer = await FindOrGiveAsync(messageId);
            _underWay.TryRemove(messageId, out _);
            told.SetResult(answer);
        }
#pragma warning disable CA1031 // Whatever it is, it is told to everybody who waits.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            _underWay.TryRemove(messageId, out _);
            told.SetException(broken);
        }
    }

    private async Task<Outcome<MessageView>> FindOrGiveAsync(long messageId)
    {
        if (await FindAsync(messageId) is not var (conversationId, question))
        {
            return Refusal.NotFound;
        }

        if (await GivenAsync(messageId) is { } given)
        {
            return given;
        }

        var (text, grounds) = await WriteAsync(conversationId, question);
        var delivered = await messages.DeliverAsync(bot.Actor, conversationId, new Draft(text, AnswerTo(messageId)) { Answer = grounds });
        // Another server was quicker, and says it in other words: its answer is the answer.
        return delivered.Value is { } done ? done.Message
            : delivered.Refusal == ConversationRefusals.ClientIdReused && await GivenAsync(messageId) is { } first ? first
            : delivered.Refusal!;
    }

    private async Task<WrittenAnswer> WriteAsync(int conversationId, Question question)
    {
        var writing = writer.WriteAsync(question, CancellationToken.None);
        do
        {
            await messages.TypeAsync(bot.Actor, conversationId);
        }
        while (!writing.IsCompleted && await Task.WhenAny(writing, Task.Delay(TypingLasts, clock)) != writing);

        return await writing;
    }

    /// <summary>A message that a person said to the bot, if they still may; what the bot says itself is no question.</summary>
    private async Task<(int ConversationId, Question Question)?> FindAsync(long messageId)
    {
        await using var db = await database.CreateDbContextAsync();
        var found = await db.Messages.AsNoTracking()
            .Where(m => m.Id == messageId && m.RemovedAt == null && m.SenderId != bot.View.Id && m.Sender.Status == AccountStatus.Active)
            .Join(db.Conversations, m => m.ConversationId, c => c.Id, (m, c) => new { Message = m, Conversation = c, m.Sender })
            .Where(f => f.Conversation.Kind == ConversationKind.Bot && f.Conversation.Participants.Any(p => p.UserId == f.Sender.Id && p.Role == f.Sender.Role))
            .Select(f => new { f.Conversation.Id, f.Message.Seq, f.Message.Text, Asker = new Actor(f.Sender.Id, f.Sender.Role, f.Sender.Capabilities), f.Sender.Language })
            .SingleOrDefaultAsync();
        if (found is null)
        {
            return null;
        }

        var before = !model.IsThere ? [] : await db.Messages
            .Where(m => m.ConversationId == found.Id && m.Seq < found.Seq && m.RemovedAt == null)
            .OrderByDescending(m => m.Seq).Take(TurnsBefore)
            .Select(m => new Turn(m.SenderId == bot.View.Id, m.Text))
            .ToListAsync();
        before.Reverse();
        return (found.Id, new Question(found.Asker, found.Language, found.Text, before));
    }

    private async Task<MessageView?> GivenAsync(long messageId)
    {
        var id = AnswerTo(messageId);
        await using var db = await database.CreateDbContextAsync();
        return (await db.Messages.Where(m => m.SenderId == bot.View.Id && m.ClientMessageId == id).ToViewsAsync(CancellationToken.None)).SingleOrDefault();
    }
}
