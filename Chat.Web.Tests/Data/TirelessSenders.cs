using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Data;
using Chat.Web.Search;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Chat.Web.Tests.Data;

/// <summary>
/// Everyone who has a place in a conversation of the demo school, sending without a pause until the process is killed.
/// What was acknowledged is said aloud, one line each: the client id, the conversation and the number. The index is kept
/// beside them, as it is in a house.
/// </summary>
internal static class TirelessSenders
{
    public const string Verb = "send-until-killed";

    public const string Text = "Said before the lights went out";

    public static async Task SendUntilKilledAsync(string directory)
    {
        await using var rooms = Rooms.Build(directory, withDemoSchool: true);
        await rooms.PrepareDataAsync();
        var messages = rooms.Services.GetRequiredService<MessageService>();
        await rooms.Services.GetServices<IHostedService>().OfType<SearchIndexer>().Single().StartAsync(CancellationToken.None);

        await Task.WhenAll((await PlacesAsync(rooms.Services)).Select(place => SendAsync(messages, place)));
    }

    private static async Task<List<Participant>> PlacesAsync(IServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<ChatDbContext>>().CreateDbContextAsync();
        return await db.Participants.AsNoTracking().ToListAsync();
    }

    private static async Task SendAsync(MessageService messages, Participant place)
    {
        var actor = new Actor(place.UserId, place.Role);
        while (true)
        {
            var draft = new Draft(Text, Guid.NewGuid());
            await Console.Out.WriteLineAsync($"trying {draft.ClientMessageId} {place.UserId} {place.ConversationId}");
            var sent = await messages.SendAsync(actor, place.ConversationId, draft);
            await Console.Out.WriteLineAsync($"stored {draft.ClientMessageId} {place.ConversationId} {sent.Value!.Seq}");
        }
    }
}
