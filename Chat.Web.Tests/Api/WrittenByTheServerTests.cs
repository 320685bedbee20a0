using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Api;

/// <summary>What only the house may say of a person or a message, sent along by somebody who would like to say it: not taken, on any door.</summary>
public sealed class WrittenByTheServerTests(OpenHouse house) : IClassFixture<OpenHouse>
{
    private static readonly DateTime LongAgo = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);

    private static readonly Dictionary<string, string> Wishes = new(StringComparer.Ordinal)
    {
        ["Role"] = "Admin",
        ["Capabilities"] = "7",
        ["Status"] = "Suspended",
        ["Id"] = "1",
        ["UserId"] = "1",
        ["IsDemo"] = "true",
        ["EmailConfirmed"] = "true",
        ["CreatedAt"] = "2001-02-03",
        ["ExpiresAt"] = "2999-01-01",
        ["UsedAt"] = "2001-02-03",
    };

    private SchoolHouse School => house.School;

    [Fact]
    public async Task Of_an_account_that_is_made_by_a_program()
    {
        (await house.Nobody.PostAsync("/api/auth/register/", new
        {
            email = "wishes@example.com",
            password = "correct horse",
            first_name = "Wishes",
            role = "admin",
            is_staff = true,
            is_superuser = true,
            capabilities = 7,
            status = "active",
            parent_of = School.Anna.Id,
            id = 1,
            user_id = 1,
            is_demo = true,
            email_confirmed = true,
            created_at = LongAgo,
            session = Guid.NewGuid(),
            password_hash = "x",
            security_stamp = "x",
        })).Is(201);

        await IsNobodySpecialAsync("wishes@example.com");
    }

    [Fact]
    public async Task Of_an_account_that_is_made_by_a_form()
    {
        var (token, cookie) = await School.FormOnAsync("/register", ("Cookie", "a=b"));
        using var form = Form(token, "register", ("FullName", "Formed"), ("Email", "formed@example.com"), ("Password", "correct horse"), ("Repeated", "correct horse"));

        await School.CallAs().SendAsync(HttpMethod.Post, "/register", form, cookie);

        await IsNobodySpecialAsync("formed@example.com");
    }

    [Fact]
    public async Task Of_an_invitation()
    {
        var (token, cookie) = await School.FormOnAsync("/admin/people/invite", await School.CookieOfAsync(School.Administrator));
        using var form = Form(token, "invite", ("FullName", "Invited"), ("Email", "invited@example.com"), ("Role", "Tutor"));

        await School.CallAs().SendAsync(HttpMethod.Post, "/admin/people/invite", form, cookie);

        await using var db = School.OpenDb();
        var invitation = await db.Invitations.SingleAsync(i => i.Email == "invited@example.com", Stop);
        Assert.Equal((Role.Tutor, null, null, School.Administrator.Id), (invitation.Role, invitation.UserId, invitation.UsedAt, invitation.InvitedById));
        Assert.InRange(invitation.ExpiresAt - School.The<TimeProvider>().GetUtcNow(), TimeSpan.Zero, Invitation.Lifetime);
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("PUT")]
    [InlineData("POST")]
    public async Task Of_oneself(string method)
    {
        var caller = await house.AsAsync(School.Anna);
        var before = (await caller.GetAsync("/api/auth/me/")).Is(200).Body;

        (await caller.SendTextAsync(new HttpMethod(method), "/api/auth/me/", """{"role":"admin","full_name":"Boss","email":"boss@example.com","id":1,"capabilities":7}""")).Is(405);
        var (token, cookie) = await School.FormOnAsync("/settings", await School.CookieOfAsync(School.Anna));
        using var form = Form(token, "preferences", ("language", "ru"));
        await School.CallAs().SendAsync(HttpMethod.Post, "/preferences", form, cookie);

        Assert.Equal(before, (await caller.GetAsync("/api/auth/me/")).Is(200).Body);
    }

    [Fact]
    public async Task Of_a_message_in_the_forum()
    {
        var (at, seq) = (School.The<TimeProvider>().GetUtcNow(), await School.LastSeqAsync(School.Maths));

        var said = (await (await house.AsAsync(School.TestStudent)).PostAsync($"/api/chat/forum/{School.Maths}/send_message/", new
        {
            content = "Mine",
            id = 1,
            seq = 1,
            chat_id = School.AnnasPhysics,
            conversation_id = School.AnnasPhysics,
            sender_id = School.TestTeacher.Id,
            created_at = LongAgo,
            sent_at = LongAgo,
            updated_at = LongAgo,
            is_bot = true,
            message_type = "system",
            is_pinned = true,
            pinned_at = LongAgo,
            is_edited = true,
            is_deleted = true,
            removed_at = LongAgo,
            html = "<b>x</b>",
            attachments = new[] { "a" },
        })).Is(201);

        await IsOrdinaryAsync(said["message"].GetProperty("id").GetInt64(), School.Maths, School.TestStudent, seq + 1, at);
        Assert.Equal(("text", "<p>Mine</p>", 0), (said["message"].GetProperty("message_type").GetString(), said["message"].GetProperty("html").GetString(), said["message"].GetProperty("attachments").GetArrayLength()));
    }

    [Fact]
    public async Task Of_a_message_in_a_thread_and_of_one_that_is_changed()
    {
        var (one, other) = await house.TwoTeachersAsync();
        var (thread, elsewhere, at) = (await house.ThreadAsync(one, other), School.AnnasPhysics, School.The<TimeProvider>().GetUtcNow());
        var caller = await house.AsAsync(one);

        var said = (await caller.PostAsync("/api/chat/messages/", new { thread, text = "Mine", id = 1, seq = 77, sender_id = other.Id, created = LongAgo, sent_at = LongAgo, is_read = true, is_deleted = true, is_edited = true, is_bot = true, conversation_id = elsewhere })).Is(201);
        await IsOrdinaryAsync(said["id"].GetInt64(), thread, one, 1, at);

        var mine = (await (await house.AsAsync(School.TestStudent)).PostAsync($"/api/chat/forum/{School.Maths}/send_message/", new { content = "Mine" })).Is(201)["message"].GetProperty("id").GetInt64();
        var seq = await School.LastSeqAsync(School.Maths);
        (await (await house.AsAsync(School.TestStudent)).PatchAsync($"/api/chat/forum/{School.Maths}/messages/{mine}/edit/", new { content = "Mine again", sender_id = School.TestTeacher.Id, seq = 1, created_at = LongAgo, is_pinned = true, is_deleted = true, chat_id = elsewhere })).Is(200);
        await IsOrdinaryAsync(mine, School.Maths, School.TestStudent, seq, at);
    }

    /// <summary>A form of ours with everything beside it that nobody is asked for.</summary>
    private static FormUrlEncodedContent Form(string token, string handler, params (string Name, string Value)[] fields)
    {
        var asked = fields.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        return new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", token), new("_handler", handler),
            .. fields.SelectMany(f => new KeyValuePair<string, string>[] { new($"Form.{f.Name}", f.Value), new(f.Name, f.Value) }),
            .. Wishes.Where(w => !asked.Contains(w.Key)).SelectMany(w => new KeyValuePair<string, string>[] { new($"Form.{w.Key}", w.Value), new(w.Key, w.Value), new($"User.{w.Key}", w.Value) }),
        ]);
    }

    private async Task IsNobodySpecialAsync(string email)
    {
        await using var db = School.OpenDb();
        var user = await db.Users.SingleAsync(u => u.Email == email, Stop);
        var parents = await db.GuardianLinks.CountAsync(l => l.ParentId == user.Id, Stop);
        Assert.Equal((false, Capabilities.None, AccountStatus.Active, false, false, 0), (user.Role is Role.Admin, user.Capabilities, user.Status, user.IsDemo, user.EmailConfirmed, parents));
        Assert.InRange(School.The<TimeProvider>().GetUtcNow() - user.CreatedAt, TimeSpan.Zero, Limit);
    }

    private async Task IsOrdinaryAsync(long id, int conversation, Actor sender, int seq, DateTimeOffset at)
    {
        await using var db = School.OpenDb();
        var message = await db.Messages.AsNoTracking().SingleAsync(m => m.Id == id, Stop);
        Assert.Equal((conversation, sender.Id, seq, null, null), (message.ConversationId, message.SenderId, message.Seq, message.PinnedAt, message.RemovedAt));
        Assert.InRange(message.SentAt - at, TimeSpan.Zero, Limit);
    }
}
