namespace Chat.Web.Bot;

public static class BotSetup
{
    public static void AddBot(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<BotOptions>().BindConfiguration(BotOptions.Section).ValidateDataAnnotations().Validate(o => o.Model.Fits(), "Bot:Model is not as it must be.").ValidateOnStart();
        builder.Services.AddSingleton<BotSpeech>();
        builder.Services.AddSingleton<BotAccount>();
        builder.Services.AddSingleton<KnowledgeBase>();
        builder.Services.AddSingleton<KnowledgeService>();
        builder.Services.AddSingleton<PromptService>();
        builder.Services.AddSingleton<LanguageModel>();
        builder.Services.AddSingleton<AnswerWriter>();
        builder.Services.AddSingleton<BotService>();
        builder.Services.AddSingleton<BotConversationService>();
        builder.Services.AddHostedService<BotWorker>();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, BotJson.Default));
    }

    public static void MapBot(this WebApplication app) => app.MapBotRoutes();

    /// <summary>Makes the account the bot speaks from, before anybody can speak to it.</summary>
    public static Task PrepareBotAsync(this WebApplication app) => app.Services.GetRequiredService<BotAccount>().PrepareAsync(CancellationToken.None);
}
