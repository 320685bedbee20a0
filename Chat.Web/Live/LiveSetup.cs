namespace Chat.Web.Live;

public static class LiveSetup
{
    public static void AddLive(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Feed>();
        builder.Services.AddSingleton<GentleLifetime>();
        builder.Services.AddSingleton<IHostLifetime>(services => services.GetRequiredService<GentleLifetime>());
    }
}
