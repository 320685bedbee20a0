using System.Buffers;
using System.Net.WebSockets;
using Chat.Web.Outcomes;

namespace Chat.Web.Sockets;

/// <summary>
/// One end of a WebSocket: whole frames of text out of it, one frame at a time into it. What is read stands in a buffer that
/// is there only while there is something to read, and never grows past what is allowed.
/// </summary>
internal sealed class SocketLine(WebSocket socket, LineWatch watch, SocketOptions options, TimeProvider clock) : IDisposable
{
    private const int FirstBuffer = 4 * 1024;

    /// <summary>Nobody writes a message in so many pieces, and a slow line brings it in far fewer.</summary>
    private const int MostPieces = 1_024;

    private readonly SemaphoreSlim _turn = new(1);
    private byte[] _buffer = [];
    private long _sendingSince;

    /// <summary>Since when nothing has come from the other end.</summary>
    public TimeSpan SilentFor => watch.SilentFor;

    /// <summary>For how long a frame has been on its way to somebody who does not take it.</summary>
    public TimeSpan StalledFor => Interlocked.Read(ref _sendingSince) is var since && since == 0 ? TimeSpan.Zero : clock.GetElapsedTime(since);

    public Action<CloseCode>? Flooded
    {
        set => watch.Flooded = value;
    }

    /// <summary>The next frame, good until <see cref="Release"/>.</summary>
    public async Task<Said> HearAsync(CancellationToken cancellation)
    {
        try
        {
            // Waits without a buffer: most of the time nothing comes.
            var came = await socket.ReceiveAsync(Memory<byte>.Empty, cancellation);
            if (came.MessageType is WebSocketMessageType.Close)
            {
                return Said.Goodbye;
            }

            if (came.MessageType is WebSocketMessageType.Binary)
            {
                return Said.Unfit(CloseCode.Binary);
            }

            var (length, pieces) = (0, 0);
            while (!came.EndOfMessage)
            {
                if (++pieces > MostPieces)
                {
                    return Said.Unfit(CloseCode.Abuse);
                }

                if (length == _buffer.Length && !TryGrow(length))
                {
                    return Said.Unfit(CloseCode.TooLarge);
                }

                came = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellation);
                length += came.Count;
            }

            return length > options.MaxFrameBytes ? Said.Unfit(CloseCode.TooLarge) : new Said(_buffer.AsMemory(0, length));
        }
        catch (WebSocketException gone)
        {
            return gone.WebSocketErrorCode is WebSocketError.Faulted ? Said.Unfit(CloseCode.Broken) : Said.Goodbye;
        }
    }

    /// <summary>Gives the buffer back, until something comes again.</summary>
    public void Release()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    /// <summary>Says something as soon as what is being said is through.</summary>
    public async Task SayAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            Interlocked.Exchange(ref _sendingSince, clock.GetTimestamp());
            await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, cancellation);
        }
        finally
        {
            Interlocked.Exchange(ref _sendingSince, 0);
            _turn.Release();
        }
    }

    /// <summary>Says a last word and that it was the last.</summary>
    /// <param name="lastWord">A frame; none where the code says it all.</param>
    public async Task CloseAsync(CloseCode code, byte[]? lastWord, CancellationToken cancellation)
    {
        if (lastWord is not null)
        {
            await SayAsync(lastWord, cancellation);
        }

        await _turn.WaitAsync(cancellation);
        try
        {
            await socket.CloseOutputAsync((WebSocketCloseStatus)code, code.ToString(), cancellation);
            watch.IsClosed = true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Says no, and goodbye: there is nothing to open.</summary>
    public async Task RefuseAsync(Refusal refusal, FrameWriter frames, CancellationToken closing)
    {
        using var deadline = new CancellationTokenSource(options.Farewell, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, closing);
        try
        {
            await CloseAsync(CloseCodes.Of(refusal.Kind), frames.Of(refusal), stop.Token);
            await DrainAsync(stop.Token);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // They have left already, or do not answer.
        }
    }

    /// <summary>Lets pass whatever comes, until the other end says goodbye or is gone.</summary>
    public async Task DrainAsync(CancellationToken cancellation)
    {
        var scrap = new byte[FirstBuffer];
        try
        {
            while ((await socket.ReceiveAsync(scrap.AsMemory(), cancellation)).MessageType is not WebSocketMessageType.Close)
            {
            }
        }
        catch (WebSocketException)
        {
            // They are gone.
        }
    }

    /// <summary>Hangs up, whatever is under way. Whoever has said goodbye does not notice.</summary>
    public void Abort() => socket.Abort();

    public void Dispose()
    {
        Release();
        socket.Dispose();
        _turn.Dispose();
    }

    private bool TryGrow(int length)
    {
        if (length > options.MaxFrameBytes)
        {
            return false;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(Math.Max(FirstBuffer, length * 4), options.MaxFrameBytes + 1));
        _buffer.AsSpan(0, length).CopyTo(larger);
        Release();
        _buffer = larger;
        return true;
    }
}

/// <summary>What came: a frame, or why there is none.</summary>
/// <param name="Unfitness">The code with which a socket is closed over what came.</param>
internal readonly record struct Said(ReadOnlyMemory<byte> Frame, CloseCode? Unfitness = null)
{
    /// <summary>There is nobody there any more.</summary>
    public static readonly Said Goodbye = new(default, CloseCode.Normal);

    public bool IsGoodbye => Unfitness is CloseCode.Normal;

    public static Said Unfit(CloseCode code) => new(default, code);
}
