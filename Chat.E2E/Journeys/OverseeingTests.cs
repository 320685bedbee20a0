using System.Globalization;
using Chat.Web.Conversations;
using Microsoft.EntityFrameworkCore;
using static Chat.E2E.Cast;

namespace Chat.E2E.Journeys;

/// <summary>An admin may look into a chat, and each look is written down.</summary>
public sealed class OverseeingTests(Stage stage) : Journey(stage)
{
    [Fact]
    public async Task An_admin_only_reads_and_every_opening_is_written_down_once()
    {
        var admin = await ArriveAsync(Admin);
        var chat = await Site.NumberOfAsync(Dmitry, Ivan);
        Assert.Equal(0, await OpeningsAsync(chat));
        await Expect(admin.Chats.LastText(DmitrysPhysics)).Not.ToContainTextAsync("Выздоравливайте");

        await admin.Chats.OpenAsync(DmitrysPhysics);
        await Expect(admin.Thread.Stored("Выздоравливайте")).ToHaveCountAsync(1);
        await Expect(admin.Thread.Notice).ToHaveTextAsync(admin.Word<ConversationTexts>("ReadOnlyOverseer"));
        await Expect(admin.Thread.ReadOnlyMark).ToBeVisibleAsync();
        await Expect(admin.Thread.Field).ToHaveCountAsync(0);
        Assert.Equal(1, await OpeningsAsync(chat));

        await admin.GoAsync($"/chat/{chat}");
        await admin.LiveAsync();
        Assert.Equal(2, await OpeningsAsync(chat));
    }

    private async Task<int> OpeningsAsync(int chat)
    {
        await using var db = Site.OpenDb();
        var admin = await db.Users.SingleAsync(u => u.Email == Admin.Email);
        var target = string.Create(CultureInfo.InvariantCulture, $"conversation:{chat}");
        return await db.AuditEntries.CountAsync(e => e.Action == "conversation.opened" && e.Target == target && e.ActorId == admin.Id);
    }
}
