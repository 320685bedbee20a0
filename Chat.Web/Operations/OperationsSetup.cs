using System.Text.Json.Serialization;

namespace Chat.Web.Operations;

public static class OperationsSetup
{
    public static void AddOperations(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<HealthOptions>().BindConfiguration(HealthOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<HealthService>();
        builder.Services.AddOptions<BackupOptions>().BindConfiguration(BackupOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<BackupShelf>();
        builder.Services.AddSingleton<BackupWriter>();
        builder.Services.AddSingleton<BackupCheck>();
        builder.Services.AddSingleton<BackupService>();
        builder.Services.AddSingleton<BackupWords>();
        builder.Services.AddSingleton<Doctor>();
        builder.Services.AddSingleton<AnswerWatch>();
        builder.Services.AddSingleton<StorageMeter>();
        builder.Services.AddHostedService<BackupSchedule>();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, HealthJson.Default));
        builder.AddSchema();
    }

    public static void MapOperations(this WebApplication app)
    {
        // It listens from the first answer on, whether or not anybody looks.
        app.Services.GetRequiredService<AnswerWatch>();
        app.MapHealth();
        app.MapSchema();
    }
}

[JsonSerializable(typeof(HealthReport))]
internal sealed partial class HealthJson : JsonSerializerContext;
