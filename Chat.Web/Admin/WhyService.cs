using System.Globalization;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Conversations;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Chat.Web.School;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Chat.Web.Admin;

/// <summary>
/// Says why somebody may do something, or may not. Each verdict is given by the function that decides it when it is done,
/// never by a copy of the rule; what stands beside it, the rule and the edges behind it, is only told. No word of any
/// message is among it, and each question is written down.
/// </summary>
public sealed class WhyService(
    IDbContextFactory<ChatDbContext> database, WriteLane lane, AuditLog audit, Denials denials, PresenceService presence, ConversationNames names, TimeProvider clock, IOptions<ConversationOptions> options)
{
    private const int MostChats = 50;

    /// <summary>How many edges of one kind are told, the newest: two who work together may share half a school.</summary>
    private const int MostEdges = 20;

    /// <summary>Who may write to whom first, both ways, and the chats one could ask about next.</summary>
    public async Task<Outcome<WhyPair>> AskAsync(Actor actor, int whoId, int whomId, CancellationToken cancellation = default)
    {
        if (!actor.MayOversee())
        {
            return await denials.NotFoundAsync(actor, "why", cancellation);
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        if (await FindAsync(db, whoId, cancellation) is not { } who || await FindAsync(db, whomId, cancellation) is not { } whom)
        {
            return Refusal.NotFound;
        }

        if (await WriteDownAsync(actor, $"user:{whoId}/user:{whomId}", cancellation) is { } unwritten)
        {
            return unwritten;
        }

        var edges = await EdgesBetweenAsync(db, whoId, whomId, cancellation);
        return new WhyPair(
            who.ToView(), whom.ToView(), await MayWriteFirstAsync(db, who, whom, cancellation), await MayWriteFirstAsync(db, whom, who, cancellation), edges, await ChatsOfAsync(db, actor, whoId, whomId, cancellation));
    }

    /// <summary>A chat an address names, and the people in it, for whoever chooses whom to ask about.</summary>
    public async Task<Outcome<NamedChat>> FindChatAsync(Actor actor, int conversationId, CancellationToken cancellation = default)
    {
        if (!actor.MayOversee())
        {
            return await denials.NotFoundAsync(actor, "why", cancellation);
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        return await FindChatAsync(db, conversationId, cancellation) is { } found ? Name(found, actor) : Refusal.NotFound;
    }

    /// <summary>What somebody may do in a chat.</summary>
    public async Task<Outcome<WhyChat>> AskAboutChatAsync(Actor actor, int whoId, int conversationId, CancellationToken cancellation = default)
    {
        if (!actor.MayOversee())
        {
            return await denials.NotFoundAsync(actor, "why", cancellation);
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        if (await FindAsync(db, whoId, cancellation) is not { } who || await FindChatAsync(db, conversationId, cancellation) is not { } conversation)
        {
            return Refusal.NotFound;
        }

        if (await WriteDownAsync(actor, $"user:{whoId}/conversation:{conversationId}", cancellation) is { } unwritten)
        {
            return unwritten;
        }

        var verdicts = await JudgeAsync(db, who, conversation, cancellation);
        return new WhyChat(who.ToView(), Name(conversation, actor), verdicts, await EdgesBehindAsync(db, who, conversation, cancellation));
    }

    private static Task<AppUser?> FindAsync(ChatDbContext db, int id, CancellationToken cancellation) =>
        db.Users.People().AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, cancellation);

    private static Task<Conversation?> FindChatAsync(ChatDbContext db, int id, CancellationToken cancellation) =>
        db.ConversationsKnownToTheOffice().AsNoTracking().Include(c => c.Subject).Include(c => c.Student).Include(c => c.Participants).ThenInclude(p => p.User).SingleOrDefaultAsync(c => c.Id == id, cancellation);

    private Task<Refusal?> WriteDownAsync(Actor actor, FormattableString target, CancellationToken cancellation) =>
        audit.WriteDownAsync(lane, actor, "why.asked", target.ToString(CultureInfo.InvariantCulture), cancellation);

    private async Task<FirstWord> MayWriteFirstAsync(ChatDbContext db, AppUser who, AppUser whom, CancellationToken cancellation)
    {
        var ties = who.Status is AccountStatus.Active ? await db.TiesOfAsync(ActorOf(who), [whom.Id], clock.GetUtcNow(), cancellation) : [];
        var rule = ties.Count > 0 ? WhyRule.Tied
            : who.Id == whom.Id ? WhyRule.Oneself
            : RuleOfAccount(who) ?? (whom.Status is not AccountStatus.Active ? WhyRule.OtherNotActive
            : Rights.Studies(who) && Rights.Studies(whom) ? WhyRule.BothStudy
            : WhyRule.NotTied);
        return new FirstWord(ties.Count > 0, rule, ties);
    }

    /// <summary>An account that is not active has no session, and without one nobody asks anything.</summary>
    private static WhyRule? RuleOfAccount(AppUser who) => who.Status is AccountStatus.Active ? null : WhyRule.NotActive;

    private static Actor ActorOf(AppUser user) => new(user.Id, user.Role, user.Capabilities);

    private async Task<IReadOnlyList<Verdict>> JudgeAsync(ChatDbContext db, AppUser user, Conversation conversation, CancellationToken cancellation)
    {
        var (who, now) = (ActorOf(user), clock.GetUtcNow());
        if (RuleOfAccount(user) is { } shut)
        {
            return [.. Enum.GetValues<WhyAction>().Select(action => new Verdict(action, IsAllowed: false, shut))];
        }

        if (!await db.ConversationsReachedBy(who, now).AnyAsync(c => c.Id == conversation.Id, cancellation))
        {
            var why = await WhyHiddenAsync(db, who, conversation, cancellation);
            return [.. Enum.GetValues<WhyAction>().Select(action => new Verdict(action, IsAllowed: false, why))];
        }

        var reads = ConversationService.StandingOf(who, conversation) switch
        {
            Standing.Member => WhyRule.Member,
            Standing.Guardian => WhyRule.Guardian,
            _ => WhyRule.Overseer,
        };
        var (posts, silent) = (who.CanPostIn(conversation, now), WhyNotHeard(who, conversation, now));
        var (orders, owes) = (who.KeepsOrderIn(conversation), who.OwesReasonIn(conversation) ? WhyRule.KeepsOrderWithReason : WhyRule.KeepsOrder);
        // A message of their own from this moment: what holds for it holds for any they could still change.
        var changes = who.CanChange(new Message { SenderId = who.Id, Text = "", SentAt = now }, conversation, now, options.Value);
        var sees = await presence.FindAsync(who, conversation.Id, cancellation) is not null;
        var maySee = who.MaySeePresenceIn(conversation, now);

        return
        [
            new(WhyAction.List, IsAllowed: true, reads),
            new(WhyAction.Read, IsAllowed: true, reads),
            new(WhyAction.Post, posts, posts ? WhyRule.Heard : silent),
            new(WhyAction.React, posts, posts ? WhyRule.Heard : silent),
            new(WhyAction.ChangeOwn, changes, changes ? WhyRule.ForAWhile : silent) { Minutes = (int)who.TimeToChange(options.Value).TotalMinutes },
            .. new[] { WhyAction.Pin, WhyAction.Lock, WhyAction.Silence }.Select(a => new Verdict(a, orders, orders ? owes : WhyRule.NotForOrder)),
            new(WhyAction.RemoveOthers, orders, orders ? WhyRule.KeepsOrderWithReason : WhyRule.NotForOrder),
            new(WhyAction.Archive, orders && who.MayOversee(), orders && who.MayOversee() ? owes : WhyRule.OfficeOnly),
            Of(WhyAction.SeeRevisions, who.SeesWhatWasSaidBeforeIn(conversation), WhyRule.KeepsOrder, WhyRule.NotForOrder),
            new(WhyAction.Report, IsAllowed: true, WhyRule.WhoeverReads),
            Of(WhyAction.SeePresence, sees, WhyRule.TalksWithThem, maySee ? WhyRule.Hidden : conversation.PlaceOf(who) is null ? WhyRule.ReadsAlong : WhyRule.Archived),
        ];

        static Verdict Of(WhyAction action, bool isAllowed, WhyRule yes, WhyRule no) => new(action, isAllowed, isAllowed ? yes : no);
    }

    private static WhyRule WhyNotHeard(Actor who, Conversation conversation, DateTimeOffset now) =>
        !who.MayTalkIn(conversation) ? WhyRule.ReadsOnly
        : conversation.StateAt(now) switch
        {
            ConversationState.Archived => conversation.ClosedAt <= now ? WhyRule.Closed : WhyRule.Archived,
            ConversationState.Locked => WhyRule.Locked,
            _ => WhyRule.Silenced,
        };

    /// <summary>Told only: that they do not reach it is decided already.</summary>
    private static async Task<WhyRule> WhyHiddenAsync(ChatDbContext db, Actor who, Conversation conversation, CancellationToken cancellation)
    {
        if (conversation.Participants.Exists(p => p.UserId == who.Id))
        {
            return WhyRule.OtherRole;
        }

        var people = conversation.PeopleIds.ToList();
        return await db.GuardianLinks.AnyAsync(l => l.ParentId == who.Id && people.Contains(l.StudentId), cancellation)
            ? conversation.Kind is ConversationKind.ForumSubject or ConversationKind.ForumTutor ? WhyRule.LinkShut : WhyRule.NotForFamilies
            : who.MayOversee() ? WhyRule.NotForOffice
            : WhyRule.Stranger;
    }

    /// <summary>The edges a chat stands on, and whatever ties this person to the student it is about.</summary>
    private static async Task<IReadOnlyList<WhyEdge>> EdgesBehindAsync(ChatDbContext db, AppUser who, Conversation conversation, CancellationToken cancellation)
    {
        if (conversation.StudentId is not { } studentId)
        {
            return conversation.Participants is [var one, var two] ? await EdgesBetweenAsync(db, one.UserId, two.UserId, cancellation) : [];
        }

        var people = conversation.Participants.Select(p => p.UserId).Append(who.Id).ToList();
        var edges = await EdgesAsync(
            db,
            db.Enrollments.Where(e => e.StudentId == studentId && people.Contains(e.TeacherId)),
            db.TutorAssignments.Where(e => e.StudentId == studentId && people.Contains(e.TutorId)),
            db.GuardianLinks.Where(e => e.StudentId == studentId && people.Contains(e.ParentId)),
            cancellation);
        return conversation.Kind switch
        {
            ConversationKind.ForumSubject => [.. edges.Where(e => e.Kind is EdgeKind.GuardianLink || (e.Kind is EdgeKind.Enrollment && e.Subject?.Id == conversation.SubjectId))],
            ConversationKind.ForumTutor => [.. edges.Where(e => e.Kind is EdgeKind.GuardianLink || (e.Kind is EdgeKind.TutorAssignment && e.Subject?.Id == conversation.SubjectId))],
            _ => edges,
        };
    }

    /// <summary>What there is between two people, or was: straight, or through a student both have to do with.</summary>
    private static Task<IReadOnlyList<WhyEdge>> EdgesBetweenAsync(ChatDbContext db, int oneId, int otherId, CancellationToken cancellation)
    {
        List<int> two = [oneId, otherId];
        var students = StudentsOf(oneId).Intersect(StudentsOf(otherId));
        return EdgesAsync(
            db,
            db.Enrollments.Where(e => two.Contains(e.TeacherId) && (two.Contains(e.StudentId) || students.Contains(e.StudentId))),
            db.TutorAssignments.Where(e => two.Contains(e.TutorId) && (two.Contains(e.StudentId) || students.Contains(e.StudentId))),
            db.GuardianLinks.Where(e => two.Contains(e.ParentId) && (two.Contains(e.StudentId) || students.Contains(e.StudentId))),
            cancellation);

        IQueryable<int> StudentsOf(int id) => db.Enrollments.Where(e => e.TeacherId == id).Select(e => e.StudentId)
            .Union(db.TutorAssignments.Where(e => e.TutorId == id).Select(e => e.StudentId))
            .Union(db.GuardianLinks.Where(e => e.ParentId == id).Select(e => e.StudentId));
    }

    private static async Task<IReadOnlyList<WhyEdge>> EdgesAsync(
        ChatDbContext db, IQueryable<Enrollment> enrollments, IQueryable<TutorAssignment> assignments, IQueryable<GuardianLink> links, CancellationToken cancellation)
    {
        var taught = await enrollments.AsNoTracking().Include(e => e.Student).Include(e => e.Teacher).Include(e => e.Subject).OrderByDescending(e => e.Id).Take(MostEdges).ToListAsync(cancellation);
        var tutored = await assignments.AsNoTracking().Include(e => e.Student).Include(e => e.Tutor).Include(e => e.Subject).OrderByDescending(e => e.Id).Take(MostEdges).ToListAsync(cancellation);
        var raised = await links.AsNoTracking().Include(e => e.Student).Include(e => e.Parent).OrderByDescending(e => e.Id).Take(MostEdges).ToListAsync(cancellation);
        return
        [
            .. taught.Select(e => new WhyEdge(EdgeKind.Enrollment, e.Id, e.Student.ToView(), e.Teacher.ToView(), e.Subject.ToView(), e.From, e.To)),
            .. tutored.Select(e => new WhyEdge(EdgeKind.TutorAssignment, e.Id, e.Student.ToView(), e.Tutor.ToView(), e.Subject?.ToView(), e.From, e.To)),
            .. raised.Select(e => new WhyEdge(EdgeKind.GuardianLink, e.Id, e.Student.ToView(), e.Parent.ToView(), null, e.From, e.To) { VerifiedAt = e.VerifiedAt, IsRestricted = e.IsRestricted }),
        ];
    }

    /// <summary>What the second has to do with; what both have to do with comes first.</summary>
    private async Task<IReadOnlyList<NamedChat>> ChatsOfAsync(ChatDbContext db, Actor actor, int whoId, int whomId, CancellationToken cancellation)
    {
        var chats = await db.ConversationsKnownToTheOffice().AsNoTracking()
            .Where(c => c.Participants.Any(p => p.UserId == whomId) || c.StudentId == whomId)
            .OrderByDescending(c => c.Participants.Any(p => p.UserId == whoId) || c.StudentId == whoId).ThenBy(c => c.Id).Take(MostChats)
            .Include(c => c.Subject).Include(c => c.Student).Include(c => c.Participants).ThenInclude(p => p.User)
            .ToListAsync(cancellation);
        return chats.ConvertAll(c => Name(c, actor));
    }

    private NamedChat Name(Conversation conversation, Actor viewer)
    {
        List<PersonView> people = [.. conversation.Participants.OrderByDescending(p => p.UserId == conversation.StudentId).ThenBy(p => p.UserId).Select(p => p.User.ToView() with { Role = p.Role })];
        return new NamedChat(conversation.Id, conversation.Kind, names.Of(conversation.Kind, conversation.Subject?.ToView(), conversation.Student?.ToView(), people, viewer), people);
    }
}
