using System.Text.Json;
using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Api;

/// <summary>What is said by one door is heard behind every other, at once and the same.</summary>
public class BothWaysTests(OpenHouse house) : IClassFixture<OpenHouse>
{
    [Fact]
    public async Task What_a_program_says_reaches_every_open_page_of_every_reader()
    {
        var school = house.School;
        Actor[] readers = [school.Anna, school.Anna, school.Ivan, school.Elena, school.Admin];
        var lines = readers.Select(r => school.Feed.Open(r.Id)).ToList();
        using var stranger = school.Feed.Open(school.Dmitry.Id);

        var said = (await (await house.AsAsync(school.Ivan)).PostAsync($"/api/chat/forum/{school.AnnasPhysics}/send_message/", new { content = "Heard" })).Is(201)["message"];

        foreach (var line in lines)
        {
            var heard = Assert.Single(line.HeardSoFar<MessageSent>()).Message;
            Assert.Equal((said.GetProperty("id").GetInt64(), said.GetProperty("seq").GetInt32(), "Heard"), (heard.Id, heard.Seq, heard.Text));
            line.Dispose();
        }

        Assert.Empty(stranger.HeardSoFar<MessageSent>());
    }

    [Fact]
    public async Task A_thread_is_heard_by_its_two_and_by_nobody_else()
    {
        var school = house.School;
        var thread = await house.ThreadAsync(school.Maria, school.Administrator);
        using var one = school.Feed.Open(school.Maria.Id);
        using var other = school.Feed.Open(school.Administrator.Id);
        using var admin = school.Feed.Open(school.Admin.Id);

        var said = (await (await house.AsAsync(school.Maria)).PostAsync("/api/chat/messages/", new { thread, text = "Between us" })).Is(201);

        Assert.Equal(said["seq"].GetInt32(), Assert.Single(one.HeardSoFar<MessageSent>()).Message.Seq);
        Assert.Equal(said["seq"].GetInt32(), Assert.Single(other.HeardSoFar<MessageSent>()).Message.Seq);
        Assert.Empty(admin.HeardSoFar<MessageSent>());
    }

    [Fact]
    public async Task What_a_page_says_changes_and_removes_is_so_for_programs_at_once()
    {
        var (school, reader) = (house.School, await house.AsAsync(house.School.Dmitry));
        var said = (await school.SayAsync(school.Ivan, school.DmitrysPhysics, "From a page")).Granted();
        var chat = (await reader.GetAsync("/api/chat/forum/")).Is(200)["results"][0];
        Assert.Equal(said.Id, chat.GetProperty("last_message").GetProperty("id").GetInt64());
        Assert.Equal("From a page", (await NewestAsync()).GetProperty("content").GetString());

        (await school.Revisions.EditAsync(school.Ivan, school.DmitrysPhysics, said.Seq, "Otherwise", Stop)).Granted();
        Assert.Equal(("Otherwise", true), ((await NewestAsync()).GetProperty("content").GetString(), (await NewestAsync()).GetProperty("is_edited").GetBoolean()));

        (await school.Revisions.RemoveAsync(school.Ivan, school.DmitrysPhysics, said.Seq, cancellation: Stop)).Granted();
        Assert.Equal(("", true), ((await NewestAsync()).GetProperty("content").GetString(), (await NewestAsync()).GetProperty("is_deleted").GetBoolean()));

        async Task<JsonElement> NewestAsync() => (await reader.GetAsync($"/api/chat/forum/{school.DmitrysPhysics}/messages/?limit=1")).Is(200)["results"][0];
    }

    [Fact]
    public async Task What_a_program_changes_and_pins_is_heard_on_open_pages()
    {
        var (school, ivan) = (house.School, await house.AsAsync(house.School.Ivan));
        var said = (await school.SayAsync(school.Ivan, school.AnnasPhysics)).Granted();
        using var anna = school.Feed.Open(school.Anna.Id);
        var path = $"/api/chat/forum/{school.AnnasPhysics}/messages/{said.Id}";

        (await ivan.PatchAsync($"{path}/edit/", new { content = "As Anna", sender = school.Anna.Id })).Is(400, "sender_not_you");
        (await ivan.PatchAsync($"{path}/edit/", new { text = "Under another name" })).Is(400, "message_empty");
        (await ivan.PatchAsync($"{path}/edit/", new { content = "Better" })).Is(200);
        (await ivan.PostAsync($"{path}/pin/", new { is_pinned = true })).Is(200);
        (await ivan.DeleteAsync($"{path}/delete/")).Is(204);

        var heard = anna.HeardSoFar<MessageChanged>();
        Assert.Contains(heard, h => h.Message.Text == "Better");
        Assert.NotNull(heard[^1].Message.RemovedAt);
        Assert.Equal(["Hello", "Better"], (await school.Revisions.HistoryAsync(school.Ivan, school.AnnasPhysics, said.Seq, Stop)).Granted().Select(r => r.Text).Take(2));
    }

    [Fact]
    public async Task Reading_along_moves_nobodys_pointer_and_an_admin_answers_for_it_each_time()
    {
        var school = house.School;
        (await school.SayAsync(school.TestStudent, school.Maths, "To be read")).Granted();
        var (before, audited) = (await PlacesAsync(), await AuditedAsync());

        foreach (var reader in new[] { school.TestParent, school.Admin, school.Admin, school.TestTeacher })
        {
            (await (await house.AsAsync(reader)).GetAsync($"/api/chat/forum/{school.Maths}/messages/")).Is(200);
            await (await house.AsAsync(reader)).GetAsync("/api/chat/forum/");
        }

        Assert.Equal(before, await PlacesAsync());
        Assert.Equal(audited + 2, await AuditedAsync());
        // What would be oversight is not shown in a list.
        var listed = (await (await house.AsAsync(school.Admin)).GetAsync("/api/chat/forum/")).Is(200);
        Assert.All(listed["results"].EnumerateArray(), c => Assert.Equal(JsonValueKind.Null, c.GetProperty("last_message").ValueKind));

        async Task<string> PlacesAsync()
        {
            await using var db = school.OpenDb();
            return string.Join(',', await db.Participants.Where(p => p.ConversationId == school.Maths).OrderBy(p => p.UserId).Select(p => $"{p.UserId}:{p.LastReadSeq}").ToListAsync(Stop));
        }

        async Task<int> AuditedAsync()
        {
            await using var db = school.OpenDb();
            return await db.AuditEntries.CountAsync(e => e.Action == "conversation.opened" && e.ActorId == school.Admin.Id && e.Target == $"conversation:{school.Maths}", Stop);
        }
    }
}
