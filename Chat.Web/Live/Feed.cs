using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;

namespace Chat.Web.Live;

/// <summary>
/// Tells every open page and socket of a person what just happened. It addresses people, not rooms: the audience is
/// computed for each event, so a right that has ended takes effect at once, and nothing can be listened to by guessing an id.
/// </summary>
public sealed class Feed
{
    /// <summary>How many events a line may lag behind before it is hung up.</summary>
    public const int Backlog = 256;

    private readonly ConcurrentDictionary<int, ImmutableArray<Line>> _lines = new();

    /// <param name="session">The signed-in device that listens: when it is signed out, its line ends.</param>
    public Line Open(int userId, Guid? session = null)
    {
        var line = new Line(this, userId, session);
        _lines.AddOrUpdate(userId, [line], (_, lines) => lines.Add(line));
        return line;
    }

    public void Publish(ChatEvent happened, params IEnumerable<int> audience)
    {
        foreach (var userId in audience)
        {
            if (_lines.TryGetValue(userId, out var lines))
            {
                foreach (var line in lines)
                {
                    line.Tell(happened);
                }
            }
        }
    }

    /// <summary>Tells everyone who listens, whoever they are: for what concerns the house itself.</summary>
    public void PublishToAll(ChatEvent happened) => Publish(happened, _lines.Keys);

    /// <summary>Ends the lines of sessions that have ended, for good: what is published after this does not reach them.</summary>
    public void HangUp(int userId, IReadOnlyCollection<Guid> sessions)
    {
        foreach (var line in _lines.GetValueOrDefault(userId, []))
        {
            if (line.Session is { } session && sessions.Contains(session))
            {
                line.End();
            }
        }
    }

    private void Close(Line line)
    {
        while (_lines.TryGetValue(line.UserId, out var lines))
        {
            var rest = lines.Remove(line);
            if (rest.IsEmpty
                ? _lines.TryRemove(KeyValuePair.Create(line.UserId, lines))
                : _lines.TryUpdate(line.UserId, rest, lines))
            {
                return;
            }
        }
    }

    /// <summary>One listener. If it falls behind it is hung up; it dials again and catches up by <c>Seq</c>.</summary>
    public sealed class Line(Feed feed, int userId, Guid? session) : IDisposable
    {
        private readonly Channel<ChatEvent> _events =
            Channel.CreateBounded<ChatEvent>(new BoundedChannelOptions(Backlog) { SingleReader = true });

        public int UserId => userId;

        public Guid? Session => session;

        /// <summary>True once its session has ended: there is nothing to dial again for.</summary>
        public bool HasEnded { get; private set; }

        public ChannelReader<ChatEvent> Events => _events.Reader;

        internal void Tell(ChatEvent happened)
        {
            if (!_events.Writer.TryWrite(happened))
            {
                _events.Writer.TryComplete();
            }
        }

        internal void End()
        {
            HasEnded = true;
            _events.Writer.TryComplete();
        }

        public void Dispose()
        {
            _events.Writer.TryComplete();
            feed.Close(this);
        }
    }
}
