using Chat.Web.Accounts;
using Chat.Web.Bot;
using Chat.Web.Conversations;

namespace Chat.Web.Access;

/// <summary>What a person may do to a thing they can already see, each in one sentence. Services ask before they act; pages ask the same before they offer.</summary>
public static class Rights
{
    /// <summary>Only those who have a place in a conversation are ever heard in it; everyone else who reads it reads only.</summary>
    public static bool MayTalkIn(this Actor actor, Conversation conversation) =>
        conversation.PlaceOf(actor) is not null;

    public static bool CanPostIn(this Actor actor, Conversation conversation, DateTimeOffset now) =>
        conversation.PlaceOf(actor) is { SilencedAt: null } && conversation.StateAt(now) is ConversationState.Active;

    /// <summary>The same of conversations in which somebody has a place, asked of the database under its lock.</summary>
    public static IQueryable<Conversation> WhereCanPost(this IQueryable<Conversation> conversations, int userId, DateTimeOffset now) =>
        conversations.Where(c => c.LockedAt == null && (c.ActiveUntil == null || c.ActiveUntil > now) && !c.Participants.Any(p => p.UserId == userId && p.SilencedAt != null));

    /// <summary>One's own words can be changed or taken back for a while, for as long as one may speak there at all.</summary>
    public static bool CanChange(this Actor actor, Message message, Conversation conversation, DateTimeOffset now, ConversationOptions options) =>
        message.SenderId == actor.Id && actor.CanPostIn(conversation, now) && now - message.SentAt <= actor.TimeToChange(options);

    /// <summary>Whoever is grown up thinks of the hour before they write to a student. Nobody is kept from it: it may be urgent.</summary>
    public static bool ThinksOfTheHourIn(this Actor actor, Conversation conversation) =>
        actor.Role is not Role.Student && conversation.Participants.Exists(p => p.Role is Role.Student && p.UserId != actor.Id);

    /// <summary>Those who teach have longer: what they say is worked with.</summary>
    public static TimeSpan TimeToChange(this Actor actor, ConversationOptions options) =>
        actor.Role is Role.Teacher or Role.Tutor ? options.TimeForStaffToChange : options.TimeToChange;

    /// <summary>Teachers and tutors keep order where they have a place, those who oversee wherever they read along: pins, locks, silencing, removing others' words. With the bot there is no order to keep.</summary>
    public static bool KeepsOrderIn(this Actor actor, Conversation conversation) =>
        conversation.Kind is not ConversationKind.Bot && KeepsOrderAmongPeopleIn(actor, conversation);

    private static bool KeepsOrderAmongPeopleIn(Actor actor, Conversation conversation) =>
        conversation.PlaceOf(actor) is null ? actor.OverseesOnly(conversation) : actor.Role is Role.Teacher or Role.Tutor || actor.Has(Capabilities.SafeguardingLead);

    /// <summary>What a message said before it was changed or removed is for those who keep order.</summary>
    public static bool SeesWhatWasSaidBeforeIn(this Actor actor, Conversation conversation) => actor.KeepsOrderIn(conversation);

    /// <summary>Whoever acts from outside the conversation says why, whatever they do.</summary>
    public static bool OwesReasonIn(this Actor actor, Conversation conversation) => actor.OverseesOnly(conversation);

    /// <summary>Reading along by office rather than by place or by family is answered for, each time.</summary>
    public static bool OverseesOnly(this Actor actor, Conversation conversation) =>
        conversation.PlaceOf(actor) is null && (actor.Role is not Role.Parent || actor.Has(Capabilities.SafeguardingLead));

    /// <summary>Whether there is anything this person reads by office.</summary>
    public static bool MayOversee(this Actor actor) => actor.Role is Role.Admin || actor.Has(Capabilities.SafeguardingLead);

    /// <summary>Two who talk see of each other whether they are here, while what brought them together lasts. Nobody who reads along does; the bot is always here.</summary>
    public static bool MaySeePresenceIn(this Actor actor, Conversation conversation, DateTimeOffset now) =>
        conversation.Kind is not ConversationKind.Bot && conversation.Participants.Count == 2 && conversation.PlaceOf(actor) is not null && conversation.StateAt(now) is not ConversationState.Archived;

    /// <summary>Of a child nobody learns to the minute when they were here.</summary>
    public static bool IsSeenRoughly(this PersonView person) => person.Role is Role.Student;

    /// <summary>People, subjects and the edges between them are kept by the admins.</summary>
    public static bool KeepsTheSchool(this Actor actor) => actor.Role is Role.Admin;

    /// <summary>Those who handle what is reported: the admins, the moderators and whoever leads on safeguarding.</summary>
    public static bool HandlesReports(this Actor actor) => actor.KeepsTheSchool() || actor.Has(Capabilities.Moderator | Capabilities.SafeguardingLead);

    /// <summary>An admin who is the last one can be neither suspended nor given another role: somebody must keep the school.</summary>
    public static bool IsAmongAdmins(this AppUser user) => user.Role is Role.Admin && user.Status is AccountStatus.Active;

    public static IQueryable<AppUser> Admins(this IQueryable<AppUser> users) =>
        users.Where(u => u.Role == Role.Admin && u.Status == AccountStatus.Active);

    /// <summary>The bot among all accounts: whatever counts, lists or changes people leaves it out.</summary>
    public static bool IsBot(this Role role) => role is Role.Bot;

    /// <summary>The role the bot's account is made with.</summary>
    public const Role RoleOfTheBot = Role.Bot;

    /// <summary>What the house says itself is not counted against anybody.</summary>
    public static bool SpeaksForTheHouse(this Actor actor) => actor.Role is Role.Bot;

    /// <summary>Those who work here: what is written for staff is for them.</summary>
    public static bool WorksHere(this Actor actor) => actor.Role is Role.Teacher or Role.Tutor or Role.Admin;

    /// <summary>What the bot knows is written by the admins and by those who answer for the office.</summary>
    public static bool WritesKnowledge(this Actor actor) => actor.Role is Role.Admin || actor.Has(Capabilities.SupportAgent);

    /// <summary>And nothing of it is said to anybody before an admin has approved it.</summary>
    public static bool ApprovesKnowledge(this Actor actor) => actor.Role is Role.Admin;

    /// <summary>What is written for everyone is for everyone who is signed in; the rest for those who work here.</summary>
    public static bool MayRead(this Actor actor, Audience audience) => audience is Audience.Everyone || actor.WorksHere();

    public static IQueryable<AppUser> People(this IQueryable<AppUser> users) => users.Where(u => u.Role != Role.Bot);

    public static IQueryable<AppUser> Bots(this IQueryable<AppUser> users) => users.Where(u => u.Role == Role.Bot);

    /// <summary>Which role may stand at which end of an edge.</summary>
    public static bool Studies(AppUser user) => user.Role is Role.Student;

    /// <inheritdoc cref="Studies"/>
    public static bool Teaches(AppUser user) => user.Role is Role.Teacher;

    /// <inheritdoc cref="Studies"/>
    public static bool Tutors(AppUser user) => user.Role is Role.Tutor;

    /// <inheritdoc cref="Studies"/>
    public static bool AnswersForStudents(AppUser user) => user.Role is Role.Parent;

    /// <summary>Those of some people who may stand there.</summary>
    public static IQueryable<AppUser> WhoStudy(this IQueryable<AppUser> users) => users.Where(u => u.Role == Role.Student);

    /// <inheritdoc cref="WhoStudy"/>
    public static IQueryable<AppUser> WhoTeach(this IQueryable<AppUser> users) => users.Where(u => u.Role == Role.Teacher);

    /// <inheritdoc cref="WhoStudy"/>
    public static IQueryable<AppUser> WhoTutor(this IQueryable<AppUser> users) => users.Where(u => u.Role == Role.Tutor);

    /// <inheritdoc cref="WhoStudy"/>
    public static IQueryable<AppUser> WhoAnswerForStudents(this IQueryable<AppUser> users) => users.Where(u => u.Role == Role.Parent);

    /// <summary>The roles for which places in a forum conversation are given.</summary>
    public const Role RoleOfStudents = Role.Student;

    /// <summary>The role that keeps the school: whoever stands at the machine itself may give it to somebody.</summary>
    public const Role RoleOfKeepers = Role.Admin;

    public static Role RoleOfStaffIn(ConversationKind kind) => kind is ConversationKind.ForumSubject ? Role.Teacher : Role.Tutor;
}
