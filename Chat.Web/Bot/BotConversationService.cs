using System.Globalization;
using System.Text;
using Chat.Web.Access;
using Chat.Web.Audit;
using Chat.Web.Conversations;
using Chat.Web.Data;
using Chat.Web.Limits;
using Chat.Web.Live;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Bot;

/// <summary>
/// One's own conversations with the bot, under the names programs have for them. What is said in them is said as in any
/// conversation.
/// </summary>
public sealed class BotConversationService(
    IDbContextFactory<ChatDbContext> database, WriteLane lane, Feed feed, PageService pages, MessageService messages, BotService answers, BotAccount bot, RateLimits limits, Denials denials, TimeProvider clock)
{
    /// <summary>One's own, newest activity first.</summary>
    /// <param name="after">Where the last page ended.</param>
    public async Task<BotConversationPage> ListAsync(Actor actor, BotCursor? after, int take, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var own = OwnOf(db, actor);
        if (after is var (at, id))
        {
            own = own.Where(c => c.LastActivityAt < at || (c.LastActivityAt == at && c.Id < id));
        }

        var found = await pages.ListAsync(db, actor, own.OrderByDescending(c => c.LastActivityAt).ThenByDescending(c => c.Id).Take(take + 1), cancellation);
        var page = found.Take(take).ToList();
        return new BotConversationPage(page, found.Count > take ? new BotCursor(page[^1].Conversation.LastActivityAt, page[^1].Conversation.Id) : null);
    }

    public async Task<Outcome<ListedConversation>> FindAsync(Actor actor, Guid publicId, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        return await pages.ListAsync(db, actor, OwnOf(db, actor).Where(c => c.PublicId == publicId), cancellation) is [var found] ? found : await NotFoundAsync(actor, publicId, cancellation);
    }

    /// <summary>Messages, oldest first, the newest page first.</summary>
    /// <param name="before">The number of the oldest message of the page before.</param>
    public async Task<Outcome<BotMessagePage>> MessagesAsync(Actor actor, Guid publicId, int? before, int take, CancellationToken cancellation = default)
    {
        if (await IdOfAsync(actor, publicId, cancellation) is not { } id)
        {
            return await NotFoundAsync(actor, publicId, cancellation);
        }

        var read = await pages.MessagesAsync(actor, id, new MessageQuery(new PageQuery(0, take + 1), before), cancellation);
        return read.Value is not { Items: var items } ? read.Refusal!
            : items.Count <= take ? new BotMessagePage(items, null)
            : new BotMessagePage([.. items.Skip(1)], items[1].Seq);
    }

    /// <summary>Begins a conversation, and is greeted in it.</summary>
    /// <param name="clientId">The program's own name for it: begun twice under the same one, it is begun once.</param>
    /// <param name="language">In which to be greeted.</param>
    public async Task<Outcome<Begun>> BeginAsync(Actor actor, Guid? clientId, string language, CancellationToken cancellation = default)
    {
        if (limits.Take(Limit.QuestionsByPerson, KeyOf(actor)) is { } tooOften)
        {
            return tooOften;
        }

        var begun = await FindOrAddAsync(actor, clientId, cancellation);
        if (begun.Value is { } conversation)
        {
            await answers.GreetAsync(conversation.Id, conversation.PublicId, language, cancellation);
        }

        return begun;
    }

    /// <summary>The one of one's own that was used last, for a page that leads to the bot; a new one where there is none.</summary>
    public async Task<Outcome<int>> OpenAsync(Actor actor, string language, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        if (await OwnOf(db, actor).OrderByDescending(c => c.LastActivityAt).Select(c => (int?)c.Id).FirstOrDefaultAsync(cancellation) is { } last)
        {
            return last;
        }

        var begun = await BeginAsync(actor, clientId: null, language, cancellation);
        return begun.Value is { } conversation ? conversation.Id : begun.Refusal!;
    }

    /// <summary>Says something to the bot; in a new conversation, unless one is named.</summary>
    public async Task<Outcome<Asked>> AskAsync(Actor actor, Guid? publicId, Draft draft, CancellationToken cancellation = default)
    {
        if (publicId is { } named)
        {
            return await IdOfAsync(actor, named, cancellation) is { } id ? await DeliverAsync(actor, new Begun(id, named, IsNew: false), draft, cancellation) : await NotFoundAsync(actor, named, cancellation);
        }

        // Nothing is begun for what would then not be said in it.
        if ((await messages.LookAtAsync(actor, draft, cancellation) ?? limits.Look(Limit.QuestionsByPerson, KeyOf(actor))) is { } unfit)
        {
            return unfit;
        }

        var begun = await FindOrAddAsync(actor, draft.ClientMessageId, cancellation);
        return begun.Value is { } conversation ? await DeliverAsync(actor, conversation, draft, cancellation) : begun.Refusal!;
    }

    /// <summary>
    /// Says something to the bot where one last talked with it: whoever presses one question after the other is in one talk, as
    /// with a person, and finds it again as a whole. A new one begins only where there is none.
    /// </summary>
    public async Task<Outcome<Asked>> AskInNewestAsync(Actor actor, Draft draft, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var newest = await OwnOf(db, actor).OrderByDescending(c => c.LastActivityAt).Select(c => c.PublicId).FirstOrDefaultAsync(cancellation);
        return await AskAsync(actor, newest, draft, cancellation);
    }

    /// <summary>The bot's answer to the newest thing one has said: the one there is, or the one it then gives.</summary>
    public async Task<Outcome<MessageView>> AnswerAsync(Actor actor, Guid publicId, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        if (await OwnOf(db, actor).AsNoTracking().Include(c => c.Participants).SingleOrDefaultAsync(c => c.PublicId == publicId, cancellation) is not { } conversation)
        {
            return await NotFoundAsync(actor, publicId, cancellation);
        }

        var newest = await db.MessagesFor(actor, conversation).Where(m => m.SenderId == actor.Id && m.RemovedAt == null)
            .OrderByDescending(m => m.Seq).Select(m => (long?)m.Id).FirstOrDefaultAsync(cancellation);
        return newest is { } question ? await answers.AnswerAsync(question, cancellation) : BotRefusals.NothingAsked;
    }

    /// <summary>One has read up to a message, wherever it stands.</summary>
    public async Task<Outcome<Done>> MarkReadAsync(Actor actor, long messageId, CancellationToken cancellation = default)
    {
        var found = await messages.LocateAsync(actor, messageId, cancellation);
        return found.Value is { } place ? await messages.MarkReadAsync(actor, place.ConversationId, place.Seq, cancellation) : found.Refusal!;
    }

    private async Task<Outcome<Begun>> FindOrAddAsync(Actor actor, Guid? clientId, CancellationToken cancellation)
    {
        // What two programs call the same is not the same conversation.
        var publicId = clientId is { } named ? BotService.Derived(string.Create(CultureInfo.InvariantCulture, $"conversation of {actor.Id}"), named.ToByteArray()) : Guid.NewGuid();
        var begun = await TryAddAsync(actor, publicId, cancellation);
        if (begun.Value is { IsNew: true } conversation)
        {
            feed.Publish(new ConversationChanged(conversation.Id), actor.Id);
        }

        return begun;
    }

    private async Task<Outcome<Begun>> TryAddAsync(Actor actor, Guid publicId, CancellationToken cancellation)
    {
        try
        {
            return await lane.TryAsync(db => AddInAsync(db, actor, publicId, cancellation), cancellation);
        }
        catch (DbUpdateException)
        {
            // Begun at another server at the same moment: the unique key says so, on every database.
            await using var db = await database.CreateDbContextAsync(cancellation);
            if (await OwnOf(db, actor).Where(c => c.PublicId == publicId).Select(c => (int?)c.Id).SingleOrDefaultAsync(cancellation) is { } id)
            {
                return new Begun(id, publicId, IsNew: false);
            }

            throw;
        }
    }

    private async Task<Outcome<Begun>> AddInAsync(ChatDbContext db, Actor actor, Guid publicId, CancellationToken cancellation)
    {
        if (await db.Conversations.Where(c => c.PublicId == publicId).Select(c => (int?)c.Id).SingleOrDefaultAsync(cancellation) is { } existing)
        {
            return new Begun(existing, publicId, IsNew: false);
        }

        var now = clock.GetUtcNow();
        var conversation = new Conversation
        {
            Kind = ConversationKind.Bot,
            Key = ConversationKey.ForBot(publicId),
            PublicId = publicId,
            CreatedAt = now,
            LastActivityAt = now,
            Participants = [new Participant { UserId = actor.Id, Role = actor.Role }, new Participant { UserId = bot.Actor.Id, Role = bot.Actor.Role }],
        };
        db.Conversations.Add(conversation);
        await db.SaveChangesAsync(cancellation);
        return new Begun(conversation.Id, publicId, IsNew: true);
    }

    private async Task<Outcome<Asked>> DeliverAsync(Actor actor, Begun conversation, Draft draft, CancellationToken cancellation)
    {
        var delivered = await messages.DeliverAsync(actor, conversation.Id, draft, cancellation);
        return delivered.Value is { } done ? new Asked(conversation.PublicId, done.Message, done.IsRepeat) : delivered.Refusal!;
    }

    private async Task<int?> IdOfAsync(Actor actor, Guid publicId, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        return await OwnOf(db, actor).Where(c => c.PublicId == publicId).Select(c => (int?)c.Id).SingleOrDefaultAsync(cancellation);
    }

    private Task<Refusal> NotFoundAsync(Actor actor, Guid publicId, CancellationToken cancellation) => denials.NotFoundAsync(actor, $"conversation:{publicId}", cancellation);

    private IQueryable<Conversation> OwnOf(ChatDbContext db, Actor actor) => db.ConversationsReachedBy(actor, clock.GetUtcNow()).Where(c => c.Kind == ConversationKind.Bot);

    private static string KeyOf(Actor actor) => actor.Id.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A conversation with the bot that somebody has begun.</summary>
public sealed record Begun(int Id, Guid PublicId, bool IsNew);

/// <summary>What asking the bot has come to.</summary>
/// <param name="IsRepeat">It had been said before under the same client id, and was not said again.</param>
public sealed record Asked(Guid ConversationId, MessageView Message, bool IsRepeat);

/// <param name="Next">Where the next page begins; none after the last.</param>
public sealed record BotConversationPage(IReadOnlyList<ListedConversation> Items, BotCursor? Next);

/// <param name="Before">The number before which the next page ends; none after the last.</param>
public sealed record BotMessagePage(IReadOnlyList<MessageView> Items, int? Before);

/// <summary>Where a page of conversations ended. What it looks like is nobody's business but ours.</summary>
public sealed record BotCursor(DateTimeOffset At, int Id)
{
    public override string ToString() =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks}.{Id}"))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static BotCursor? Read(string text)
    {
        var buffer = new byte[48];
        var padded = text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
        return text.Length <= 60 && Convert.TryFromBase64String(padded, buffer, out var length)
            && Encoding.ASCII.GetString(buffer, 0, length).Split('.') is [var at, var number]
            && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? new BotCursor(new DateTimeOffset(ticks, TimeSpan.Zero), id)
                : null;
    }
}
