using Chat.Web.Access;

namespace Chat.Web.Conversations;

/// <summary>What a person has to do with one conversation they have a place in, as far as it calls them.</summary>
public sealed record UnreadPlace(int ConversationId, int LastSeq, int Unread, bool IsQuiet, bool IsPutAway);

/// <summary>How much calls a person, over all their conversations, whichever part of them a list shows. Kept by what happens, without asking again.</summary>
public sealed class UnreadTally
{
    private Dictionary<int, UnreadPlace> _places = [];

    public int Total => _places.Values.Where(p => p is { IsQuiet: false, IsPutAway: false }).Sum(p => p.Unread);

    public void Show(IEnumerable<UnreadPlace> places) => _places = places.ToDictionary(p => p.ConversationId);

    /// <summary>One more message; one that was counted already counts once.</summary>
    public void Add(MessageView message, Actor reader)
    {
        if (_places.TryGetValue(message.ConversationId, out var place) && message.Seq > place.LastSeq)
        {
            var unread = message.Sender.Id == reader.Id ? 0 : Math.Min(place.Unread + 1, ConversationView.MostUnread);
            _places[message.ConversationId] = place with { LastSeq = message.Seq, Unread = unread, IsPutAway = false };
        }
    }

    /// <summary>False when how much is left is not known without asking.</summary>
    public bool TryRead(int conversationId, int seq)
    {
        if (!_places.TryGetValue(conversationId, out var place) || seq < place.LastSeq)
        {
            return false;
        }

        _places[conversationId] = place with { Unread = 0 };
        return true;
    }

    public bool HasUnread(int conversationId) => _places.TryGetValue(conversationId, out var place) && place.Unread > 0;
}
