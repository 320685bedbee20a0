namespace Chat.Web.Live;

public static class LiveSetup
{
    public static void AddLive(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<LiveOptions>().BindConfiguration(LiveOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<LivePlaces>();
        builder.Services.AddSingleton<Feed>();
        builder.Services.AddSingleton<GentleLifetime>();
        builder.Services.AddSingleton<IHostLifetime>(services => services.GetRequiredService<GentleLifetime>());
    }

    /// <summary>From here on nobody has more live pages than they may.</summary>
    public static void UseLivePlaces(this WebApplication app)
    {
        var places = app.Services.GetRequiredService<LivePlaces>();
        app.UseWhen(LivePlaces.IsLine, line => line.Use((http, next) => places.AdmitAsync(http, next)));
    }
}
