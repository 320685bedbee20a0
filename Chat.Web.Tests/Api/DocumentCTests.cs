using Chat.Web.Tests.TestSupport;

namespace Chat.Web.Tests.Api;

/// <summary>The accounts of the operators' reference, and the sign-in of the bot's guide: every role gets in, refreshes and verifies.</summary>
public class DocumentCTests(OpenHouse house) : IClassFixture<OpenHouse>
{
    public static TheoryData<string, string, string> Accounts => new()
    {
        { "admin@test.com", "admin123", "admin" },
        { "ivan.petrov@tutoring.com", "password123", "teacher" },
        { "anna.ivanova@student.com", "password123", "student" },
        { "dmitry.smirnov@student.com", "password123", "student" },
        { "tutor1@test.com", "test", "tutor" },
        { "parent1@test.com", "test", "parent" },
    };

    [Theory]
    [MemberData(nameof(Accounts))]
    public async Task Each_role_signs_in_and_is_known_by_every_credential_it_was_given(string email, string password, string role)
    {
        var signedIn = (await house.Nobody.PostAsync("/api/auth/login/", new { email, password })).Is(200);

        Assert.True(signedIn["success"].GetBoolean());
        Assert.Matches("^[0-9a-f]{40}$", signedIn["token"].GetString());
        Assert.Equal(signedIn["token"].GetString(), signedIn["data"].GetProperty("token").GetString());
        Assert.Equal(["email", "full_name", "id", "role"], signedIn["user"].EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal((email, role), (signedIn["user"].GetProperty("email").GetString(), signedIn["user"].GetProperty("role").GetString()));
        foreach (var header in new[] { $"Token {signedIn["token"]}", $"Bearer {signedIn["token"]}", $"Bearer {signedIn["access"]}", $"bearer {signedIn["access"]}" })
        {
            Assert.Equal(role, (await house.School.CallAs(header).GetAsync("/api/auth/me/")).Is(200)["role"].GetString());
        }
    }

    [Theory]
    [MemberData(nameof(Accounts))]
    public async Task Each_role_gets_a_pair_that_verifies_and_refreshes(string email, string password, string role)
    {
        var pair = (await house.Nobody.PostAsync("/api/auth/token/", new { email, password })).Is(200);
        await VerifyAsync(pair, 200);

        var next = (await house.Nobody.PostAsync("/api/auth/token/refresh/", new { refresh = pair["refresh"].GetString() })).Is(200);

        await VerifyAsync(next, 200);
        Assert.NotEqual(pair["refresh"].GetString(), next["refresh"].GetString());
        Assert.Equal(role, (await house.School.CallAs($"Bearer {next["access"]}").GetAsync("/api/auth/me/")).Is(200)["role"].GetString());
        (await house.Nobody.PostAsync("/api/auth/token/verify/", new { token = $"{next["access"]}x" })).Is(401, "token_invalid");
    }

    /// <summary>The document's own first attempt, with the password that was never right.</summary>
    [Fact]
    public async Task A_wrong_password_is_401_and_never_a_fault()
    {
        var refused = (await house.Nobody.PostAsync("/api/auth/login/", new { email = "admin@test.com", password = "test" })).Is(401, "invalid_credentials");

        Assert.Equal(["Token", "Bearer"], refused.Headers.WwwAuthenticate.Select(w => w.Scheme));
    }

    [Fact]
    public async Task The_bots_guide_signs_in_with_a_user_name_and_without_a_last_slash()
    {
        var signedIn = (await house.Nobody.PostAsync("/api/auth/login", new { username = "admin", password = "admin123" })).Is(200);

        Assert.Equal("Администратор", signedIn["user"].GetProperty("full_name").GetString());
        Assert.Equal("admin@test.com", (await house.School.CallAs($"Bearer {signedIn["access"]}").GetAsync("/api/auth/me")).Is(200)["email"].GetString());
    }

    private async Task VerifyAsync(Answer pair, int status)
    {
        foreach (var half in new[] { "access", "refresh" })
        {
            var verified = (await house.Nobody.PostAsync("/api/auth/token/verify/", new { token = pair[half].GetString() })).Is(status);
            Assert.Equal("{}", verified.Body);
        }
    }
}
