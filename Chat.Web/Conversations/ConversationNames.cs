using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.School;
using Microsoft.Extensions.Localization;

namespace Chat.Web.Conversations;

/// <summary>A conversation has no name of its own: each viewer reads who is in it and what it is about, in their language.</summary>
public sealed class ConversationNames(IStringLocalizer<ConversationTexts> texts)
{
    public string Of(ConversationKind kind, SubjectView? subject, PersonView? student, IReadOnlyList<PersonView> people, Actor viewer)
    {
        var others = people.Where(p => p.Id != viewer.Id).ToList();
        return kind switch
        {
            ConversationKind.ForumSubject or ConversationKind.ForumTutor =>
                $"{subject?.Name ?? texts["Tutor"]} - {student?.FullName} ↔ {people.FirstOrDefault(p => p.Id != student?.Id)?.FullName}",
            ConversationKind.HomeSchool => $"{Names(others)} · {student?.FullName}",
            _ => Names(others),
        };
    }

    private static string Names(List<PersonView> people) => string.Join(" ↔ ", people.Select(p => p.FullName));
}
