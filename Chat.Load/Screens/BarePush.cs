using System.Collections.Concurrent;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Chat.Load.Screens;

/// <summary>The floor: a page that appends a line and hands it to a socket, and a server that hands it to everyone else.</summary>
internal sealed class BarePush : IAsyncDisposable
{
    private const string Page = """
        <!DOCTYPE html><meta charset="utf-8"><input><div id="lines"></div>
        <script>
          const show = text => { const line = document.createElement('p'); line.textContent = text; lines.append(line); };
          const socket = new WebSocket(`ws://${location.host}/push`);
          const field = document.querySelector('input');
          socket.onopen = () => { field.disabled = false; field.focus(); };
          socket.onmessage = event => show(event.data);
          field.disabled = true;
          field.onkeydown = event => { if (event.key === 'Enter') { show(field.value); socket.send(field.value); field.value = ''; } };
        </script>
        """;

    private readonly ConcurrentDictionary<WebSocket, bool> _open = new();
    private readonly WebApplication _app;

    private BarePush(WebApplication app)
    {
        _app = app;
        app.UseWebSockets();
        app.MapGet("/", () => Results.Content(Page, "text/html"));
        app.Map("/push", TakeAsync);
    }

    public Uri Address => new(_app.Urls.First());

    public static async Task<BarePush> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var push = new BarePush(builder.Build());
        await push._app.StartAsync();
        return push;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        _open[socket] = true;
        try
        {
            var buffer = new byte[1024];
            while (await socket.ReceiveAsync(buffer, http.RequestAborted) is { MessageType: WebSocketMessageType.Text } line)
            {
                await Task.WhenAll(_open.Keys.Where(other => other != socket).Select(other => other.SendAsync(buffer.AsMemory(0, line.Count), WebSocketMessageType.Text, true, http.RequestAborted).AsTask()));
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // The browser was closed.
        }
        finally
        {
            _open.TryRemove(socket, out _);
        }
    }
}
