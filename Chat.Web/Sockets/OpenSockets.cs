using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Chat.Web.Sockets;

/// <summary>How many sockets are open, and how many of them one person has.</summary>
public sealed class OpenSockets(IOptionsMonitor<SocketOptions> options)
{
    private readonly ConcurrentDictionary<int, int> _byPerson = new();

    public int Count => _byPerson.Values.Sum();

    /// <summary>Counts one more, unless this person has as many as they may.</summary>
    public bool TryEnter(int userId)
    {
        var most = options.CurrentValue.PerPerson;
        while (true)
        {
            var open = _byPerson.GetOrAdd(userId, 0);
            if (open >= most)
            {
                return false;
            }

            if (_byPerson.TryUpdate(userId, open + 1, open))
            {
                return true;
            }
        }
    }

    public void Leave(int userId)
    {
        if (_byPerson.AddOrUpdate(userId, 0, (_, open) => open - 1) == 0)
        {
            _byPerson.TryRemove(KeyValuePair.Create(userId, 0));
        }
    }
}
