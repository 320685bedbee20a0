namespace Chat.Web.Settings;

public static class SettingsSetup
{
    public static void AddSettings(this WebApplicationBuilder builder)
    {
        var stored = new StoredSettings();
        ((IConfigurationBuilder)builder.Configuration).Add(stored);
        builder.Services.AddSingleton(stored);
        builder.Services.AddSingleton<SettingService>();
        builder.Services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<Eraser>();
        builder.Services.AddSingleton<RetentionService>();
        builder.Services.AddSingleton<DemoService>();
        builder.Services.AddHostedService<RetentionErrand>();
    }

    /// <summary>What the school has decided holds from before the first request.</summary>
    public static Task ReadSettingsAsync(this WebApplication app) => app.Services.GetRequiredService<SettingService>().ReadAsync(CancellationToken.None);
}
