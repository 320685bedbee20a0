using Chat.Web.Accounts;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Api;

/// <summary>Guessing over HTTP: of one account's password, of everybody's with one, and of who has an account at all.</summary>
public class GuessingTests
{
    private const string Known = "test_student@example.com";
    private const string Unknown = "nobody@example.com";

    [Theory]
    [InlineData(Known)]
    [InlineData(Unknown)]
    public async Task Twenty_wrong_tries_lock_an_account_for_a_quarter_of_an_hour_wherever_they_say_they_come_from(string email)
    {
        var clock = new HandClock();
        await using var school = await new SchoolHouse { IsOnTheStreet = true, Clock = clock }.OpenAsync();
        var tries = new List<Answer>();
        for (var i = 0; i < 20; i++)
        {
            tries.Add(await SignInAsync(school, email, "wrong", ("X-Forwarded-For", $"10.0.0.{i}"), ("Forwarded", $"for=10.0.0.{i}"), ("X-Real-IP", $"10.0.0.{i}")));
        }

        Assert.Equal(Enumerable.Repeat((401, "invalid_credentials"), 4).Concat(Enumerable.Repeat((423, "account_locked"), 16)), tries.Select(t => (t.Status, t.Code!)));
        (await SignInAsync(school, email, "test123")).Is(423, "account_locked");
        (await school.CallAs().PostAsync("/api/auth/token/", new { email, password = "test123" })).Is(423, "account_locked");
        // Nobody else is locked out with them.
        (await SignInAsync(school, "test_teacher@example.com", "test123")).Is(200);

        clock.Turn(TimeSpan.FromMinutes(15));
        (await SignInAsync(school, email, "test123")).Is(email == Known ? 200 : 401);
    }

    [Fact]
    public async Task One_password_for_five_hundred_accounts_is_stopped_and_written_down_and_those_who_are_known_here_still_get_in()
    {
        await using var school = await new SchoolHouse { IsOnTheStreet = true }.OpenAsync();
        (await SignInAsync(school, Known, "test123")).Is(200);

        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => SignInAsync(school, $"person{i}@example.com", "Winter2026", ("X-Forwarded-For", $"10.0.{i / 250}.{i % 250}"))));

        Assert.InRange(answers.Count(a => a.Code == "invalid_credentials"), 1, 50);
        Assert.All(answers, a => Assert.True(a is { Status: 401, Code: "invalid_credentials" } or { Status: 429, Code: "too_many_sign_ins" }, $"{a.Status} {a.Body}"));
        Assert.All(answers.Where(a => a.Status == 429), a => Assert.NotNull(a.Headers.RetryAfter));
        (await SignInAsync(school, Known, "test123")).Is(200);
        (await SignInAsync(school, "test_teacher@example.com", "test123")).Is(429, "too_many_sign_ins");
        await using var db = school.OpenDb();
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.Action == "sign_in.guessing", Stop));
    }

    [Fact]
    public async Task Whether_an_account_exists_is_told_by_no_answer()
    {
        await using var school = await new SchoolHouse { IsOnTheStreet = true }.OpenAsync();
        (await school.Accounts.SuspendAsync(school.Admin, school.Dmitry.Id, Stop)).Granted();
        foreach (var path in new[] { "/api/auth/login/", "/api/auth/token/" })
        {
            foreach (var password in new[] { "wrong", new string('x', 200), "password123" })
            {
                var (unknown, other) = (await AskAsync(Unknown), await AskAsync(password == "password123" ? "dmitry.smirnov@student.com" : "admin@test.com"));
                Assert.Equal((unknown.Status, unknown.Body, unknown.Headers.WwwAuthenticate.ToString()), (other.Status, other.Body, other.Headers.WwwAuthenticate.ToString()));
                unknown.Is(401, "invalid_credentials");

                Task<Answer> AskAsync(string email) => school.CallAs().PostAsync(path, new { email, password });
            }
        }

        // The same sentence to somebody without an invitation, whether the address is taken or not.
        var (taken, free) = (await RegisterAsync(Known), await RegisterAsync(Unknown));
        Assert.Equal(free.Is(403, "registration_closed").Body, taken.Body);

        Task<Answer> RegisterAsync(string email) => school.CallAs().PostAsync("/api/auth/register/", new { email, password = "correct horse", first_name = "X" });
    }

    [Fact]
    public async Task A_new_password_is_long_enough_and_not_one_of_the_first_that_anyone_would_try_and_kept_whole()
    {
        await using var school = await new SchoolHouse { IsOnTheStreet = true, Registration = RegistrationMode.Open }.OpenAsync();
        foreach (var (password, code) in new[] { ("test123", "password_too_short"), ("password123", "password_common"), ("admin12345", "password_common"), ("1234567", "password_too_short"), (new string('x', 129), "password_too_long") })
        {
            var refused = (await RegisterAsync(password, "refused@example.com")).Is(400, code);
            Assert.True(refused["errors"].TryGetProperty("password", out _));
        }

        var accepted = new[] { new string('y', 72) + "beyond what some hashes read", $"{new string('z', 127)}1", $"{new string('z', 63)}2", "spaces in it ", "🔑🔑🔑🔑 ключ" };
        foreach (var (password, i) in accepted.Select((p, i) => (p, i)))
        {
            (await RegisterAsync(password, $"person{i}@example.com")).Is(201);
            (await SignInAsync(school, $"person{i}@example.com", password)).Is(200);
            (await SignInAsync(school, $"person{i}@example.com", password[..^1])).Is(401);
            (await SignInAsync(school, $"person{i}@example.com", password.Trim() + " ")).Is(password.Trim() + " " == password ? 200 : 401);
        }

        (await RegisterAsync("pass-phrase@example.com", "pass-phrase@example.com")).Is(400, "password_common");

        Task<Answer> RegisterAsync(string password, string email) => school.CallAs().PostAsync("/api/auth/register/", new { email, password, first_name = "X" });
    }

    [Fact]
    public async Task A_role_is_not_taken_from_anybodys_word()
    {
        await using var school = await new SchoolHouse { Registration = RegistrationMode.Open }.OpenAsync();

        var pair = (await school.CallAs().PostAsync("/api/auth/register/", new
        {
            email = "boss@example.com",
            password = "correct horse",
            first_name = "Boss",
            role = "admin",
            is_staff = true,
            is_superuser = true,
            capabilities = 7,
            parent_of = school.Anna.Id,
            id = 1,
            email_confirmed = true,
        })).Is(201);

        var me = school.CallAs($"Bearer {pair["access"]}");
        Assert.NotEqual("admin", (await me.GetAsync("/api/auth/me/")).Is(200)["role"].GetString());
        Assert.Equal(0, (await me.GetAsync("/api/chat/forum/")).Is(200)["count"].GetInt32());
        Assert.Equal(0, (await me.GetAsync("/api/chat/contacts/")).Is(200)["count"].GetInt32());
    }

    /// <summary>A password of a megabyte costs nobody anything: it is turned away before it could be hashed.</summary>
    [Fact]
    public async Task A_megabyte_of_password_is_not_hashed()
    {
        await using var school = await new SchoolHouse { IsOnTheStreet = true, Registration = RegistrationMode.Open }.OpenAsync();
        // As long as the threads that hash have something else to do, whatever has to be hashed gets no answer.
        using var gate = new ManualResetEventSlim();
        var busy = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => school.The<PasswordHashing>().RunAsync(() => gate.Wait(Patience.Limit))).ToList();
        var (kilobytes, megabyte) = (new string('x', 100_000), new string('x', 1_000_000));

        foreach (var path in new[] { "/api/auth/login/", "/api/auth/token/" })
        {
            (await school.CallAs().PostAsync(path, new { email = Known, password = megabyte })).Is(413, "too_large");
            (await school.CallAs().PostAsync(path, new { email = Known, password = kilobytes })).Is(401, "invalid_credentials");
        }

        (await school.CallAs().PostAsync("/api/auth/register/", new { email = Unknown, password = megabyte, first_name = "X" })).Is(413, "too_large");
        (await school.CallAs().PostAsync("/api/auth/register/", new { email = Unknown, password = kilobytes, first_name = "X" })).Is(400, "password_too_long");
        gate.Set();
        Assert.All(await Task.WhenAll(busy), b => Assert.True(b.Granted()));
    }

    [Fact]
    public async Task Who_sends_too_often_waits_and_nobody_waits_with_them()
    {
        await using var school = await new SchoolHouse { IsOnTheStreet = true, LimitsMultiplier = 1 }.OpenAsync();
        var (anna, ivan) = (await school.CallAsAsync(school.Anna), await school.CallAsAsync(school.Ivan));
        var last = await school.LastSeqAsync(school.AnnasPhysics);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => SendAsync(anna, new { content = $"Message {i}" })));

        // What is given back while they come does not make it more than a few.
        var said = answers.Count(a => a.Status == 201);
        Assert.InRange(said, 60, 90);
        Assert.All(answers.Where(a => a.Status != 201), a => Assert.InRange((int)a.Is(429, "too_many_requests").Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60));
        Assert.Equal(last + said, await school.LastSeqAsync(school.AnnasPhysics));
        (await SendAsync(ivan, new { content = "And I" })).Is(201);

        Task<Answer> SendAsync(Caller caller, object body) => caller.PostAsync($"/api/chat/forum/{school.AnnasPhysics}/send_message/", body);
    }

    [Fact]
    public async Task An_account_is_signed_into_ten_times_a_minute_and_others_meanwhile_as_well()
    {
        await using var school = await new SchoolHouse { IsOnTheStreet = true, LimitsMultiplier = 1 }.OpenAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 15).Select(_ => SignInAsync(school, Known, "test123")));

        Assert.InRange(answers.Count(a => a.Status == 200), 10, 12);
        Assert.All(answers.Where(a => a.Status != 200), a => Assert.NotNull(a.Is(429, "too_many_requests").Headers.RetryAfter));
        (await SignInAsync(school, "test_teacher@example.com", "test123")).Is(200);
        // Under its other name, or in other letters, it is the same account.
        (await SignInAsync(school, Known.ToUpperInvariant(), "test123")).Is(429);
    }

    private static Task<Answer> SignInAsync(SchoolHouse school, string email, string password, params (string Name, string Value)[] headers) =>
        school.CallAs().PostAsync("/api/auth/login/", new { email, password }, headers);
}
