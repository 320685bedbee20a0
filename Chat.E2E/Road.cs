using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Chat.E2E;

/// <summary>The way between browsers and a site: as long as one likes, and it can be cut, fall silent and be mended while people are on it.</summary>
public sealed class Road : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> _travellers = new();
    private readonly CancellationTokenSource _closed = new();
    private volatile int _delay;
    private volatile bool _isCut;
    private volatile TaskCompletionSource? _silence;

    /// <summary>Whatever is sent from now on is on its way for so long, in either direction.</summary>
    public void Lengthen(TimeSpan delay) => _delay = (int)delay.TotalMilliseconds;

    /// <summary>Opens the road to a site; its end is where browsers go.</summary>
    public Uri To(Uri site)
    {
        _listener.Start();
        _ = AcceptAsync(site);
        return new UriBuilder(site) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;
    }

    /// <summary>Whoever is on it is lost, and nobody gets through any more.</summary>
    public void Cut()
    {
        _isCut = true;
        foreach (var traveller in _travellers.Keys)
        {
            traveller.Close();
        }
    }

    /// <summary>Whoever is on it stays on it, and nothing gets through: neither end can tell it from a long silence.</summary>
    public void FallSilent() => _silence = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Mend()
    {
        _isCut = false;
        _silence?.TrySetResult();
        _silence = null;
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _listener.Dispose();
        Cut();
        _closed.Dispose();
    }

    private async Task AcceptAsync(Uri site)
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await _listener.AcceptTcpClientAsync(_closed.Token), site);
            }
        }
        catch (Exception ending) when (ending is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The road is closed.
        }
    }

    private async Task CarryAsync(TcpClient browser, Uri site)
    {
        using var server = new TcpClient();
        using (browser)
        {
            try
            {
                _travellers[browser] = _travellers[server] = true;
                if (!_isCut)
                {
                    await server.ConnectAsync(site.Host, site.Port, _closed.Token);
                    await Task.WhenAny(PumpAsync(browser.GetStream(), server.GetStream()), PumpAsync(server.GetStream(), browser.GetStream()));
                }
            }
            catch (Exception lost) when (lost is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // Somebody hung up, or the road was cut.
            }
            finally
            {
                _travellers.TryRemove(browser, out _);
                _travellers.TryRemove(server, out _);
            }
        }
    }

    // Each piece waits its own time, so that a long road is slow without being narrow.
    private async Task PumpAsync(NetworkStream from, NetworkStream to)
    {
        var onTheWay = Channel.CreateUnbounded<(byte[] Piece, long Due)>();
        var arriving = ArriveAsync(onTheWay.Reader, to);
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer, _closed.Token)) > 0)
        {
            onTheWay.Writer.TryWrite((buffer[..read], Environment.TickCount64 + _delay));
        }

        onTheWay.Writer.Complete();
        await arriving;
    }

    private async Task ArriveAsync(ChannelReader<(byte[] Piece, long Due)> onTheWay, NetworkStream to)
    {
        await foreach (var (piece, due) in onTheWay.ReadAllAsync(_closed.Token))
        {
            var left = due - Environment.TickCount64;
            if (left > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(left), _closed.Token);
            }

            if (_silence is { } silence)
            {
                await silence.Task.WaitAsync(_closed.Token);
            }

            await to.WriteAsync(piece, _closed.Token);
        }
    }
}
