using System.Text.Json;
using Chat.Web.Tests.TestSupport;

namespace Chat.Web.Tests.Api;

/// <summary>
/// The report in which a student's message hung and three of four tests never got past the sign-in, because the database
/// was locked: its four tests at once, with a hundred who sign in and a hundred who send beside them.
/// </summary>
public class DocumentATests(OpenHouse house) : IClassFixture<OpenHouse>
{
    private const string Forum = "/api/chat/forum/";

    [Fact]
    public async Task Its_four_tests_pass_at_once_in_a_crowd()
    {
        var school = house.School;
        var senders = new List<(Caller Caller, int Chat)>();
        foreach (var (actor, chat) in new[] { (school.Anna, school.AnnasPhysics), (school.Ivan, school.DmitrysPhysics), (school.Dmitry, school.DmitrysPhysics), (school.Maria, school.AnnasTutoring) })
        {
            senders.Add((await house.AsAsync(actor), chat));
        }

        var (physics, dmitrys, tutoring) = (await school.LastSeqAsync(school.AnnasPhysics), await school.LastSeqAsync(school.DmitrysPhysics), await school.LastSeqAsync(school.AnnasTutoring));
        var logins = Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? ("anna.ivanova@student.com", "password123") : ("tutor1@test.com", "test"))
            .Select(who => house.Nobody.PostAsync("/api/auth/login/", new { email = who.Item1, password = who.Item2 })).ToList();
        var sends = Enumerable.Range(0, 100).Select(i => senders[i % 4].Caller.PostAsync($"{Forum}{senders[i % 4].Chat}/send_message/", new { content = $"Message {i}" })).ToList();

        await Task.WhenAll(StudentAndTeacherAsync(), StudentAndTutorAsync(), ParentReadsAsync(), AdminSeesAsync());

        Assert.All(await Task.WhenAll(logins), a => a.Is(200));
        Assert.All(await Task.WhenAll(sends), a => a.Is(201));
        Assert.Equal((physics + 25, dmitrys + 50, tutoring + 25),
            (await school.LastSeqAsync(school.AnnasPhysics), await school.LastSeqAsync(school.DmitrysPhysics), await school.LastSeqAsync(school.AnnasTutoring)));
    }

    [Fact]
    public async Task A_send_that_is_repeated_is_said_once()
    {
        var student = await house.AsAsync(house.School.Anna);
        var body = new { content = "Once", client_message_id = Guid.NewGuid() };

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => student.PostAsync($"{Forum}{house.School.AnnasPhysics}/send_message/", body)));

        Assert.Single(answers, a => a.Status == 201);
        Assert.Equal(19, answers.Count(a => a.Status == 200));
        Assert.Single(answers.Select(a => a["message"].GetProperty("seq").GetInt32()).Distinct());
        (await student.PostAsync($"{Forum}{house.School.AnnasPhysics}/send_message/", body with { content = "Twice" })).Is(409, "client_id_reused");
    }

    [Fact]
    public async Task Pages_meet_without_a_gap_however_they_are_asked_for()
    {
        var (school, me) = (house.School, await house.AsAsync(house.School.TestTutor));
        for (var i = 0; i < 7; i++)
        {
            (await school.SayAsync(i % 2 == 0 ? school.TestTutor : school.TestStudent, school.Tutoring, $"Line {i}")).Granted();
        }

        var last = await school.LastSeqAsync(school.Tutoring);
        var path = $"{Forum}{school.Tutoring}/messages/";
        Assert.Equal([last - 2, last - 1, last], await SeqsAsync(me, $"{path}?limit=3"));
        Assert.Equal([last - 5, last - 4, last - 3], await SeqsAsync(me, $"{path}?limit=3&offset=3"));
        Assert.Equal([last - 5, last - 4, last - 3], await SeqsAsync(me, $"{path}?limit=3&before={last - 2}"));
        Assert.Equal([last - 2, last - 1, last], await SeqsAsync(me, $"{path}?limit=50&after={last - 3}"));
        Assert.Equal([last - 5, last - 3, last - 1], await SeqsAsync(me, $"{path}?limit=3&sender={school.TestStudent.Id}"));
        Assert.Empty(await SeqsAsync(me, $"{path}?after={last}"));
        var whole = (await me.GetAsync($"{path}?limit=100000")).Is(200);
        Assert.Equal((last, 100), (whole["count"].GetInt32(), whole["limit"].GetInt32()));
    }

    private async Task StudentAndTeacherAsync()
    {
        var (student, teacher) = (await SignInAsync("test_student@example.com", "test123"), await SignInAsync("test_teacher@example.com", "test123"));
        var mine = await ChatsAsync(student);
        Assert.Equal(["forum_subject", "forum_tutor"], mine.Select(c => c.GetProperty("type").GetString()).Order());
        var chat = Assert.Single(await ChatsAsync(teacher));
        Assert.Equal("Математика - Test Student ↔ Test Teacher", chat.GetProperty("name").GetString());
        Assert.Equal("Mathematics - Test Student ↔ Test Teacher", (await teacher.GetAsync(Forum, ("Accept-Language", "en"))).Is(200)["results"][0].GetProperty("name").GetString());

        await TalkAsync(chat.GetProperty("id").GetInt32(), student, "Здравствуйте! Как решать задачу 5?", teacher, "Через дискриминант.");
    }

    private async Task StudentAndTutorAsync()
    {
        var (student, tutor) = (await SignInAsync("test_student@example.com", "test123"), await SignInAsync("test_tutor@example.com", "test123"));
        var chat = Assert.Single(await ChatsAsync(tutor));
        Assert.Equal(("forum_tutor", "Математика - Test Student ↔ Test Tutor"), (chat.GetProperty("type").GetString(), chat.GetProperty("name").GetString()));

        await TalkAsync(chat.GetProperty("id").GetInt32(), student, "Когда занятие?", tutor, "Завтра в пять.");
    }

    private async Task ParentReadsAsync()
    {
        var parent = await SignInAsync("test_parent@example.com", "test123");
        var chats = await ChatsAsync(parent);
        Assert.Equal(2, chats.Count);

        foreach (var chat in chats)
        {
            Assert.False(chat.GetProperty("can_post").GetBoolean());
            var id = chat.GetProperty("id").GetInt32();
            Assert.Equal(id, (await parent.GetAsync($"{Forum}{id}/messages/")).Is(200)["chat_id"].GetInt32());
            (await parent.PostAsync($"{Forum}{id}/send_message/", new { content = "And I say" })).Is(403, "read_only");
        }
    }

    private async Task AdminSeesAsync()
    {
        var admin = await SignInAsync("admin@example.com", "admin12345");
        var chats = await ChatsAsync(admin);
        int[] everyones = [house.School.Maths, house.School.Tutoring, house.School.AnnasPhysics, house.School.AnnasTutoring, house.School.DmitrysPhysics];
        Assert.Superset(everyones.ToHashSet(), chats.Select(c => c.GetProperty("id").GetInt32()).ToHashSet());
        (await admin.GetAsync($"{Forum}{house.School.Maths}/messages/")).Is(200);
        (await admin.PostAsync($"{Forum}{house.School.Maths}/send_message/", new { content = "And I say" })).Is(403, "read_only");
    }

    private static async Task TalkAsync(int chat, Caller student, string question, Caller staff, string answer)
    {
        var asked = (await student.PostAsync($"{Forum}{chat}/send_message/", new { content = question })).Is(201)["message"];
        Assert.Equal((chat, question, "student"), (asked.GetProperty("chat_id").GetInt32(), asked.GetProperty("content").GetString(), asked.GetProperty("sender").GetProperty("role").GetString()));
        var replied = (await staff.PostAsync($"{Forum}{chat}/send_message/", new { content = answer, reply_to = asked.GetProperty("id").GetInt64() })).Is(201)["message"];
        Assert.Equal(asked.GetProperty("id").GetInt64(), replied.GetProperty("reply_to").GetInt64());
        var read = (await student.GetAsync($"{Forum}{chat}/messages/")).Is(200)["results"].EnumerateArray().Select(m => m.GetProperty("content").GetString()).ToList();
        Assert.Equal([question, answer], read[^2..]);
    }

    private async Task<Caller> SignInAsync(string email, string password)
    {
        var token = (await house.Nobody.PostAsync("/api/auth/login/", new { email, password })).Is(200)["data"].GetProperty("token").GetString();
        Assert.Equal(40, token!.Length);
        return house.School.CallAs($"Token {token}");
    }

    private static async Task<List<JsonElement>> ChatsAsync(Caller caller)
    {
        var list = (await caller.GetAsync(Forum)).Is(200);
        Assert.True(list["success"].GetBoolean());
        Assert.Equal(list["count"].GetInt32(), list["results"].GetArrayLength());
        return [.. list["results"].EnumerateArray()];
    }

    private static async Task<IEnumerable<int>> SeqsAsync(Caller caller, string path) =>
        (await caller.GetAsync(path)).Is(200)["results"].EnumerateArray().Select(m => m.GetProperty("seq").GetInt32());
}
