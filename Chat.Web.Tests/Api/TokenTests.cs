using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Data;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Api;

/// <summary>What a program carries: each sign-in its own, all of it gone with its session, and kept nowhere as it is.</summary>
public class TokenTests(OpenHouse house) : IClassFixture<OpenHouse>
{
    private const string Password = "a long pass phrase";

    private static readonly string[] Credentials = ["token", "access"];

    [Fact]
    public async Task Two_sign_ins_are_two_devices_and_each_can_be_ended_alone()
    {
        var (actor, email) = await SomebodyAsync();
        var (one, two) = (await SignInAsync(email), await SignInAsync(email));
        Assert.NotEqual(one["token"].GetString(), two["token"].GetString());
        var devices = await house.School.Sessions.ListAsync(actor, Guid.Empty, Stop);
        Assert.Equal(2, devices.Count(d => d.IsProgram && d.Device == "the program of a test"));

        var first = SessionOf(one);
        (await house.School.Sessions.EndAsync(actor, first, Stop)).Granted();

        await CountsAsync(one, false);
        await CountsAsync(two, true);
    }

    [Fact]
    public async Task Logging_out_ends_the_token_and_the_pair_whichever_of_them_asks()
    {
        var (_, email) = await SomebodyAsync();
        foreach (var credential in Credentials)
        {
            var (gone, stays) = (await SignInAsync(email), await SignInAsync(email));

            (await As(gone, credential).PostAsync("/api/auth/logout/")).Is(204);

            await CountsAsync(gone, false);
            await CountsAsync(stays, true);
        }
    }

    [Fact]
    public async Task A_refresh_token_is_spent_once_and_one_that_comes_again_ends_the_session_for_both()
    {
        var (_, email) = await SomebodyAsync();
        var first = await SignInAsync(email);
        var second = (await RefreshAsync(first)).Is(200);
        var third = (await RefreshAsync(second)).Is(200);
        (await As(first).GetAsync("/api/auth/me/")).Is(200);
        (await As(third, "access").GetAsync("/api/auth/me/")).Is(200);

        (await RefreshAsync(second)).Is(401, "token_invalid");

        await CountsAsync(first, false);
        (await As(third, "access").GetAsync("/api/auth/me/")).Is(401);
        (await RefreshAsync(third)).Is(401, "token_invalid");
        await using var db = house.School.OpenDb();
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.Action == "token.reused" && e.ActorId == IdOf(first), Stop));
    }

    [Fact]
    public async Task Of_many_who_refresh_at_once_one_gets_a_pair()
    {
        var (_, email) = await SomebodyAsync();
        var keys = await SignInAsync(email);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => RefreshAsync(keys)));

        Assert.Single(answers, a => a.Status == 200);
        Assert.Equal(9, answers.Count(a => a is { Status: 401, Code: "token_invalid" }));
    }

    [Theory]
    [InlineData("suspended")]
    [InlineData("another role")]
    [InlineData("another capability")]
    [InlineData("password changed")]
    [InlineData("signed out elsewhere")]
    public async Task What_changes_who_somebody_is_ends_all_they_carry_at_its_next_use(string change)
    {
        var (school, (actor, email)) = (house.School, await SomebodyAsync());
        var keys = await SignInAsync(email);
        await CountsAsync(keys, true);
        var (ticket, here) = ((await As(keys).PostAsync("/api/auth/ws-ticket/")).Is(200)["ticket"].GetString()!, (await school.SignInAsync(email, Password)).Granted());

        (change switch
        {
            "suspended" => await school.Accounts.SuspendAsync(school.Admin, actor.Id, Stop),
            "another role" => await school.Accounts.ChangeRoleAsync(school.Admin, actor.Id, Role.Student, Stop),
            "another capability" => await school.Accounts.GrantAsync(school.Admin, actor.Id, Capabilities.SupportAgent, Stop),
            "password changed" => await school.Accounts.ChangePasswordAsync(here.Actor, here.Id, Password, "another pass phrase", Stop),
            _ => await school.Sessions.EndOthersAsync(here.Actor, here.Id, Stop),
        }).Granted();

        await CountsAsync(keys, false);
        Assert.Null(await school.The<SocketTickets>().RedeemAsync(ticket, Stop));
        if (change is "password changed" or "signed out elsewhere")
        {
            Assert.NotNull(await school.Sessions.FindAsync(here.Id, Stop));
        }
    }

    [Fact]
    public async Task Only_the_forty_characters_as_they_were_given_open()
    {
        var (_, email) = await SomebodyAsync();
        var token = (await SignInAsync(email))["token"].GetString()!;
        (await house.School.CallAs($"token {token}").GetAsync("/api/auth/me/")).Is(200);

        foreach (var header in new[]
        {
            token, $"Token {token[..39]}", $"Token {token}0", $"Token  {token}", $"Token\t{token}", $"Token {token} ", $" Token {token} x", $"Token {token.ToUpperInvariant()}x", $"Basic {token}", $"Digest {token}",
            $"Token Bearer {token}", $"Token {token},{token}", $"Token \"{token}\"", $"Token={token}", "Token", "Token ", "Bearer", "", $"Token {Convert.ToBase64String(Encoding.ASCII.GetBytes(token))}",
            $"Token {new string('０', 40)}", $"Token {new string('0', 40)}", $"Token {ApiToken.HashOf(token)}", $"Token {ApiToken.HashOf(token)[..40]}", $"Token {new string('a', 4000)}",
        }.Where(h => h.Trim() != $"Token {token}"))
        {
            (await house.Nobody.GetAsync("/api/auth/me/", ("Authorization", header))).Is(401, "not_authenticated");
        }

        if (token.Any(char.IsAsciiLetter))
        {
            (await house.Nobody.GetAsync("/api/auth/me/", ("Authorization", $"Token {token.ToUpperInvariant()}"))).Is(401, "not_authenticated");
        }

        // Two answers to who is asking are none.
        (await house.Nobody.GetAsync("/api/auth/me/", ("Authorization", $"Token {token}"), ("Authorization", $"Bearer {new string('0', 40)}"))).Is(401, "not_authenticated");
    }

    [Fact]
    public async Task What_was_given_out_stands_in_no_file_and_in_no_log()
    {
        var diary = new Diary();
        await using var school = await new SchoolHouse
        {
            IsOnTheStreet = true,
            Registration = RegistrationMode.Open,
            Diary = diary,
            Settings = new Dictionary<string, string> { ["Logging:LogLevel:Default"] = "Debug", ["Logging:LogLevel:Microsoft"] = "Debug" },
        }.OpenAsync();
        var nobody = school.CallAs();
        var secrets = new List<string> { "sesame open wrong", "sesame open right", "sesame open torn", "nobody's sesame" };
        await nobody.PostAsync("/api/auth/register/", new { email = "s@example.com", password = secrets[1], first_name = "S" });
        await nobody.PostAsync("/api/auth/login/", new { email = "s@example.com", password = secrets[0] });
        await nobody.PostAsync("/api/auth/login/", new { email = "nobody@example.com", password = secrets[3] });
        await nobody.SendTextAsync(HttpMethod.Post, "/api/auth/login/", $"{{\"email\":\"s@example.com\",\"password\":\"{secrets[2]}\",");
        var keys = (await nobody.PostAsync("/api/auth/login/", new { email = "s@example.com", password = secrets[1] })).Is(200);
        var next = (await nobody.PostAsync("/api/auth/token/refresh/", new { refresh = keys["refresh"].GetString() })).Is(200);
        secrets.AddRange([keys["token"].GetString()!, keys["access"].GetString()!, keys["refresh"].GetString()!, next["access"].GetString()!, next["refresh"].GetString()!]);
        foreach (var secret in secrets[4..])
        {
            await school.CallAs($"Bearer {secret}").GetAsync("/api/auth/me/");
            await school.CallAs($"Token {secret}x").GetAsync("/api/auth/me/");
            await nobody.GetAsync($"/api/chat/forum/?token={secret}");
            await nobody.GetAsync($"/ws/chat/1/?token={secret}");
            await nobody.GetAsync($"/chat/1?ticket={secret}");
            await nobody.PostAsync("/api/auth/token/verify/", new { token = secret });
        }

        var ticket = (await school.CallAs($"Token {secrets[4]}").PostAsync("/api/auth/ws-ticket/")).Is(200)["ticket"].GetString()!;
        await nobody.GetAsync($"/ws/chat/1/?ticket={ticket}");
        secrets.Add(ticket);
        // A JWT is as good as stolen with its payload, too.
        secrets.AddRange(secrets.Where(s => s.Contains('.', StringComparison.Ordinal)).ToList().Select(s => s.Split('.')[2]));

        var files = Directory.EnumerateFiles(school.DataDirectory, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)).ToDictionary(f => f, BytesOf);
        Assert.Contains(files, f => f.Key.EndsWith("-wal", StringComparison.Ordinal) && f.Value.Length > 0);
        // What may be found is found: the hash of the token, and the name somebody tried.
        Assert.Contains(files, f => Holds(f.Value, ApiToken.HashOf(secrets[4])));
        Assert.Contains(diary.Lines, l => l.Contains("Sessions", StringComparison.Ordinal));
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(files, f => Holds(f.Value, secret));
            Assert.DoesNotContain(diary.Lines, l => l.Contains(secret, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_key_that_is_too_short_is_refused_at_the_start_and_said_why()
    {
        var directory = Directory.CreateTempSubdirectory("chat-");
        try
        {
            using var tooShort = Rooms.Build(directory.FullName, jwtKey: new string('k', 31));
            using var longEnough = Rooms.Build(directory.FullName, jwtKey: new string('k', 32));

            Assert.Contains("Jwt:Key is shorter than 32 bytes", Assert.Throws<StartRefusedException>(tooShort.MapAccounts).Message, StringComparison.Ordinal);
            longEnough.MapAccounts();
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_key_is_made_once_and_kept_over_a_restart()
    {
        var directory = Directory.CreateTempSubdirectory("chat-");
        try
        {
            using var one = Rooms.Build(directory.FullName);
            using var two = Rooms.Build(directory.FullName);
            var keys = new byte[2][];
            Parallel.Invoke(() => keys[0] = one.Services.GetRequiredService<JwtKey>().Bytes.ToArray(), () => keys[1] = two.Services.GetRequiredService<JwtKey>().Bytes.ToArray());
            using var restarted = Rooms.Build(directory.FullName);

            Assert.Equal(keys[0], keys[1]);
            Assert.Equal(keys[0], restarted.Services.GetRequiredService<JwtKey>().Bytes.ToArray());
            Assert.Equal(64, keys[0].Length);
            var file = Assert.Single(Directory.EnumerateFiles(one.Services.GetRequiredService<DataDirectory>().KeysDirectory, "jwt.key*"));
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static bool Holds(byte[] file, string text) =>
        file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0 || file.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0;

    private static byte[] BytesOf(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static int IdOf(Answer keys) => keys["user"].GetProperty("id").GetInt32();

    private async Task<(Actor Actor, string Email)> SomebodyAsync()
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        var made = (await house.School.Registrations.RegisterAsync(null, new RegistrationDraft("Somebody", email, Password, "en"), new Device("Firefox", "127.0.0.1"), Stop)).Granted();
        return (made.Actor, email);
    }

    private async Task<Answer> SignInAsync(string email) =>
        (await house.Nobody.PostAsync("/api/auth/login/", new { email, password = Password }, ("User-Agent", "the program of a test"))).Is(200);

    private Caller As(Answer keys, string credential = "token") => house.School.CallAs($"Bearer {keys[credential]}");

    private Task<Answer> RefreshAsync(Answer keys) => house.Nobody.PostAsync("/api/auth/token/refresh/", new { refresh = keys["refresh"].GetString() });

    private static Guid SessionOf(Answer keys)
    {
        var payload = Base64Url.DecodeFromChars(keys["access"].GetString()!.Split('.')[1]);
        return JsonDocument.Parse(payload).RootElement.GetProperty("sid").GetGuid();
    }

    /// <summary>Whether anything of it still opens anything.</summary>
    private async Task CountsAsync(Answer keys, bool does)
    {
        foreach (var credential in Credentials)
        {
            (await As(keys, credential).GetAsync("/api/chat/forum/")).Is(does ? 200 : 401);
        }

        foreach (var half in new[] { "access", "refresh" })
        {
            (await house.Nobody.PostAsync("/api/auth/token/verify/", new { token = keys[half].GetString() })).Is(does ? 200 : 401);
        }

        if (!does)
        {
            (await RefreshAsync(keys)).Is(401, "token_invalid");
        }
    }
}
