using Chat.Web.Accounts;
using Chat.Web.Conversations;

namespace Chat.Web.Access;

/// <summary>What a person may do to a thing they can already see, each in one sentence. Services ask before they act; pages ask the same before they offer.</summary>
public static class Rights
{
    /// <summary>Only those who have a place in a conversation are ever heard in it; everyone else who reads it reads only.</summary>
    public static bool MayTalkIn(this Actor actor, Conversation conversation) =>
        conversation.PlaceOf(actor) is not null;

    public static bool CanPostIn(this Actor actor, Conversation conversation, DateTimeOffset now) =>
        actor.MayTalkIn(conversation) && conversation.StateAt(now) is ConversationState.Active;

    /// <summary>Reading along by office rather than by place or by family is answered for, each time.</summary>
    public static bool OverseesOnly(this Actor actor, Conversation conversation) =>
        conversation.PlaceOf(actor) is null && (actor.Role is not Role.Parent || actor.Has(Capabilities.SafeguardingLead));

    /// <summary>People, subjects and the edges between them are kept by the admins.</summary>
    public static bool KeepsTheSchool(this Actor actor) => actor.Role is Role.Admin;

    /// <summary>An admin who is the last one can be neither suspended nor given another role: somebody must keep the school.</summary>
    public static bool IsAmongAdmins(this AppUser user) => user.Role is Role.Admin && user.Status is AccountStatus.Active;

    public static IQueryable<AppUser> Admins(this IQueryable<AppUser> users) =>
        users.Where(u => u.Role == Role.Admin && u.Status == AccountStatus.Active);

    /// <summary>Which role may stand at which end of an edge.</summary>
    public static bool Studies(AppUser user) => user.Role is Role.Student;

    /// <inheritdoc cref="Studies"/>
    public static bool Teaches(AppUser user) => user.Role is Role.Teacher;

    /// <inheritdoc cref="Studies"/>
    public static bool Tutors(AppUser user) => user.Role is Role.Tutor;

    /// <inheritdoc cref="Studies"/>
    public static bool AnswersForStudents(AppUser user) => user.Role is Role.Parent;

    /// <summary>The roles for which places in a forum conversation are given.</summary>
    public const Role RoleOfStudents = Role.Student;

    public static Role RoleOfStaffIn(ConversationKind kind) => kind is ConversationKind.ForumSubject ? Role.Teacher : Role.Tutor;
}
