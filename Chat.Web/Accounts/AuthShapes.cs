using System.Text.Json.Serialization;
using Chat.Web.Access;
using Chat.Web.Outcomes;

namespace Chat.Web.Accounts;

/// <summary>Who wants in. Either name will do; the documents use both.</summary>
public sealed record Credentials(string? Email, string? Username, string? Password)
{
    [JsonIgnore]
    public string? Login => string.IsNullOrWhiteSpace(Email) ? Username : Email;

    internal IResult? FindMissing() =>
        ApiAnswers.Missing(string.IsNullOrWhiteSpace(Login) ? "email" : null, string.IsNullOrEmpty(Password) ? "password" : null);
}

/// <summary>The answer of a sign-in, for the clients of every document at once: some look into <c>data</c>, others beside it.</summary>
/// <param name="Token">For <c>Authorization: Token …</c>. It is shown this once.</param>
/// <param name="Access">A JWT for <c>Authorization: Bearer …</c>.</param>
public sealed record SignedIn(SignedInData Data, string Token, string Access, string Refresh, SignedInPerson User)
{
    public bool Success => true;
}

public sealed record SignedInData(string Token, SignedInPerson User);

public sealed record SignedInPerson(int Id, string Email, string FullName, Role Role);

public sealed record TokenPair(string Refresh, string Access);

public sealed record RefreshToken(string? Refresh);

public sealed record AnyToken(string? Token);

/// <summary>An empty object: the token counts.</summary>
public sealed record Verified;

/// <summary>Who wants an account. Their role is not theirs to say: an invitation says it.</summary>
public sealed record Registration(string? Email, string? Username, string? Password, string? FirstName, string? LastName, string? Invitation)
{
    internal RegistrationDraft ToDraft(string speaks)
    {
        var name = $"{FirstName?.Trim()} {LastName?.Trim()}".Trim();
        return new RegistrationDraft(
            name.Length > 0 ? name : Username ?? Email!.Split('@')[0],
            Email,
            Password,
            speaks)
        {
            UserName = string.IsNullOrEmpty(Username) ? null : Username,
        };
    }
}

public sealed record Ticket([property: JsonPropertyName("ticket")] string Value, int ExpiresIn);

/// <summary>What a script of our own pages shows to the API, and for how many seconds.</summary>
public sealed record PageAccess(string Access, int ExpiresIn);

internal static class AuthShapes
{
    public static PageAccess ToShape(this AccessKey key) => new(key.Access, (int)key.Lifetime.TotalSeconds);

    public static TokenPair ToPair(this ProgramKeys keys) => new(keys.Refresh, keys.Access);
}

[JsonSerializable(typeof(Credentials))]
[JsonSerializable(typeof(SignedIn))]
[JsonSerializable(typeof(TokenPair))]
[JsonSerializable(typeof(RefreshToken))]
[JsonSerializable(typeof(AnyToken))]
[JsonSerializable(typeof(Verified))]
[JsonSerializable(typeof(Registration))]
[JsonSerializable(typeof(AccountView))]
[JsonSerializable(typeof(Ticket))]
[JsonSerializable(typeof(PageAccess))]
internal sealed partial class AuthJson : JsonSerializerContext;
