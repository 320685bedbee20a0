using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Chat.Load.Floors;

/// <summary>The least that could answer: bare Kestrel, generated JSON, and SQLite without anything between. It knows no rights and no people.</summary>
internal sealed class FloorServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly FloorStore _store;

    private FloorServer(WebApplication app, FloorStore store)
    {
        (_app, _store) = (app, store);
        var page = FloorStore.PageOf50();
        app.MapPost("/send", async (FloorMessage message) => new FloorAnswer(await store.SendAsync(message)));
        app.MapGet("/page", () => Results.Bytes(page, "application/json"));
        app.MapGet("/list", () => Results.Ok(store.List()));
    }

    public Uri Address => new(_app.Urls.First());

    public long Stored => _store.Count();

    public static async Task<FloorServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, FloorJson.Default));
        var server = new FloorServer(builder.Build(), new FloorStore());
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _store.DisposeAsync();
    }
}

internal sealed record FloorMessage(int Chat, Guid ClientId, string Text);

internal sealed record FloorAnswer(long Id);

internal sealed record FloorRow(int Chat, string Name, string LastText, long LastAt, int Unread);

[JsonSerializable(typeof(FloorMessage))]
[JsonSerializable(typeof(FloorAnswer))]
[JsonSerializable(typeof(List<FloorRow>))]
[JsonSerializable(typeof(FloorMessage[]))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class FloorJson : JsonSerializerContext;
