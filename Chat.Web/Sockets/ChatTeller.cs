using Chat.Web.Accounts;
using Chat.Web.Conversations;
using Chat.Web.Live;
using Chat.Web.Outcomes;

namespace Chat.Web.Sockets;

/// <summary>
/// Tells one socket what happens in its chat. As a page does, it opens its line before it looks how far the chat has come,
/// so that nothing falls between the two; it tells messages in the order of their numbers, each once, and a line that was
/// hung up is opened again and caught up by number.
/// </summary>
internal sealed class ChatTeller(SocketLine socket, LiveSession session, ChatSocketServices house, SocketOptions options) : IDisposable
{
    /// <summary>How long a message may be late behind one that was said after it. They are told within the same moment.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(1);

    /// <summary>So many that wait for one before them are not waited with.</summary>
    private const int MostEarly = 64;

    private readonly SemaphoreSlim _order = new(1);
    private readonly SortedDictionary<int, MessageView> _early = [];
    private Feed.Line _line = house.Feed.Open(session.Actor.Id, session.Id);
    private ConversationView _conversation = null!;
    private Task<bool>? _waiting;
    private bool _showsPresence;

    /// <summary>Up to when nothing has been missed, as far as that is known.</summary>
    private DateTimeOffset _heardAt = house.Clock.GetUtcNow();

    /// <summary>This socket has told every message from <see cref="_first"/>, not itself, to <see cref="_last"/>.</summary>
    private int _first;
    private int _last;

    public int ConversationId => _conversation.Id;

    /// <summary>Says how far the chat has come. What happens from then on is told by <see cref="RunAsync"/>.</summary>
    public async Task<Refusal?> OpenAsync(string name, CancellationToken cancellation)
    {
        // Asked once more now that the line is open: a session that ended before would never end it.
        if (await house.Sessions.FindAsync(session.Id, cancellation) is null)
        {
            return SocketRefusals.Stranger;
        }

        if (await house.Conversations.ResolveAsync(session.Actor, name, cancellation) is not { } id)
        {
            return Refusal.NotFound;
        }

        var opened = await house.Conversations.OpenAsync(session.Actor, id, cancellation);
        if (opened.Value is not { } conversation)
        {
            return opened.Refusal;
        }

        _conversation = conversation;
        _first = _last = conversation.LastSeq;
        await SayAsync(new ConnectedFrame(id, _last, conversation.CanPost), cancellation);
        await ShowPresenceAsync(cancellation);
        return null;
    }

    /// <summary>Tells what happens, for as long as there is somebody to tell.</summary>
    /// <returns>Why it can go on no longer.</returns>
    public async Task<Ending> RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            // What is still in a line that has ended is told to nobody.
            while (await WaitAsync(cancellation) && !_line.HasEnded)
            {
                if (await TellAllAsync(cancellation) is { } ending)
                {
                    return ending;
                }
            }

            if (_line.HasEnded)
            {
                return Ending.SignedOut;
            }

            if (await CallAgainAsync(cancellation) is { } cutOff)
            {
                return cutOff;
            }
        }
    }

    /// <summary>Tells what was said after a number and before this socket was opened. Told already is told.</summary>
    public async Task<Refusal?> ResumeAsync(int after, CancellationToken cancellation)
    {
        await _order.WaitAsync(cancellation);
        try
        {
            if (after > _last || _last - after > options.MostMissed)
            {
                await SayAsync(new ResetFrame(ConversationId, _last), cancellation);
                return null;
            }

            if (after >= _first)
            {
                return null;
            }

            var until = _first;
            _first = after;
            return await TellMissedAsync(after, until, cancellation);
        }
        finally
        {
            _order.Release();
        }
    }

    /// <summary>Tells again what was said before, to whoever has just said it once more; if it is still to be told, it comes by itself.</summary>
    public async Task RepeatAsync(MessageView message, CancellationToken cancellation)
    {
        await _order.WaitAsync(cancellation);
        try
        {
            if (message.Seq <= _last)
            {
                await socket.SayAsync(house.Frames.Of(message), cancellation);
            }
        }
        finally
        {
            _order.Release();
        }
    }

    public void Dispose()
    {
        _line.Dispose();
        _order.Dispose();
    }

    /// <returns>False when the line has been hung up and there is nothing left in it.</returns>
    private async Task<bool> WaitAsync(CancellationToken cancellation)
    {
        _waiting ??= _line.Events.WaitToReadAsync(cancellation).AsTask();
        if (_early.Count > 0)
        {
            try
            {
                await _waiting.WaitAsync(Late, house.Clock, cancellation);
            }
            catch (TimeoutException)
            {
                // What is missing does not come by itself: to be told with what is stored.
                return true;
            }
        }

        var more = await _waiting;
        _waiting = null;
        return more;
    }

    private async Task<Ending?> TellAllAsync(CancellationToken cancellation)
    {
        await _order.WaitAsync(cancellation);
        try
        {
            var isEmpty = true;
            while (!_line.HasEnded && _line.Events.TryRead(out var happened))
            {
                _heardAt = _line.Events.Count == 0 ? house.Clock.GetUtcNow() : _heardAt;
                isEmpty = false;
                if (await TellAsync(happened, cancellation) is { } ending)
                {
                    return ending;
                }
            }

            return _early.Count > (isEmpty ? 0 : MostEarly) ? await CatchUpAsync(cancellation) : null;
        }
        finally
        {
            _order.Release();
        }
    }

    private async Task<Ending?> TellAsync(ChatEvent happened, CancellationToken cancellation)
    {
        switch (happened)
        {
            case MessageSent { Message: var message } when message.ConversationId == ConversationId:
                await TellInOrderAsync(message, cancellation);
                return null;
            case MessageChanged { Message: var message } when message.ConversationId == ConversationId && message.Seq > _last:
                // Not told yet: then it is told as it is now.
                _early[message.Seq] = message;
                return null;
            case MessageChanged { Message: var message } when message.ConversationId == ConversationId:
            case TypingStarted { ConversationId: var typed } when typed == ConversationId:
            case TypingStopped { ConversationId: var stopped } when stopped == ConversationId:
            case ReadMoved { ConversationId: var read } when read == ConversationId:
                await socket.SayAsync(house.Frames.Of(happened), cancellation);
                return null;
            case PresenceChanged changed when _conversation.Others.Any(p => p.Id == changed.UserId):
                await TellPresenceAsync(changed, cancellation);
                return null;
            case ReachChanged:
            case ConversationChanged { ConversationId: var changed } when changed == ConversationId:
                return await LookAgainAsync(cancellation);
            case SessionsEnded { Ids: var ended } when ended.Contains(session.Id):
                return Ending.SignedOut;
            case HouseClosing:
                return Ending.Restarting;
            default:
                return null;
        }
    }

    private async Task TellInOrderAsync(MessageView message, CancellationToken cancellation)
    {
        if (message.Seq <= _last)
        {
            return;
        }

        // Two who send at once are told of in any order; the numbers know the right one. What is there already may be newer.
        _early.TryAdd(message.Seq, message);
        while (_early.Count > 0 && _early.First() is var (seq, next) && seq <= _last + 1)
        {
            _early.Remove(seq);
            await TellMessageAsync(next, cancellation);
        }
    }

    private async Task TellMessageAsync(MessageView message, CancellationToken cancellation)
    {
        if (message.Seq > _last)
        {
            await socket.SayAsync(house.Frames.Of(message), cancellation);
            _last = message.Seq;
        }
    }

    /// <summary>What others are told of somebody they may see. Where nothing has been shown, it is asked first whether it may be.</summary>
    private async Task TellPresenceAsync(PresenceChanged changed, CancellationToken cancellation)
    {
        if (!_showsPresence)
        {
            if (changed.Presence is not null)
            {
                await ShowPresenceAsync(cancellation);
            }

            return;
        }

        _showsPresence = changed.Presence is not null;
        await SayAsync(PresenceFrame.Of(ConversationId, changed.UserId, changed.Presence is { IsHere: true }), cancellation);
    }

    private async Task ShowPresenceAsync(CancellationToken cancellation)
    {
        var presence = await house.Presence.FindAsync(session.Actor, ConversationId, cancellation);
        _showsPresence = presence is not null;
        if (presence is { IsHere: true } && _conversation.Others is [var other])
        {
            await SayAsync(PresenceFrame.Of(ConversationId, other.Id, isHere: true), cancellation);
        }
    }

    private async Task<Ending?> LookAgainAsync(CancellationToken cancellation)
    {
        var found = await house.Conversations.FindAsync(session.Actor, ConversationId, cancellation);
        if (found.Value is not { } conversation)
        {
            return Ending.NotAReader;
        }

        _conversation = conversation;
        return null;
    }

    /// <summary>The line was hung up: more happened than could be told in time.</summary>
    private async Task<Ending?> CallAgainAsync(CancellationToken cancellation)
    {
        await _order.WaitAsync(cancellation);
        try
        {
            _line.Dispose();
            (_line, _waiting) = (house.Feed.Open(session.Actor.Id, session.Id), null);
            return await house.Sessions.FindAsync(session.Id, cancellation) is null ? Ending.SignedOut
                : await LookAgainAsync(cancellation) ?? await TellChangedAsync(cancellation) ?? await CatchUpAsync(cancellation);
        }
        finally
        {
            _order.Release();
        }
    }

    /// <summary>Of what was told already, what says something else since the line was last known to be whole.</summary>
    private async Task<Ending?> TellChangedAsync(CancellationToken cancellation)
    {
        var changed = await house.Reader.ChangedSinceAsync(session.Actor, ConversationId, _last, options.MostMissed, _heardAt - Late, cancellation);
        foreach (var message in changed.Value ?? [])
        {
            await SayAsync(MessageFrame.Changed(message.ToChatMessage()), cancellation);
        }

        _heardAt = house.Clock.GetUtcNow();
        return changed.Refusal is null ? null : Ending.NotAReader;
    }

    /// <summary>Tells everything after the last message told, as it is stored.</summary>
    private async Task<Ending?> CatchUpAsync(CancellationToken cancellation)
    {
        _early.Clear();
        return await TellMissedAsync(_last, int.MaxValue, cancellation) is null ? null : Ending.NotAReader;
    }

    private async Task<Refusal?> TellMissedAsync(int after, int until, CancellationToken cancellation)
    {
        while (after < until)
        {
            var page = await PageAfterAsync(after, until, cancellation);
            if (page.Value is not { } messages)
            {
                return page.Refusal;
            }

            foreach (var message in messages.TakeWhile(m => m.Seq <= until))
            {
                await socket.SayAsync(house.Frames.Of(message), cancellation);
                (after, _last) = (message.Seq, Math.Max(_last, message.Seq));
            }

            if (messages.Count < MessageReader.PageSize || messages[^1].Seq >= until)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>Whoever was away for a moment is told from what is kept in memory, so that a crowd that comes back at once asks the database for nothing but its right.</summary>
    private async Task<Outcome<IReadOnlyList<MessageView>>> PageAfterAsync(int after, int until, CancellationToken cancellation)
    {
        if (Math.Min(until, _conversation.LastSeq) - after < MessageReader.PageSize)
        {
            var newest = await house.Reader.BeforeAsync(session.Actor, ConversationId, cancellation: cancellation);
            if (newest.Value is not [var oldest, ..] || oldest.Seq <= after + 1)
            {
                return newest.Value is { } known ? Outcome.Of<IReadOnlyList<MessageView>>([.. known.Where(m => m.Seq > after)]) : newest;
            }
        }

        return await house.Reader.AfterAsync(session.Actor, ConversationId, after, cancellation);
    }

    private Task SayAsync(ServerFrame frame, CancellationToken cancellation) => socket.SayAsync(house.Frames.Write(frame), cancellation);
}

/// <summary>Why a socket goes on no longer.</summary>
/// <param name="Why">The last word to whoever holds it; none where the code says it all.</param>
internal sealed record Ending(CloseCode Code, Refusal? Why = null)
{
    public static readonly Ending Goodbye = new(CloseCode.Normal);

    public static readonly Ending SignedOut = new(CloseCode.Stranger, SocketRefusals.Stranger);

    public static readonly Ending NotAReader = new(CloseCode.NotAReader, Refusal.NotFound);

    public static readonly Ending Restarting = new(CloseCode.Restarting);

    public static Ending Of(Refusal refusal) => new(CloseCodes.Of(refusal.Kind), refusal);
}
