using System.Collections.Concurrent;

namespace Chat.Web.Limits;

/// <summary>How many of something are taken at once, and how many of them by one person, who may have only so many.</summary>
public abstract class PlacesByPerson
{
    private readonly ConcurrentDictionary<int, int> _byPerson = new();

    public int Count => _byPerson.Values.Sum();

    protected abstract int Most { get; }

    public bool HasRoom(int userId) => _byPerson.GetValueOrDefault(userId) < Most;

    /// <summary>Takes one more, unless this person has as many as they may.</summary>
    public bool TryEnter(int userId)
    {
        var most = Most;
        while (true)
        {
            var taken = _byPerson.GetOrAdd(userId, 0);
            if (taken >= most)
            {
                return false;
            }

            if (_byPerson.TryUpdate(userId, taken + 1, taken))
            {
                return true;
            }
        }
    }

    public void Leave(int userId)
    {
        if (_byPerson.AddOrUpdate(userId, 0, (_, taken) => taken - 1) == 0)
        {
            _byPerson.TryRemove(KeyValuePair.Create(userId, 0));
        }
    }
}
