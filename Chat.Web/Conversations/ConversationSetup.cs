using Chat.Web.Accounts;
using Chat.Web.School;

namespace Chat.Web.Conversations;

public static class ConversationSetup
{
    public static void AddConversations(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ConversationOptions>().BindConfiguration(ConversationOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<ConversationNames>();
        builder.Services.AddSingleton<NewestMessages>();
        builder.Services.AddSingleton<AccountChanged>(services => services.GetRequiredService<NewestMessages>().Forget);
        builder.Services.AddSingleton<ConversationFeed>();
        builder.Services.AddSingleton<TieSentences>();
        builder.Services.AddSingleton<ConversationService>();
        builder.Services.AddSingleton<PageService>();
        builder.Services.AddSingleton<ConversationKeeper>();
        builder.Services.AddSingleton<MessageService>();
        builder.Services.AddSingleton<MessageReader>();
        builder.Services.AddSingleton<RevisionService>();
        builder.Services.AddSingleton<ReactionService>();
        builder.Services.AddSingleton<ModerationService>();
        builder.Services.AddSingleton<ListingService>();
        builder.Services.AddSingleton<ThreadService>();
        builder.Services.AddSingleton<PresenceService>();
        // Looked up when it happens: the one who tells asks the one who counts.
        builder.Services.AddSingleton<AttendanceChanged>(services => userId => services.GetRequiredService<PresenceService>().TellAsync(userId));
        builder.Services.AddSingleton<EdgesChanged>(services => services.GetRequiredService<ConversationKeeper>().FollowEdgesAsync);
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ChatJson.Default));
    }

    public static void MapConversations(this WebApplication app)
    {
        app.MapForum();
        app.MapThreads();
    }
}
