using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Chat.Web.Access;
using Chat.Web.Accounts;

namespace Chat.Web.Tests.TestSupport;

/// <summary>A program that talks to the house over HTTP, for somebody or for nobody. It follows no redirect and keeps no cookie.</summary>
public sealed class Caller(SchoolHouse school, string? authorization)
{
    public string? Authorization => authorization;

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, content: null, headers);

    public Task<Answer> PostAsync(string path, object? body = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body), headers);

    public Task<Answer> PatchAsync(string path, object body) => SendAsync(HttpMethod.Patch, path, JsonContent.Create(body));

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    /// <summary>A body as it stands, whether or not it is any JSON.</summary>
    public Task<Answer> SendTextAsync(HttpMethod method, string path, string body, string contentType = "application/json", params (string Name, string Value)[] headers) =>
        SendBytesAsync(method, path, Encoding.UTF8.GetBytes(body), contentType, headers);

    public Task<Answer> SendBytesAsync(HttpMethod method, string path, byte[] body, string contentType, params (string Name, string Value)[] headers)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return SendAsync(method, path, content, headers);
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        // As it stands: what a client writes into a path is not put in order on the way to the street.
        var line = school.Line;
        var address = new Uri(line.BaseAddress!.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = school.IsOnTheStreet });
        using var request = new HttpRequestMessage(method, address) { Content = content };
        foreach (var (name, value) in authorization is null ? headers : [("Authorization", authorization), .. headers])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await line.SendAsync(request, Patience.Stop);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(Patience.Stop), response.Content.Headers.ContentType?.MediaType, response.Headers)
        {
            Allowed = [.. response.Content.Headers.Allow],
            Content = response.Content.Headers.ToDictionary(h => h.Key, h => string.Join('|', h.Value), StringComparer.OrdinalIgnoreCase),
        };
    }
}

/// <summary>What came back.</summary>
public sealed record Answer(int Status, string Body, string? Type, HttpResponseHeaders Headers)
{
    private JsonElement? _json;

    /// <summary>The methods that it says would be answered there.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>What is said of the body. A header that came twice is told by a bar.</summary>
    public IReadOnlyDictionary<string, string> Content { get; init; } = new Dictionary<string, string>();

    public JsonElement Json => _json ??= JsonDocument.Parse(Body).RootElement;

    public JsonElement this[string name] => Json.GetProperty(name);

    /// <summary>The stable code of a refusal; none if it is not one.</summary>
    public string? Code => Body.Length > 0 && Type is not null && Type.Contains("json", StringComparison.Ordinal) && Json.ValueKind is JsonValueKind.Object && Json.TryGetProperty("code", out var code) ? code.GetString() : null;

    /// <summary>The answer itself, which must have this status.</summary>
    public Answer Is(int status)
    {
        Assert.True(status == Status, $"{Status} instead of {status}: {Body}");
        return this;
    }

    public Answer Is(int status, string code)
    {
        Assert.Equal((status, code), (Status, Code));
        return this;
    }
}

/// <summary>How programs come to a house.</summary>
public static class Calling
{
    /// <summary>Somebody nobody knows, or whoever this header says they are.</summary>
    public static Caller CallAs(this SchoolHouse school, string? authorization = null) => new(school, authorization);

    /// <summary>Somebody of the school, who signed in on a program of theirs a moment ago.</summary>
    public static async Task<Caller> CallAsAsync(this SchoolHouse school, Actor actor)
    {
        var token = ApiToken.Make();
        var now = school.The<TimeProvider>().GetUtcNow();
        await school.WriteAsync(db => db.Sessions.Add(new Session
        {
            Id = Guid.NewGuid(),
            UserId = actor.Id,
            StartedAt = now,
            LastSeenAt = now,
            ExpiresAt = now.AddDays(90),
            Device = "a program",
            Address = "127.0.0.2",
            TokenHash = ApiToken.HashOf(token),
            RefreshNumber = 1,
        }));
        return school.CallAs($"Token {token}");
    }
}
