using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Chat.Web.Tests.Bot;

/// <summary>A language model that says what it is told to say, on a port of this machine, and remembers what it was asked.</summary>
internal sealed class StandInModel : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StandInModel(WebApplication app, Func<HttpContext, Task> answer)
    {
        _app = app;
        app.Run(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            Asked.Enqueue(new Request(http.Request.Path, http.Request.Headers.Authorization.ToString(), await reader.ReadToEndAsync(http.RequestAborted)));
            await answer(http);
        });
    }

    public ConcurrentQueue<Request> Asked { get; } = new();

    public string Address => _app.Urls.First() + "/v1";

    public static async Task<StandInModel> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var model = new StandInModel(builder.Build(), answer);
        await model._app.StartAsync();
        return model;
    }

    public static Func<HttpContext, Task> Says(string words) => http => http.Response.WriteAsJsonAsync(new { choices = new[] { new { message = new { role = "assistant", content = words } } } }, http.RequestAborted);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    internal sealed record Request(string Path, string Authorization, string Body)
    {
        /// <summary>Everything it was told, in order.</summary>
        public IReadOnlyList<(string Role, string Content)> Messages =>
            [.. JsonDocument.Parse(Body).RootElement.GetProperty("messages").EnumerateArray().Select(m => (m.GetProperty("role").GetString()!, m.GetProperty("content").GetString()!))];
    }
}
