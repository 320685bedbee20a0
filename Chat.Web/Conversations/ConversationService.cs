using System.Globalization;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Live;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Chat.Web.Conversations;

/// <summary>Lists, opens and begins conversations.</summary>
public sealed class ConversationService(
    IDbContextFactory<ChatDbContext> database, WriteLane lane, Feed feed, AuditLog audit, Denials denials, ConversationKeeper keeper, ConversationNames names, TimeProvider clock,
    IOptionsMonitor<ConversationOptions> options)
{
    public const int PageSize = 100;

    /// <summary>What this person may read: their own pins first, then the newest activity. Two statements, whatever the number and the history.</summary>
    public async Task<IReadOnlyList<ConversationView>> ListAsync(Actor actor, int take = PageSize, Shown shown = Shown.All, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var listed = Only(db, actor, shown, db.ConversationsReachedBy(actor, clock.GetUtcNow()))
            .OrderByDescending(c => c.Participants.Any(p => p.UserId == actor.Id && p.PinnedAt != null))
            .ThenByDescending(c => c.LastActivityAt)
            .ThenByDescending(c => c.Id)
            .Take(take);
        return await ViewAsync(db, actor, listed, cancellation);
    }

    /// <summary>How much is unread in each conversation this person has a place in, with or without a list that shows it. One statement.</summary>
    public async Task<IReadOnlyList<UnreadPlace>> ListUnreadAsync(Actor actor, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        return await db.ConversationsReachedBy(actor, clock.GetUtcNow())
            .Join(db.Participants.Where(p => p.UserId == actor.Id && p.Role == actor.Role), c => c.Id, p => p.ConversationId, (c, p) => new UnreadPlace(
                c.Id,
                c.LastSeq,
                db.Messages.Where(m => m.ConversationId == c.Id && m.Seq > p.LastReadSeq && m.SenderId != actor.Id && m.RemovedAt == null).Take(ConversationView.MostUnread).Count(),
                p.QuietSince != null,
                p.PutAwayAtSeq >= c.LastSeq))
            .ToListAsync(cancellation);
    }

    public async Task<Outcome<ConversationView>> FindAsync(Actor actor, int conversationId, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var reached = db.ConversationsReachedBy(actor, clock.GetUtcNow()).Where(c => c.Id == conversationId);
        return await ViewAsync(db, actor, reached, cancellation) is [var conversation] ? conversation : Refusal.NotFound;
    }

    /// <summary>Those of these conversations that this person may read.</summary>
    public async Task<IReadOnlyList<ConversationView>> FindAllAsync(Actor actor, IReadOnlyCollection<int> conversationIds, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var reached = db.ConversationsReachedBy(actor, clock.GetUtcNow()).Where(c => conversationIds.Contains(c.Id));
        return await ViewAsync(db, actor, reached, cancellation);
    }

    /// <summary>The number of the conversation that goes by this name in an address, a number or an opaque id; none where nothing could be called so. Whether this person may read it is asked when it is opened.</summary>
    public async ValueTask<int?> ResolveAsync(Actor actor, string name, CancellationToken cancellation = default)
    {
        if (!Guid.TryParseExact(name, "D", out var publicId))
        {
            return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        return await db.ConversationsReachedBy(actor, clock.GetUtcNow()).Where(c => c.PublicId == publicId).Select(c => (int?)c.Id).SingleOrDefaultAsync(cancellation);
    }

    /// <summary>Opens a conversation to read it. Where that is oversight, it is written down before anything is shown.</summary>
    public async Task<Outcome<ConversationView>> OpenAsync(Actor actor, int conversationId, CancellationToken cancellation = default)
    {
        var found = await FindAsync(actor, conversationId, cancellation);
        if (found.Refusal is not null)
        {
            return await denials.NotFoundAsync(actor, $"conversation:{conversationId}", cancellation);
        }

        if (found.Value is not { Standing: Standing.Overseer })
        {
            return found;
        }

        return await audit.WriteDownAsync(lane, actor, "conversation.opened", $"conversation:{conversationId}", cancellation) is { } refusal ? refusal : found;
    }

    /// <summary>Everyone who can read a conversation that this person reads, and as what: members first.</summary>
    public async Task<Outcome<IReadOnlyList<Reader>>> ReadersAsync(Actor actor, int conversationId, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var now = clock.GetUtcNow();
        if (await db.FindReachedAsync(actor, conversationId, now, cancellation) is not { } conversation)
        {
            return Refusal.NotFound;
        }

        var ids = db.ReadersOf(conversationId, now);
        var people = await db.Users.AsNoTracking().Where(u => ids.Contains(u.Id)).ToListAsync(cancellation);
        return Outcome.Of<IReadOnlyList<Reader>>(
        [
            .. people
                .Select(u => new Reader(u.ToView(), StandingOf(new Actor(u.Id, u.Role, u.Capabilities), conversation)))
                .OrderBy(r => r.Standing)
                .ThenBy(r => r.Person.FullName, StringComparer.CurrentCulture),
        ]);
    }

    /// <summary>Whom this person may write to first, each with every reason why; about a child, once for each child.</summary>
    public async Task<IReadOnlyList<Contact>> ContactsAsync(Actor actor, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var ties = await db.TiesOfAsync(actor, clock.GetUtcNow(), cancellation);

        return
        [
            .. ties
                .GroupBy(t => (t.Person, About: t.IsHomeSchool ? t.Student : null))
                .Select(g => new Contact(g.Key.Person, g.Key.About, [.. g]))
                .OrderBy(c => c.Person.FullName, StringComparer.CurrentCulture),
        ];
    }

    /// <summary>Begins a conversation, or finds the one these people already have: begun twice at once, it is still one.</summary>
    /// <param name="aboutStudentId">The child it is about, between home and school; none otherwise.</param>
    public async Task<Outcome<Started>> StartAsync(Actor actor, int contactId, int? aboutStudentId, CancellationToken cancellation = default)
    {
        var started = await lane.TryAsync<Started>(async db =>
        {
            var ties = await db.TiesOfAsync(actor, clock.GetUtcNow(), cancellation);
            var fitting = ties.FindAll(t => t.Person.Id == contactId && (t.IsHomeSchool ? t.Student?.Id : null) == aboutStudentId);
            if (fitting.Count == 0)
            {
                return ConversationRefusals.NotRelated;
            }

            return await FindOrAddAsync(db, actor, fitting, cancellation);
        }, cancellation);

        if (started.Value is { IsNew: true } begun)
        {
            feed.Publish(new ConversationChanged(begun.ConversationId), [actor.Id, contactId]);
        }

        return started;
    }

    /// <summary>
    /// Begins a conversation with whatever is known of it: with a subject it is the one the teaching opened; about a child,
    /// where only one comes into question, that one need not be named.
    /// </summary>
    public async Task<Outcome<Started>> StartWithAsync(Actor actor, int contactId, int? subjectId, int? studentId, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        var now = clock.GetUtcNow();
        if (subjectId is not null)
        {
            var ofSubject = db.ConversationsReachedBy(actor, now)
                .Where(c => c.SubjectId == subjectId && (c.ActiveUntil == null || c.ActiveUntil > now)
                    && c.Participants.Any(p => p.UserId == actor.Id && p.Role == actor.Role) && c.Participants.Any(p => p.UserId == contactId));
            return await ofSubject.OrderBy(c => c.Kind).Select(c => (int?)c.Id).FirstOrDefaultAsync(cancellation) is { } id
                ? new Started(id, IsNew: false)
                : ConversationRefusals.NotRelated;
        }

        var ties = (await db.TiesOfAsync(actor, now, cancellation)).FindAll(t => t.Person.Id == contactId);
        var children = ties.Where(t => t.IsHomeSchool).Select(t => t.Student!.Id).ToHashSet();
        return studentId is null && children.Count > 1 && ties.TrueForAll(t => t.IsHomeSchool)
            ? ConversationRefusals.StudentMissing
            : await StartAsync(actor, contactId, studentId ?? (ties.TrueForAll(t => t.IsHomeSchool) ? children.Select(c => (int?)c).SingleOrDefault() : null), cancellation);
    }

    private async Task<Started> FindOrAddAsync(ChatDbContext db, Actor actor, List<Tie> ties, CancellationToken cancellation)
    {
        var tie = ties[0];
        var key = tie.IsHomeSchool ? ConversationKey.ForHomeSchool(tie.Student!.Id, actor.Id, tie.Person.Id) : ConversationKey.ForDirect(actor.Id, tie.Person.Id);
        if (await db.Conversations.Where(c => c.Key == key).Select(c => (int?)c.Id).SingleOrDefaultAsync(cancellation) is { } existing)
        {
            // Whoever begins it again wants to see it again.
            await db.Participants.Where(p => p.ConversationId == existing && p.UserId == actor.Id && p.PutAwayAtSeq != null)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.PutAwayAtSeq, (int?)null), cancellation);
            return new Started(existing, IsNew: false);
        }

        var now = clock.GetUtcNow();
        var conversation = new Conversation
        {
            Kind = tie.IsHomeSchool ? ConversationKind.HomeSchool : ConversationKind.Direct,
            Key = key,
            StudentId = tie.IsHomeSchool ? tie.Student!.Id : null,
            CreatedAt = now,
            LastActivityAt = now,
            Participants =
            [
                new Participant { UserId = actor.Id, Role = actor.Role },
                new Participant { UserId = tie.Person.Id, Role = tie.Person.Role },
            ],
        };
        db.Conversations.Add(conversation);
        await db.SaveChangesAsync(cancellation);
        if (conversation.StudentId is { } studentId)
        {
            // It lasts as long as the edges it stands on: who knows that is the keeper.
            await keeper.FollowEdgesAsync(db, studentId, now, cancellation);
        }

        return new Started(conversation.Id, IsNew: true);
    }

    private static IQueryable<Conversation> Only(ChatDbContext db, Actor actor, Shown shown, IQueryable<Conversation> conversations) => shown switch
    {
        Shown.Unread => conversations.Where(c => c.Participants.Any(p =>
            p.UserId == actor.Id && p.Role == actor.Role
            && db.Messages.Any(m => m.ConversationId == c.Id && m.Seq > p.LastReadSeq && m.SenderId != actor.Id && m.RemovedAt == null))),
        Shown.Mentions => conversations.Where(c => db.Mentions.Any(m =>
            m.UserId == actor.Id && m.Message.ConversationId == c.Id && !c.Participants.Any(p => p.UserId == actor.Id && p.ClearedSeq >= m.Message.Seq))),
        Shown.PutAway => conversations.Where(c => c.Participants.Any(p => p.UserId == actor.Id && p.PutAwayAtSeq >= c.LastSeq && (p.ClearedSeq < c.LastSeq || c.LastSeq == 0))),
        _ => conversations.Where(c => !c.Participants.Any(p => p.UserId == actor.Id && p.PutAwayAtSeq >= c.LastSeq)),
    };

    /// <summary>
    /// Conversations as this person sees them. Which of them they may see is decided already. Two statements: the people are
    /// asked for by themselves, each once, for most of them stand in several conversations and an account is a wide row.
    /// </summary>
    internal async Task<List<ConversationView>> ViewAsync(ChatDbContext db, Actor actor, IQueryable<Conversation> conversations, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var rows = await conversations
            .AsNoTracking()
            .Include(c => c.Subject)
            .Include(c => c.Participants)
            .Select(c => new
            {
                Conversation = c,
                // Counted from the pointer on, through the index that orders the messages: nothing is read of what has been read.
                Unread = c.Participants.Where(p => p.UserId == actor.Id && p.Role == actor.Role)
                    .SelectMany(p => db.Messages.Where(m => m.ConversationId == c.Id && m.Seq > p.LastReadSeq && m.SenderId != actor.Id && m.RemovedAt == null))
                    .Take(ConversationView.MostUnread)
                    .Count(),
            })
            .ToListAsync(cancellation);

        var people = await PeopleOfAsync(db, [.. rows.SelectMany(r => r.Conversation.PeopleIds).Distinct()], cancellation);
        return rows.ConvertAll(r => ToView(r.Conversation, people, r.Unread, actor, now));
    }

    private static async Task<Dictionary<int, PersonView>> PeopleOfAsync(ChatDbContext db, List<int> ids, CancellationToken cancellation) =>
        ids.Count == 0 ? [] : await db.Users.Where(u => ids.Contains(u.Id)).Select(u => new PersonView(u.Id, u.FullName, u.Role)).ToDictionaryAsync(p => p.Id, cancellation);

    internal static Standing StandingOf(Actor viewer, Conversation conversation) =>
        conversation.PlaceOf(viewer) is not null ? Standing.Member : viewer.OverseesOnly(conversation) ? Standing.Overseer : Standing.Guardian;

    private ConversationView ToView(Conversation conversation, Dictionary<int, PersonView> known, int unread, Actor viewer, DateTimeOffset now)
    {
        var subject = conversation.Subject?.ToView();
        var student = conversation.StudentId is { } studentId ? known[studentId] : null;
        // The student first, then by age of account: the same order for every viewer.
        List<PersonView> people = [.. conversation.Participants.OrderByDescending(p => p.UserId == conversation.StudentId).ThenBy(p => p.UserId).Select(p => known[p.UserId] with { Role = p.Role })];
        var place = conversation.PlaceOf(viewer);
        var standing = StandingOf(viewer, conversation);

        return new ConversationView(
            conversation.Id,
            conversation.Kind,
            names.Of(conversation.Kind, subject, student, people, viewer),
            subject,
            student,
            people,
            people.FindAll(p => p.Id != viewer.Id),
            standing,
            conversation.StateAt(now),
            viewer.CanPostIn(conversation, now),
            conversation.LastSeq,
            place?.LastReadSeq,
            unread,
            conversation.LastSenderId,
            standing is Standing.Overseer || place?.ClearedSeq >= conversation.LastSeq ? null : conversation.LastText,
            conversation.LastActivityAt)
        {
            CreatedAt = conversation.CreatedAt,
            PublicId = conversation.PublicId,
            KeepsOrder = viewer.KeepsOrderIn(conversation),
            OwesReason = viewer.OwesReasonIn(conversation),
            ThinksOfTheHour = viewer.ThinksOfTheHourIn(conversation),
            TimeToChange = viewer.TimeToChange(options.CurrentValue),
            Silenced = [.. conversation.Participants.Where(p => p.SilencedAt is not null).Select(p => p.UserId)],
            SeenSeq = conversation.Participants.Where(p => p.UserId != viewer.Id).Select(p => p.LastReadSeq).DefaultIfEmpty().Min(),
            IsPinned = place?.PinnedAt is not null,
            IsQuiet = place?.QuietSince is not null,
            IsPutAway = place?.PutAwayAtSeq >= conversation.LastSeq,
        };
    }
}

/// <summary>The conversation somebody has begun.</summary>
/// <param name="IsNew">Nobody had begun it before.</param>
public sealed record Started(int ConversationId, bool IsNew);

/// <summary>Somebody who can read a conversation.</summary>
public sealed record Reader(PersonView Person, Standing Standing);

/// <summary>Which part of one's list.</summary>
public enum Shown
{
    All,
    Unread,

    /// <summary>Those in which somebody names one with an @.</summary>
    Mentions,
    PutAway,
}

/// <summary>Somebody one may write to, and why.</summary>
/// <param name="About">The child it would be about, between home and school.</param>
public sealed record Contact(PersonView Person, PersonView? About, IReadOnlyList<Tie> Ties);
