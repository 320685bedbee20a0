using System.Net.Http.Json;
using System.Text.Json;
using Chat.E2E;
using Chat.Web.Data;

namespace Chat.Load.Sockets;

/// <summary>A site for many sockets, and one chat in it with a key to its door.</summary>
internal sealed class ChatSockets(Site site) : IAsyncDisposable
{
    public Site Site => site;

    public int Chat { get; private set; }

    public string Token { get; private set; } = "";

    public Uri Address => new UriBuilder(new Uri(site.Address, $"/ws/chat/{Chat}/?token={Token}")) { Scheme = "ws" }.Uri;

    /// <summary>Without limits: what is measured is what it can do.</summary>
    public static Task<ChatSockets> StartAsync() => StartAsync(new Site
    {
        LimitsMultiplier = 1_000_000,
        Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Sockets:PerPerson"] = "5000", ["Logging:LogLevel:Default"] = "Warning" },
    });

    public static async Task<ChatSockets> StartAsync(Site site)
    {
        var sockets = new ChatSockets(site);
        await sockets.Site.InitializeAsync();
        await sockets.SignInAsync(Cast.TestStudent);
        return sockets;
    }

    public void MustBeWell() => WrongException.Unless(site.Failures.Count == 0, string.Join('\n', site.Failures));

    public ValueTask DisposeAsync() => site.DisposeAsync();

    private async Task SignInAsync(DemoPerson who)
    {
        Chat = await site.NumberOfAsync(Cast.TestStudent, Cast.TestTeacher);
        using var http = new HttpClient { BaseAddress = site.Address };
        using var answer = await http.PostAsJsonAsync("/api/auth/login/", new { email = who.Email, password = who.Password });
        Token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }
}
