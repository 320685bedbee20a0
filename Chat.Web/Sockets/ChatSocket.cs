using System.Globalization;
using System.Net.WebSockets;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Conversations;
using Chat.Web.Limits;
using Chat.Web.Outcomes;

namespace Chat.Web.Sockets;

/// <summary>
/// One socket of somebody, for one chat, from its opening to its end. It translates: what a client says becomes a question to
/// the service that a page or a request would ask. Everything is let through only while the session counts.
/// </summary>
internal sealed partial class ChatSocket(SocketLine line, LiveSession session, ChatSocketServices house, SocketOptions options) : IDisposable
{
    /// <summary>How often it looks whether anybody is there.</summary>
    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(1);

    /// <summary>How many messages can be marked as read by their ids in one frame; by number, any.</summary>
    private const int MostIds = 500;

    private readonly TaskCompletionSource<Ending> _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _closed = new();
    private readonly ChatTeller _teller = new(line, session, house, options);
    private string _name = "";
    private int _bad;

    private Actor Actor => session.Actor;

    private bool IsEnding => _ending.Task.IsCompleted;

    private CancellationToken Closed => _closed.Token;

    /// <param name="name">The chat, as the address has it.</param>
    /// <param name="closing">Cancelled when the house closes, or the line is cut.</param>
    public async Task RunAsync(string name, CancellationToken closing)
    {
        _name = name;
        line.Flooded = code => End(new Ending(code, SocketRefusals.Flooding));
        await using var stop = closing.Register(() => End(Ending.Restarting));
        await GuardAsync(OpenAsync);
        if (IsEnding)
        {
            await LeaveAsync(GuardAsync(ListenAsync), []);
            return;
        }

        // Nothing here waits until the others have been told.
        _ = house.Attendance.CameAsync(Actor.Id);
        await LeaveAsync(GuardAsync(ListenAsync), [GuardAsync(TellAsync), GuardAsync(WatchAsync)]);
        _ = house.Attendance.LeftAsync(Actor.Id);
        // Looking it up notes that the device was seen: somebody who only listened was here until now.
        await house.Sessions.FindAsync(session.Id, CancellationToken.None);
    }

    public void Dispose()
    {
        _teller.Dispose();
        _closed.Dispose();
    }

    private async Task OpenAsync()
    {
        if (await _teller.OpenAsync(_name, Closed) is { } refusal)
        {
            End(Ending.Of(refusal));
        }
    }

    private async Task ListenAsync()
    {
        while (!IsEnding)
        {
            var said = await line.HearAsync(Closed);
            if (said.Unfitness is { } code)
            {
                End(said.IsGoodbye ? Ending.Goodbye : new Ending(code));
            }
            else if (!IsEnding)
            {
                await HearAsync(said.Frame);
            }

            line.Release();
        }

        // What is still under way is let pass, until the other end has said goodbye as well.
        await line.DrainAsync(Closed);
    }

    private async Task TellAsync() => End(await _teller.RunAsync(Closed));

    /// <summary>Says that the house is there, and looks whether anybody else is.</summary>
    private async Task WatchAsync()
    {
        using var pulse = new PeriodicTimer(Pulse, house.Clock);
        var heartbeat = house.Clock.GetTimestamp();
        while (await pulse.WaitForNextTickAsync(Closed))
        {
            if (line.SilentFor >= options.Idle)
            {
                End(new Ending(CloseCode.Idle));
            }
            else if (line.StalledFor >= options.Stalled)
            {
                End(new Ending(CloseCode.TooSlow));
            }
            else if (line.StalledFor == TimeSpan.Zero && house.Clock.GetElapsedTime(heartbeat) >= options.Heartbeat)
            {
                heartbeat = house.Clock.GetTimestamp();
                await line.SayAsync(house.Frames.Heartbeat, Closed);
            }
        }
    }

    private async Task HearAsync(ReadOnlyMemory<byte> said)
    {
        if (await house.Sessions.FindAsync(session.Id, Closed) is null)
        {
            End(Ending.SignedOut);
            return;
        }

        var frame = house.Frames.Read(said.Span);
        var refusal = frame is null ? SocketRefusals.Malformed
            : frame.IsForAnother(_teller.ConversationId, _name) ? Refusal.NotFound
            : await ObeyAsync(frame);
        if (refusal == SocketRefusals.Malformed && ++_bad >= options.BadFrames)
        {
            End(new Ending(CloseCode.BadFrames, refusal));
        }
        else if (refusal is not null)
        {
            await line.SayAsync(house.Frames.Of(refusal, frame?.ClientMessageId), Closed);
        }
    }

    private async Task<Refusal?> ObeyAsync(ClientFrame frame)
    {
        var id = _teller.ConversationId;
        switch (frame)
        {
            case { Type: "message" or "chat_message" }:
                return await SendAsync(id, frame);
            case { Type: "typing" }:
                return (frame.IsTyping ?? true ? await house.Messages.TypeAsync(Actor, id, Closed) : await house.Messages.StopTypingAsync(Actor, id, Closed)).Refusal;
            case { Type: "read", Seq: >= 0 and var seq }:
                return (await house.Messages.MarkReadAsync(Actor, id, seq, Closed)).Refusal;
            case { Type: "read", MessageIds: { Count: > 0 and <= MostIds } ids }:
                return (await house.Messages.MarkReadAsync(Actor, id, ids, Closed)).Refusal;
            case { Type: "resume", After: >= 0 and var after }:
                return await _teller.ResumeAsync(after, Closed) is null ? null : Refusal.NotFound;
            case { Type: "ping" }:
                await line.SayAsync(house.Frames.Pong, Closed);
                return null;
            case { Type: "pong" }:
                // Some answer a heartbeat.
                return null;
            default:
                return SocketRefusals.Malformed;
        }
    }

    /// <summary>What was said is heard by its sender as by everyone. A repetition is not said again: then its sender alone hears it.</summary>
    private async Task<Refusal?> SendAsync(int id, ClientFrame frame)
    {
        var sent = new OutgoingMessage(frame.Text ?? frame.Content, frame.ReplyTo, frame.ClientMessageId, frame.AttachmentIds, frame.Sender);
        var delivered = await house.Messages.SayAsync(Actor, id, sent, Closed);
        if (delivered.Value is { IsRepeat: true, Message: var first })
        {
            await _teller.RepeatAsync(first, Closed);
        }

        return delivered.Refusal;
    }

    private void End(Ending ending) => _ending.TrySetResult(ending);

    private async Task LeaveAsync(Task listening, IReadOnlyCollection<Task> others)
    {
        var ending = await _ending.Task;
        if (ending.Code.IsMisuse())
        {
            house.Limits.Take(Limit.MisusedSocketsByPerson, Actor.Id.ToString(CultureInfo.InvariantCulture));
        }

        using (var deadline = new CancellationTokenSource(options.Farewell, house.Clock))
        {
            try
            {
                await line.CloseAsync(ending.Code, ending.Why is { } why ? house.Frames.Of(why) : null, deadline.Token);
                await listening.WaitAsync(deadline.Token);
            }
            catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException)
            {
                // They have left already, or do not answer.
            }
        }

        await _closed.CancelAsync();
        line.Abort();
        await Task.WhenAll([listening, .. others]);
    }

    /// <summary>Whatever one part of a socket comes upon is the end of all of it, and of nothing else.</summary>
    private async Task GuardAsync(Func<Task> part)
    {
        try
        {
            await part();
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            End(Ending.Goodbye);
        }
#pragma warning disable CA1031 // Nobody else would see it: it is written down, and whoever holds the socket is told that the fault is ours.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            var reference = Guid.NewGuid().ToString("N");
            Log.Faulted(house.Logger, reference, fault);
            End(new Ending(CloseCode.Fault, SocketRefusals.Fault.With(reference)));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Socket failed, {Reference}")]
        public static partial void Faulted(ILogger logger, string reference, Exception fault);
    }
}
