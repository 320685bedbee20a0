using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Chat.E2E;
using Chat.Web.Data;

namespace Chat.Load.Rest;

/// <summary>A program of somebody's: signed in, with as many connections as it has clients.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly DemoPerson _who;
    private readonly HttpClient _http;
    private long _acknowledged;

    private ApiClient(Site site, DemoPerson who)
    {
        _who = who;
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = site.Address };
    }

    /// <summary>How many sends it was told are stored.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    public static async Task<ApiClient> SignInAsync(Site site, DemoPerson who)
    {
        var program = new ApiClient(site, who);
        var signedIn = await program.SignInAsync(CancellationToken.None);
        program._http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", signedIn!.Token);
        return program;
    }

    public async Task<bool> SignsInAgainAsync(CancellationToken cancellation) => (await SignInAsync(cancellation))?.Token.Length == 40;

    public async Task<bool> ListsAsync(int count, CancellationToken cancellation) =>
        (await _http.GetFromJsonAsync($"/api/chat/forum/?limit={count}", RestJson.Default.Page, cancellation))?.Results.Length == count;

    public async Task<bool> ReadsAsync(int chat, int count, CancellationToken cancellation) =>
        (await _http.GetFromJsonAsync($"/api/chat/forum/{chat}/messages/?limit={count}", RestJson.Default.Page, cancellation))?.Results.Length == count;

    public async Task<bool> SendsAsync(int chat, string words, CancellationToken cancellation)
    {
        using var answer = await _http.PostAsJsonAsync($"/api/chat/forum/{chat}/send_message/", new Outgoing(words, Guid.NewGuid()), RestJson.Default.Outgoing, cancellation);
        var said = await answer.Content.ReadFromJsonAsync(RestJson.Default.JsonElement, cancellation);
        if (answer.StatusCode is not HttpStatusCode.Created)
        {
            return false;
        }

        Interlocked.Increment(ref _acknowledged);
        return said.GetProperty("message").GetProperty("seq").GetInt32() > 0;
    }

    public void Dispose() => _http.Dispose();

    private async Task<SignedIn?> SignInAsync(CancellationToken cancellation)
    {
        using var answer = await _http.PostAsJsonAsync("/api/auth/login/", new Credentials(_who.Email, _who.Password), RestJson.Default.Credentials, cancellation);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync(RestJson.Default.SignedIn, cancellation) : null;
    }
}

internal sealed record Credentials(string Email, string Password);

internal sealed record SignedIn(string Token);

internal sealed record Outgoing(string Content, Guid ClientMessageId);

internal sealed record Page(int Count, JsonElement[] Results);

[JsonSerializable(typeof(Credentials))]
[JsonSerializable(typeof(SignedIn))]
[JsonSerializable(typeof(Outgoing))]
[JsonSerializable(typeof(Page))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class RestJson : JsonSerializerContext;
