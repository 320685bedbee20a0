namespace Chat.Web.Live;

public static class LiveSetup
{
    public static void AddLive(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Feed>();
        builder.Services.AddHostedService<Farewell>();
    }

    /// <summary>Before anything is closed, whoever has a page open hears that it will be.</summary>
    private sealed class Farewell(Feed feed, IHostApplicationLifetime lifetime) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            lifetime.ApplicationStopping.Register(() => feed.PublishToAll(new HouseClosing()));
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
