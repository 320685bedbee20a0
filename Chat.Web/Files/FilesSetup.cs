using System.Text.Json.Serialization;
using Chat.Web.Conversations;
using Microsoft.Extensions.Options;

namespace Chat.Web.Files;

public static class FilesSetup
{
    public static void AddFiles(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<UploadOptions>().BindConfiguration(UploadOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<FileStore>();
        services.AddSingleton<FileInspector>();
        services.AddSingleton<ThumbnailOrders>();
        services.AddSingleton<UploadService>();
        services.AddSingleton<AttachmentService>();
        services.AddSingleton<FileSweeper>();
        services.AddHostedService<SweepingErrand>();
        services.AddHostedService<ThumbnailMaker>();
        // The room of conversations asks for both by what they are, not by who answers.
        services.AddSingleton<KeepFile>(provider => provider.GetRequiredService<UploadService>().KeepAsync);
        services.AddTransient(provider => new UploadLimits(
            provider.GetRequiredService<IOptionsMonitor<UploadOptions>>().CurrentValue.MaxBytes,
            provider.GetRequiredService<IOptionsMonitor<ConversationOptions>>().CurrentValue.MaxAttachments,
            string.Join(',', FileKind.All.SelectMany(kind => kind.Endings).Distinct(StringComparer.Ordinal)),
            FileKind.Told));
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, FilesJson.Default));
    }
}

[JsonSerializable(typeof(Uploaded))]
internal sealed partial class FilesJson : JsonSerializerContext;
