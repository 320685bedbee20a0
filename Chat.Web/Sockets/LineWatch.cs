using System.Buffers.Binary;
using Chat.Web.Limits;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Chat.Web.Sockets;

/// <summary>
/// Watches what comes in under a socket, which the framework does not tell: when the other end was last heard, were it only
/// an answer to a ping, and how many frames it sends, be they pings or pieces of a message. It reads their heads and passes over
/// what is in them. Once a socket is closed from here, it alone hears what is still under way, and not for long: to take a flood
/// apart to its end, only to throw it away, would cost more than all of it that was answered.
/// </summary>
internal sealed class LineWatch(IOptionsMonitor<SocketOptions> options, IOptionsMonitor<LimitOptions> limits, TimeProvider clock)
{
    /// <summary>How often one listens to somebody who was hung up on: long enough for a goodbye behind whatever was on its way.</summary>
    private const int MostAfterwards = 1_024;

    private readonly Queue<long> _came = new();
    private readonly byte[] _head = new byte[14];
    private int _known;
    private long _rest;
    private bool _heardGoodbye;
    private long _heard = clock.GetTimestamp();

    /// <summary>Nothing that comes is handed on any more, but that it has ended: with a goodbye, or without.</summary>
    public bool IsClosed { get; set; }

    public TimeSpan SilentFor => clock.GetElapsedTime(Interlocked.Read(ref _heard));

    /// <summary>What to do when more frames come than may: with which code to close.</summary>
    public Action<CloseCode>? Flooded { get; set; }

    /// <summary>Watches the connection under this request from here on; where there is none to watch, as in a request that wants no socket, nothing changes.</summary>
    public void Under(HttpContext http)
    {
        var features = http.Features;
        features.Set(this);
        if (features.Get<IHttpUpgradeFeature>() is { } upgrade)
        {
            features.Set<IHttpUpgradeFeature>(new WatchedUpgrade(upgrade, this));
        }

        if (features.Get<IHttpExtendedConnectFeature>() is { } connect)
        {
            features.Set<IHttpExtendedConnectFeature>(new WatchedConnect(connect, this));
        }
    }

    internal void Hear(ReadOnlySpan<byte> bytes)
    {
        Interlocked.Exchange(ref _heard, clock.GetTimestamp());
        while (!bytes.IsEmpty)
        {
            if (_rest > 0)
            {
                var passed = (int)Math.Min(_rest, bytes.Length);
                _rest -= passed;
                bytes = bytes[passed..];
                continue;
            }

            _head[_known++] = bytes[0];
            bytes = bytes[1..];
            if (_known >= 2 && _known == LengthOfHead())
            {
                (_rest, _known) = (LengthOfBody(), 0);
                Count();
            }
        }
    }

    /// <summary>Text or binary. Everything else is a piece of one, or for the line itself.</summary>
    private bool BeginsMessage => (_head[0] & 0x0F) is 1 or 2;

    private bool IsGoodbye => (_head[0] & 0x0F) is 8;

    private int Short => _head[1] & 0x7F;

    private int LengthOfHead() => 2 + (Short switch { 126 => 2, 127 => 8, _ => 0 }) + ((_head[1] & 0x80) == 0 ? 0 : 4);

    private long LengthOfBody() => Short switch
    {
        126 => BinaryPrimitives.ReadUInt16BigEndian(_head.AsSpan(2)),
        127 => BinaryPrimitives.ReadInt64BigEndian(_head.AsSpan(2)) & long.MaxValue,
        var length => length,
    };

    private void Count()
    {
        _heardGoodbye |= IsGoodbye;
        var now = clock.GetTimestamp();
        while (_came.TryPeek(out var first) && clock.GetElapsedTime(first, now) >= options.CurrentValue.FramesWithin)
        {
            _came.Dequeue();
        }

        // Beyond that it makes no difference how many more there are.
        var most = options.CurrentValue.MaxFrames * limits.CurrentValue.Multiplier;
        if (_came.Count >= most)
        {
            Flooded?.Invoke(BeginsMessage ? CloseCode.Flooding : CloseCode.Abuse);
        }
        else
        {
            _came.Enqueue(now);
        }
    }

    private sealed class WatchedUpgrade(IHttpUpgradeFeature upgrade, LineWatch watch) : IHttpUpgradeFeature
    {
        public bool IsUpgradableRequest => upgrade.IsUpgradableRequest;

        public async Task<Stream> UpgradeAsync() => new WatchedStream(await upgrade.UpgradeAsync(), watch);
    }

    private sealed class WatchedConnect(IHttpExtendedConnectFeature connect, LineWatch watch) : IHttpExtendedConnectFeature
    {
        public bool IsExtendedConnect => connect.IsExtendedConnect;

        public string? Protocol => connect.Protocol;

        public async ValueTask<Stream> AcceptAsync() => new WatchedStream(await connect.AcceptAsync(), watch);
    }

    private sealed class WatchedStream(Stream line, LineWatch watch) : Stream
    {
        public override bool CanRead => true;

        public override bool CanWrite => true;

        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await ReadOnceAsync(buffer, cancellationToken);
            for (var i = 0; watch.IsClosed && read > 0; i++)
            {
                read = i < MostAfterwards && !watch._heardGoodbye ? await ReadOnceAsync(buffer, cancellationToken) : 0;
            }

            return read;
        }

        private async ValueTask<int> ReadOnceAsync(Memory<byte> buffer, CancellationToken cancellation)
        {
            var read = await line.ReadAsync(buffer, cancellation);
            watch.Hear(buffer.Span[..read]);
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => line.WriteAsync(buffer, cancellationToken);

        public override void Write(byte[] buffer, int offset, int count) => line.Write(buffer, offset, count);

        public override void Flush() => line.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => line.FlushAsync(cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                line.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
