using Chat.Web.Outcomes;

namespace Chat.Web.Sockets;

public static class SocketSetup
{
    public static void AddSockets(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<SocketOptions>().BindConfiguration(SocketOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<OpenSockets>();
        services.AddSingleton<FrameWriter>();
        services.AddSingleton<SocketCredentials>();
        services.AddSingleton<ChatSocketServices>();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, SocketJson.Default));
        // These lines have the whole address, and there may be a token in it. They come before anything of ours could take it out.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
    }

    /// <summary>From here on requests can become sockets. Only here: what pages use has its own.</summary>
    public static void UseSockets(this WebApplication app) => app.UseWhen(http => http.IsSocket(), sockets =>
    {
        sockets.Use((http, next) =>
        {
            ActivatorUtilities.CreateInstance<LineWatch>(http.RequestServices).Under(http);
            return next(http);
        });
        sockets.UseWebSockets();
    });

    public static void MapSockets(this WebApplication app) => app.MapChatSockets();
}
