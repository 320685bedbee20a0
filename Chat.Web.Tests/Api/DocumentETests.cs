using System.Text.Json;
using Chat.Web.Access;
using Chat.Web.Tests.TestSupport;

namespace Chat.Web.Tests.Api;

/// <summary>Threads of two people, in the words of the document that asked for them: its tests by their names, and those it forgot.</summary>
public class DocumentETests(OpenHouse house) : IClassFixture<OpenHouse>
{
    private const string Threads = "/api/chat/threads/";
    private const string Messages = "/api/chat/messages/";

    [Fact]
    public async Task test_successful_registration()
    {
        var made = (await RegisterAsync("new-e@example.com")).Is(201);

        Assert.Equal(["access", "refresh"], made.Json.EnumerateObject().Select(p => p.Name).Order());
        var me = (await house.School.CallAs($"Bearer {made["access"]}").GetAsync("/api/auth/me/")).Is(200);
        Assert.Equal("new-e@example.com", me["email"].GetString());
    }

    [Fact]
    public async Task test_registration_with_existing_email()
    {
        var refused = (await RegisterAsync("test_student@example.com")).Is(400, "email_taken");

        Assert.Equal("This e-mail address is already taken.", refused["errors"].GetProperty("email")[0].GetString());
    }

    [Fact]
    public async Task test_successful_login()
    {
        var pair = (await house.Nobody.PostAsync("/api/auth/token/", new { email = "test_student@example.com", password = "test123" })).Is(200);

        (await house.School.CallAs($"Bearer {pair["access"]}").GetAsync("/api/auth/me/")).Is(200);
        (await house.Nobody.PostAsync("/api/auth/token/refresh/", new { refresh = pair["refresh"].GetString() })).Is(200);
    }

    [Fact]
    public async Task test_create_thread_with_same_participant_twice()
    {
        var (one, _) = await house.TwoTeachersAsync();

        var refused = (await CreateAsync(one, one.Id, one.Id)).Is(400, "same_participant_twice");

        Assert.Equal("The same participant cannot be added twice.", refused["detail"].GetString());
    }

    [Fact]
    public async Task test_create_thread_with_existing_participants()
    {
        var (one, other) = await house.TwoTeachersAsync();
        var first = (await CreateAsync(one, one.Id, other.Id)).Is(201);

        var same = (await CreateAsync(other, one.Id, other.Id)).Is(200);

        Assert.Equal(first["id"].GetInt32(), same["id"].GetInt32());
        Assert.Equal([one.Id, other.Id], same["participants"].EnumerateArray().Select(p => p.GetInt32()).Order());
    }

    [Fact]
    public async Task test_create_thread_with_more_than_two_participants()
    {
        var (one, other) = await house.TwoTeachersAsync();

        var refused = (await CreateAsync(one, one.Id, other.Id, house.School.Ivan.Id)).Is(400, "not_two_participants");

        Assert.Equal("A thread must have exactly two participants.", refused["detail"].GetString());
        (await CreateAsync(one)).Is(400, "not_two_participants");
        (await CreateAsync(one, one.Id)).Is(400, "not_two_participants");
    }

    [Fact]
    public async Task test_get_user_threads()
    {
        var me = await house.TeacherAsync();
        var threads = new List<int>();
        for (var i = 0; i < 12; i++)
        {
            threads.Add(await house.ThreadAsync(me, await house.TeacherAsync()));
        }

        var first = await GetAsync(me, $"{Threads}user_threads/");
        Assert.Equal(12, first["count"].GetInt32());
        Assert.Equal(10, first["results"].GetArrayLength());
        Assert.Equal(JsonValueKind.Null, first["previous"].ValueKind);

        // A client that follows the links sees each thread once, and comes back.
        var second = await GetAsync(me, new Uri(first["next"].GetString()!).PathAndQuery);
        Assert.Equal(JsonValueKind.Null, second["next"].ValueKind);
        Assert.Equal(threads.Order(), first["results"].EnumerateArray().Concat(second["results"].EnumerateArray()).Select(t => t.GetProperty("id").GetInt32()).Order());
        Assert.Equal(first.Body, (await GetAsync(me, new Uri(second["previous"].GetString()!).PathAndQuery)).Body);
    }

    [Fact]
    public async Task test_delete_thread()
    {
        var (one, other) = await house.TwoTeachersAsync();
        var thread = await house.ThreadAsync(one, other);
        await SayAsync(other, thread, "Before");

        (await (await house.AsAsync(one)).DeleteAsync($"{Threads}{thread}/")).Is(204);

        Assert.Equal(0, (await GetAsync(one, $"{Threads}user_threads/"))["count"].GetInt32());
        (await (await house.AsAsync(one)).GetAsync($"{Threads}{thread}/")).Is(404, "not_found");
        Assert.Equal("Before", (await GetAsync(other, $"{Threads}{thread}/messages/"))["results"][0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task test_send_message_with_user_not_in_thread()
    {
        var (one, other) = await house.TwoTeachersAsync();
        var thread = await house.ThreadAsync(one, other);
        var stranger = house.School.Ivan;

        var refused = (await (await house.AsAsync(stranger)).PostAsync(Messages, new { thread, text = "Hello", sender = stranger.Id })).Is(400, "sender_not_in_thread");

        Assert.Equal($"Sender with id {stranger.Id} is not a participant in the thread.", refused["detail"].GetString());
        Assert.Equal(0, await house.School.LastSeqAsync(thread));
    }

    [Fact]
    public async Task test_get_unread_messages_count()
    {
        var (one, other) = await house.TwoTeachersAsync();
        var thread = await house.ThreadAsync(one, other);
        await SayAsync(one, thread, "One");
        await SayAsync(one, thread, "Two");

        Assert.Equal(2, (await GetAsync(other, $"{Messages}unread/"))["unread_count"].GetInt32());
    }

    [Fact]
    public async Task test_mark_message_as_read()
    {
        var (one, other) = await house.TwoTeachersAsync();
        var thread = await house.ThreadAsync(one, other);
        var (first, second) = (await SayAsync(one, thread, "One"), await SayAsync(one, thread, "Two"));

        for (var i = 0; i < 2; i++)
        {
            var marked = (await MarkAsync(other, first)).Is(200);
            Assert.Equal("""{"status":"message marked as read"}""", marked.Body);
            Assert.Equal(1, (await GetAsync(other, $"{Messages}unread/"))["unread_count"].GetInt32());
        }

        Assert.Equal([true, false], (await GetAsync(one, $"{Threads}{thread}/messages/"))["results"].EnumerateArray().Select(m => m.GetProperty("is_read").GetBoolean()));
        (await MarkAsync(other, second)).Is(200);
        (await MarkAsync(other, first)).Is(200);
        Assert.Equal(0, (await GetAsync(other, $"{Messages}unread/"))["unread_count"].GetInt32());
    }

    [Fact]
    public async Task A_stranger_neither_reads_nor_deletes_nor_marks_in_a_foreign_thread()
    {
        var (one, other) = await house.TwoTeachersAsync();
        var thread = await house.ThreadAsync(one, other);
        var said = await SayAsync(one, thread, "Between us");
        var stranger = await house.AsAsync(house.School.Ivan);

        foreach (var (method, path, unknown) in new[]
        {
            (HttpMethod.Get, $"{Threads}{thread}/", $"{Threads}999999/"),
            (HttpMethod.Get, $"{Threads}{thread}/messages/", $"{Threads}999999/messages/"),
            (HttpMethod.Delete, $"{Threads}{thread}/", $"{Threads}999999/"),
            (HttpMethod.Post, $"{Messages}{said}/mark_as_read/", $"{Messages}999999999/mark_as_read/"),
        })
        {
            var refused = (await stranger.SendAsync(method, path)).Is(404, "not_found");
            Assert.Equal((await stranger.SendAsync(method, unknown)).Body, refused.Body);
        }

        (await MarkAsync(other, said)).Is(200);
        Assert.Equal(1, (await GetAsync(other, $"{Threads}user_threads/"))["count"].GetInt32());
    }

    [Fact]
    public async Task Nobody_makes_a_thread_between_two_others()
    {
        var (one, other) = await house.TwoTeachersAsync();

        (await CreateAsync(house.School.Admin, one.Id, other.Id)).Is(403, "not_related");

        Assert.Equal(0, (await GetAsync(one, $"{Threads}user_threads/"))["count"].GetInt32());
    }

    [Fact]
    public async Task A_student_makes_no_thread_with_a_student_and_whether_somebody_exists_is_not_told()
    {
        var school = house.School;

        var student = (await CreateAsync(school.Anna, school.Anna.Id, school.Dmitry.Id)).Is(403, "not_related");
        var unknown = (await CreateAsync(school.Anna, school.Anna.Id, 999_999)).Is(403, "not_related");

        Assert.Equal(unknown.Body, student.Body);
    }

    [Fact]
    public async Task A_sender_is_not_believed()
    {
        var (one, other) = await house.TwoTeachersAsync();
        var thread = await house.ThreadAsync(one, other);

        var refused = (await (await house.AsAsync(one)).PostAsync(Messages, new { thread, text = "In your name", sender = other.Id })).Is(400, "sender_not_in_thread");

        Assert.Equal($"Sender with id {other.Id} is not a participant in the thread.", refused["detail"].GetString());
        Assert.Equal(0, await house.School.LastSeqAsync(thread));
        Assert.Equal(one.Id, (await (await house.AsAsync(one)).PostAsync(Messages, new { thread, text = "In mine", sender = one.Id })).Is(201)["sender"].GetInt32());
    }

    [Fact]
    public async Task Own_messages_are_never_unread_and_not_for_oneself_to_mark()
    {
        var (one, other) = await house.TwoTeachersAsync();
        var said = await SayAsync(one, await house.ThreadAsync(one, other), "Mine");

        Assert.Equal(0, (await GetAsync(one, $"{Messages}unread/"))["unread_count"].GetInt32());
        (await MarkAsync(one, said)).Is(403, "own_message");
    }

    [Fact]
    public async Task Fifty_who_make_the_same_thread_at_once_make_one()
    {
        var (one, other) = await house.TwoTeachersAsync();
        await house.AsAsync(one);
        await house.AsAsync(other);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => CreateAsync(i % 2 == 0 ? one : other, one.Id, other.Id)));

        Assert.Single(answers, a => a.Status == 201);
        Assert.Equal(49, answers.Count(a => a.Status == 200));
        Assert.Single(answers.Select(a => a["id"].GetInt32()).Distinct());
    }

    [Fact]
    public async Task Deleting_clears_for_me_alone_and_creating_again_gives_it_back_empty()
    {
        var (one, other) = await house.TwoTeachersAsync();
        var thread = await house.ThreadAsync(one, other);
        await SayAsync(one, thread, "Forgotten");
        await SayAsync(other, thread, "Kept");
        (await (await house.AsAsync(one)).DeleteAsync($"{Threads}{thread}/")).Is(204);

        var again = (await CreateAsync(one, one.Id, other.Id)).Is(200);

        Assert.Equal(thread, again["id"].GetInt32());
        Assert.Equal(JsonValueKind.Null, again["last_message"].ValueKind);
        Assert.Equal(0, again["unread_count"].GetInt32());
        Assert.Equal(0, (await GetAsync(one, $"{Threads}{thread}/messages/"))["count"].GetInt32());
        Assert.Equal(2, (await GetAsync(other, $"{Threads}{thread}/messages/"))["count"].GetInt32());

        await SayAsync(other, thread, "New");
        Assert.Equal(["New"], (await GetAsync(one, $"{Threads}{thread}/messages/"))["results"].EnumerateArray().Select(m => m.GetProperty("text").GetString()));
    }

    private Task<Answer> RegisterAsync(string email) =>
        house.Nobody.PostAsync("/api/auth/register/", new { email, username = email.Split('@')[0], password = "correct horse", first_name = "New", last_name = "Person" });

    private async Task<Answer> CreateAsync(Actor actor, params int[] participants) => await (await house.AsAsync(actor)).PostAsync(Threads, new { participants });

    private async Task<Answer> GetAsync(Actor actor, string path) => (await (await house.AsAsync(actor)).GetAsync(path)).Is(200);

    private async Task<long> SayAsync(Actor actor, int thread, string text) =>
        (await (await house.AsAsync(actor)).PostAsync(Messages, new { thread, text })).Is(201)["id"].GetInt64();

    private async Task<Answer> MarkAsync(Actor actor, long message) => await (await house.AsAsync(actor)).PostAsync($"{Messages}{message}/mark_as_read/");
}
