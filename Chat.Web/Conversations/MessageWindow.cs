namespace Chat.Web.Conversations;

/// <summary>
/// The part of a conversation that a page shows: a run of messages without a gap, never more than <see cref="Limit"/>,
/// however long the history is. What does not fit is let go at the other end.
/// </summary>
public sealed class MessageWindow
{
    public const int Limit = 200;

    private List<MessageView> _messages = [];

    public IReadOnlyList<MessageView> Messages => _messages;

    /// <summary>The number of the conversation's newest message, shown or not.</summary>
    public int NewestSeq { get; private set; }

    public bool HasOlder => _messages is [{ Seq: > 1 }, ..];

    public bool HasNewer => _messages is [.., var last] ? last.Seq < NewestSeq : NewestSeq > 0;

    /// <summary>Counts up with every change, for those who draw it only then.</summary>
    public int Version { get; private set; }

    public int? FirstSeq => _messages is [var first, ..] ? first.Seq : null;

    public int? LastSeq => _messages is [.., var last] ? last.Seq : null;

    public void Show(IEnumerable<MessageView> run, int newestSeq)
    {
        _messages = [.. run];
        Know(newestSeq);
    }

    public void Prepend(IReadOnlyList<MessageView> older)
    {
        _messages = [.. older, .. _messages];
        _messages.RemoveRange(Math.Min(Limit, _messages.Count), Math.Max(0, _messages.Count - Limit));
        Version++;
    }

    public void Append(IReadOnlyList<MessageView> newer)
    {
        _messages = [.. _messages, .. newer];
        _messages.RemoveRange(0, Math.Max(0, _messages.Count - Limit));
        Know(LastSeq ?? 0);
    }

    /// <summary>Takes one more message, if it comes right after what is shown and there is room for it.</summary>
    /// <param name="makeRoom">Whether the oldest message may go for it: not while somebody reads there.</param>
    /// <returns>False when it is only known of now, not shown.</returns>
    public bool TryAdd(MessageView message, bool makeRoom)
    {
        var follows = message.Seq == (LastSeq ?? 0) + 1 && !HasNewer;
        Know(message.Seq);
        if (!follows || (_messages.Count >= Limit && !makeRoom))
        {
            return false;
        }

        Append([message]);
        return true;
    }

    /// <summary>Shows a message as it is now, and as those that answer it quote it.</summary>
    public bool Replace(MessageView changed)
    {
        var isShown = false;
        for (var i = 0; i < _messages.Count; i++)
        {
            var message = _messages[i];
            if (message.Seq == changed.Seq)
            {
                (_messages[i], isShown) = (changed, true);
            }
            else if (message.Quote?.Seq == changed.Seq)
            {
                (_messages[i], isShown) = (message with { Quote = QuoteView.Of(changed) }, true);
            }
        }

        Version++;
        return isShown;
    }

    public MessageView? Find(int seq) => _messages.Find(m => m.Seq == seq);

    private void Know(int seq)
    {
        NewestSeq = Math.Max(NewestSeq, seq);
        Version++;
    }
}
