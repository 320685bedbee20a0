using Chat.Web.Accounts;

namespace Chat.Web.Conversations;

/// <summary>Who is writing just now: each for a few seconds after the last sign of it.</summary>
public sealed class TypingPeople(TimeProvider clock)
{
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(5);

    private readonly Dictionary<int, (PersonView Person, DateTimeOffset Until)> _people = [];

    public IEnumerable<PersonView> Now => _people.Values.Where(p => p.Until > clock.GetUtcNow()).Select(p => p.Person);

    public void Heard(PersonView person) => _people[person.Id] = (person, clock.GetUtcNow() + Lasts);

    public void Stopped(int personId) => _people.Remove(personId);
}
