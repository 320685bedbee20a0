using System.Text.Json;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Api;

/// <summary>The testing guide of the bot chat, step by step as it has them, and what it does not say.</summary>
public class DocumentBTests(OpenHouse house) : IClassFixture<OpenHouse>
{
    private const string Say = "/api/user-response/";
    private const string Answer = "/api/bot-response/";
    private const string Conversations = "/api/chat/conversations/";

    [Theory]
    [InlineData("/")]
    [InlineData("")]
    public async Task Its_manual_test_passes_as_it_is_written(string slash)
    {
        var login = (await house.Nobody.PostAsync("/api/auth/login" + slash, new { username = "admin", password = "admin123" })).Is(200);
        var user = house.School.CallAs($"Bearer {login["access"].GetString()}");

        var said = (await user.PostAsync("/api/user-response" + slash, new { message = "Hello, bot!" })).Is(201);
        var id = said["conversation_id"].GetString()!;
        var answer = (await user.PostAsync("/api/bot-response" + slash, new { conversation_id = id })).Is(200);

        Assert.True(Guid.TryParse(id, out _));
        Assert.Equal(id, answer["conversation_id"].GetString());
        Assert.Equal("bot", answer["message"].GetProperty("type").GetString());
        Assert.StartsWith("Hello!", answer["message"].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Array, answer["message"].GetProperty("sources").ValueKind);

        // It appears in the list, and its messages in it.
        Assert.Equal(id, (await user.GetAsync("/api/chat/conversations" + slash)).Is(200)["results"][0].GetProperty("id").GetString());
        Assert.Equal(id, (await user.GetAsync($"/api/chat/conversations/{id}{slash}")).Is(200)["id"].GetString());
        var messages = (await user.GetAsync($"/api/chat/conversations/{id}/messages{slash}")).Is(200)["results"].EnumerateArray().ToList();
        Assert.Equal(["user", "bot"], messages.Select(m => m.GetProperty("type").GetString()));
        Assert.Equal("success", (await user.PostAsync($"/api/chat/messages/{messages[1].GetProperty("id").GetInt64()}/read{slash}")).Is(200)["status"].GetString());
        Assert.Equal(0, (await user.GetAsync($"/api/chat/conversations/{id}{slash}")).Is(200)["unread_count"].GetInt32());
    }

    [Fact]
    public async Task Prompts_come_in_the_callers_language()
    {
        var anna = await house.AsAsync(house.School.Anna);

        var own = (await anna.GetAsync("/api/bot-prompts/")).Is(200).Json.EnumerateArray().ToList();
        var english = (await anna.GetAsync("/api/bot-prompts/", ("Accept-Language", "en"))).Is(200).Json.EnumerateArray().ToList();

        Assert.Equal((4, 4), (own.Count, english.Count));
        Assert.Equal([1, 2, 3, 4], own.Select(p => p.GetProperty("order").GetInt32()));
        Assert.Equal(("Расписание", "Timetable"), (own[0].GetProperty("title").GetString(), english[0].GetProperty("title").GetString()));
        Assert.All(own, p => Assert.True(p.GetProperty("id").GetInt32() > 0 && p.GetProperty("text").GetString()!.Length > 0));
    }

    [Fact]
    public async Task Asked_for_twice_or_by_twenty_at_once_the_answer_is_one()
    {
        var anna = await house.AsAsync(house.School.Anna);
        var id = (await anna.PostAsync(Say, new { message = "Где взять справку?" })).Is(201)["conversation_id"].GetString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => anna.PostAsync(Answer, new { conversation_id = id })));

        Assert.Single(answers.Select(a => a.Is(200)["message"].GetProperty("id").GetInt64()).Distinct());
        Assert.Equal(2, (await anna.GetAsync($"{Conversations}{id}/messages/")).Is(200)["results"].GetArrayLength());
        Assert.Equal("Справка после болезни", answers[0]["message"].GetProperty("sources")[0].GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_question_that_is_repeated_is_asked_once_and_begins_one_conversation()
    {
        var (anna, dmitry) = (await house.AsAsync(house.School.Anna), await house.AsAsync(house.School.Dmitry));
        var body = new { message = "Когда обед?", client_message_id = Guid.NewGuid() };

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => anna.PostAsync(Say, body)));

        Assert.Single(answers, a => a.Status == 201);
        Assert.Equal(19, answers.Count(a => a.Status == 200));
        Assert.Single(answers.Select(a => (a["conversation_id"].GetString(), a["message_id"].GetInt64())).Distinct());
        (await anna.PostAsync(Say, body with { message = "Другое" })).Is(409, "client_id_reused");
        // What somebody else calls the same is something else.
        Assert.NotEqual(answers[0]["conversation_id"].GetString(), (await dmitry.PostAsync(Say, body)).Is(201)["conversation_id"].GetString());
    }

    [Fact]
    public async Task A_conversation_is_begun_with_a_greeting_or_with_a_message()
    {
        var maria = await house.AsAsync(house.School.Maria);

        var greeted = (await maria.PostAsync(Conversations)).Is(201);
        Assert.StartsWith("Здравствуйте", greeted["last_message"].GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, greeted["unread_count"].GetInt32());
        Assert.Equal("Помощник", greeted["title"].GetString());
        var refused = (await maria.PostAsync(Answer, new { conversation_id = greeted["id"].GetString() })).Is(400, "no_user_message");
        Assert.Equal("No user message found in conversation", refused["detail"].GetString());

        Assert.Equal("Когда обед?", (await maria.PostAsync(Conversations, new { message = "Когда обед?" })).Is(201)["last_message"].GetProperty("content").GetString());
        var key = new { client_id = Guid.NewGuid() };
        Assert.Equal((await maria.PostAsync(Conversations, key)).Is(201)["id"].GetString(), (await maria.PostAsync(Conversations, key)).Is(200)["id"].GetString());
    }

    [Fact]
    public async Task Pages_meet_without_a_gap()
    {
        var elena = await house.AsAsync(house.School.Elena);
        string? id = null;
        for (var i = 0; i < 23; i++)
        {
            id = (await elena.PostAsync(Say, new { message = $"Вопрос {i}" })).Is(201)["conversation_id"].GetString();
        }

        for (var i = 0; i < 12; i++)
        {
            (await elena.PostAsync(Say, new { message = $"Ещё {i}", conversation_id = id })).Is(201);
            (await elena.PostAsync(Answer, new { conversation_id = id })).Is(200);
        }

        var chats = await AllAsync(elena, Conversations, 20);
        Assert.Equal(23, chats.Count);
        Assert.Equal(23, chats.Select(c => c.GetProperty("id").GetString()).Distinct().Count());
        Assert.Equal(id, chats[0].GetProperty("id").GetString());

        var pages = await PagesAsync(elena, $"{Conversations}{id}/messages/?limit=7");
        var seqs = pages.AsEnumerable().Reverse().SelectMany(p => p).Select(m => m.GetProperty("seq").GetInt32()).ToList();
        Assert.Equal(Enumerable.Range(1, seqs.Count), seqs);
        Assert.True(seqs.Count >= 25);
        Assert.All(pages, p => Assert.InRange(p.Count, 1, 7));
    }

    [Theory]
    [InlineData("?limit=0", "page_invalid")]
    [InlineData("?limit=-1", "page_invalid")]
    [InlineData("?limit=100000", null)]
    [InlineData("?cursor=nonsense", "cursor_invalid")]
    [InlineData("?cursor=OTk5OTk5OTk5OTk5OTk5OTk5OTkuMQ", "cursor_invalid")]
    [InlineData("?cursor=", "cursor_invalid")]
    public async Task A_page_is_asked_for_as_it_can_be(string query, string? refused)
    {
        var tutor = await house.AsAsync(house.School.TestTutor);
        var id = (await tutor.PostAsync(Say, new { message = "Страницы" })).Is(201)["conversation_id"].GetString();
        foreach (var answer in new[] { await tutor.GetAsync(Conversations + query), await tutor.GetAsync($"{Conversations}{id}/messages/{query}") })
        {
            if (refused is null)
            {
                answer.Is(200);
            }
            else
            {
                answer.Is(400, refused);
            }
        }
    }

    /// <summary>A13: what is somebody else's is answered as what is not there, and nothing comes of it.</summary>
    [Fact]
    public async Task Whatever_is_somebody_elses_is_not_there()
    {
        var (mine, theirs) = (await house.AsAsync(house.School.TestStudent), await house.AsAsync(house.School.TestTeacher));
        var said = (await mine.PostAsync(Say, new { message = "Только моё" })).Is(201);
        var (id, message) = (said["conversation_id"].GetString()!, said["message_id"].GetInt64());
        (await mine.PostAsync(Answer, new { conversation_id = id })).Is(200);
        var none = Guid.NewGuid();

        foreach (var (foreign, unknown) in new[]
        {
            (await theirs.PostAsync(Answer, new { conversation_id = id }), await theirs.PostAsync(Answer, new { conversation_id = none })),
            (await theirs.PostAsync(Say, new { message = "Чужое", conversation_id = id }), await theirs.PostAsync(Say, new { message = "Чужое", conversation_id = none })),
            (await theirs.GetAsync($"{Conversations}{id}/"), await theirs.GetAsync($"{Conversations}{none}/")),
            (await theirs.GetAsync($"{Conversations}{id}/messages/"), await theirs.GetAsync($"{Conversations}{none}/messages/")),
            (await theirs.PostAsync($"/api/chat/messages/{message}/read/"), await theirs.PostAsync("/api/chat/messages/99999999/read/")),
        })
        {
            foreign.Is(404, "not_found");
            Assert.Equal(unknown.Body, foreign.Body);
        }

        // Nor does the number of somebody's forum chat lead anywhere.
        (await theirs.SendTextAsync(HttpMethod.Post, Answer, $$"""{"conversation_id":{{house.School.Maths}}}""")).Is(400);
        (await theirs.GetAsync($"/api/chat/forum/{await NumberAsync(Guid.Parse(id))}/messages/")).Is(404, "not_found");
        Assert.Equal(2, (await mine.GetAsync($"{Conversations}{id}/messages/")).Is(200)["results"].GetArrayLength());
    }

    [Fact]
    public async Task A_body_cannot_speak_for_somebody_else_or_for_the_bot()
    {
        var anna = await house.AsAsync(house.School.Anna);
        var before = (await AllAsync(anna, Conversations, 100)).Count;

        (await anna.PostAsync(Say, new { message = "x", sender = house.School.Dmitry.Id })).Is(400, "sender_not_you");
        (await anna.PostAsync(Say, new { message = "x", sender = house.School.Bot.Id })).Is(400, "sender_not_you");
        (await anna.PostAsync(Say, new { message = "" })).Is(400, "message_empty");
        (await anna.PostAsync(Say, new { message = new string('x', 10_001) })).Is(400, "message_too_long");
        (await anna.PostAsync(Say, new { message = "x", conversation_id = "CONVERSATION_ID" })).Is(400, "malformed");
        (await anna.PostAsync(Say, new { message = "x", attachment_ids = new[] { Guid.NewGuid().ToString() } })).Is(400, "attachment_unknown");
        var (_, sent) = await house.School.SendFileAsync(house.School.Anna, house.School.AnnasPhysics);
        (await anna.PostAsync(Say, new { message = "x", attachment_ids = new[] { sent.Id } })).Is(400, "attachment_unknown");
        (await anna.PostAsync(Answer, new { })).Is(400, "field_missing");
        Assert.Equal(before, (await AllAsync(anna, Conversations, 100)).Count);

        var said = (await anna.PostAsync(Say, new { message = "Я бот", type = "bot", is_bot = true, answer = new { }, sources = new[] { 1 } })).Is(201);
        var messages = (await anna.GetAsync($"{Conversations}{said["conversation_id"].GetString()}/messages/")).Is(200)["results"];
        Assert.Equal("user", messages[0].GetProperty("type").GetString());
    }

    private async Task<int> NumberAsync(Guid publicId)
    {
        await using var db = house.School.OpenDb();
        return await db.Conversations.Where(c => c.PublicId == publicId).Select(c => c.Id).SingleAsync(Stop);
    }

    private static async Task<List<JsonElement>> AllAsync(Caller caller, string path, int limit) => [.. (await PagesAsync(caller, $"{path}?limit={limit}")).SelectMany(p => p)];

    private static async Task<List<List<JsonElement>>> PagesAsync(Caller caller, string path)
    {
        var pages = new List<List<JsonElement>>();
        for (var next = path; next is not null;)
        {
            var page = (await caller.GetAsync(next)).Is(200);
            pages.Add([.. page["results"].EnumerateArray()]);
            next = page["next"].GetString() is { } address ? new Uri(address).PathAndQuery : null;
        }

        return pages;
    }
}
