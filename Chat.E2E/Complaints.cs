using System.Collections.Concurrent;

namespace Chat.E2E;

/// <summary>
/// What a browser had to complain of while somebody used it: an error nobody caught, an error on the console (a breach of
/// the content policy is one), a request to any other host. A journey ends well only if there is none.
/// </summary>
public sealed class Complaints
{
    private readonly ConcurrentQueue<string> _all = [];
    private readonly ConcurrentBag<string> _pardoned = [];

    public Complaints(IBrowserContext browser, Site site)
    {
        browser.WebError += (_, error) => _all.Enqueue($"not caught: {error.Error}");
        browser.Console += (_, message) => Hear(message);
        browser.Request += (_, request) => Watch(request, site);
    }

    public IReadOnlyList<string> Unpardoned => [.. _all.Where(complaint => !_pardoned.Any(part => complaint.Contains(part, StringComparison.Ordinal)))];

    /// <summary>A journey that goes where something is amiss says beforehand what the browser will say of it.</summary>
    public void Pardon(params string[] parts) => Array.ForEach(parts, _pardoned.Add);

    /// <summary>What the browser and the framework say of a server that is away or a line that is cut, and of calls made meanwhile.</summary>
    public void PardonALostLine() => Pardon(
        "WebSocket", "net::ERR_", "Failed to fetch", "timeout",
        "Connection disconnected", "negotiat", "not in the 'Connected' State", "Circuit not initialized");

    private void Hear(IConsoleMessage message)
    {
        if (message.Type is "error")
        {
            _all.Enqueue($"console: {message.Text} ({message.Location})");
        }
    }

    private void Watch(IRequest request, Site site)
    {
        var address = new Uri(request.Url);
        if (address.Scheme is not ("data" or "blob") && !site.Address.IsBaseOf(address))
        {
            _all.Enqueue($"asked another host: {request.Url}");
        }
    }
}
