using Chat.Web.School;

namespace Chat.Web.Conversations;

public static class ConversationSetup
{
    public static void AddConversations(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ConversationNames>();
        builder.Services.AddSingleton<ConversationService>();
        builder.Services.AddSingleton<ConversationKeeper>();
        builder.Services.AddSingleton<MessageService>();
        builder.Services.AddSingleton<EdgesChanged>(services => services.GetRequiredService<ConversationKeeper>().FollowEdgesAsync);
    }
}
