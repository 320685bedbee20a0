using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Chat.Web.Data;

namespace Chat.E2E;

/// <summary>
/// A way somebody takes through the product. It ends well only if, besides what it says itself, no browser had anything
/// to complain of and the site wrote down no failure.
/// </summary>
/// <param name="own">A site of its own, for journeys that would disturb the others.</param>
public abstract class Journey(Stage stage, Site? own = null) : IAsyncLifetime
{
    private readonly List<Person> _people = [];
    private int _failuresBefore;

    protected Site Site { get; } = own ?? stage.School;

    protected IBrowser Browser => stage.Browser;

    public virtual ValueTask InitializeAsync()
    {
        _failuresBefore = Site.Failures.Count;
        return ValueTask.CompletedTask;
    }

    public virtual async ValueTask DisposeAsync()
    {
        var complaints = _people.SelectMany(person => person.Complaints.Unpardoned).Concat(Site.Failures.Skip(_failuresBefore)).ToList();
        await TellAsync(complaints.Count > 0);
        foreach (var person in _people)
        {
            await person.DisposeAsync();
        }

        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
        GC.SuppressFinalize(this);
    }

    /// <summary>Somebody who has not said who they are.</summary>
    protected async Task<Person> VisitorAsync(Look? look = null)
    {
        var person = await Person.ComeAsync(Browser, Site, look ?? Look.Desk);
        _people.Add(person);
        return person;
    }

    /// <summary>Somebody of the demo school, signed in and looking at their chats.</summary>
    protected async Task<Person> ArriveAsync(DemoPerson who, Look? look = null)
    {
        var person = await VisitorAsync(look);
        await person.SignInAsync(who);
        return person;
    }

    /// <summary>Another tab of somebody's browser, signed in as the first is.</summary>
    protected async Task<Person> OpenTabAsync(Person person)
    {
        var tab = await person.OpenTabAsync();
        _people.Add(tab);
        return tab;
    }

    /// <summary>A text nobody has said before.</summary>
    protected static string Unheard(string text) => $"{text} {Guid.NewGuid().ToString("N")[..8]}";

    // What everyone was looking at, and what the site had said, for whoever has to find out why.
    private async Task TellAsync(bool hasComplaints)
    {
        if (!hasComplaints && TestContext.Current.TestState?.Result is not TestResult.Failed)
        {
            return;
        }

        TestContext.Current.AddAttachment("site.log", Site.Said);
        foreach (var (person, number) in _people.Select((person, number) => (person, number)))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{number}: {person.Page.Url}");
            TestContext.Current.AddAttachment($"{number}.png", await person.Page.ScreenshotAsync(), "image/png");
        }
    }

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A program that works for somebody, signed in and with its token in hand.</summary>
    protected async Task<HttpClient> ProgramAsync(DemoPerson who, string name = "a-program/1.0")
    {
        var program = new HttpClient { BaseAddress = Site.Direct, Timeout = Patience.Limit };
        program.DefaultRequestHeaders.UserAgent.ParseAdd(name);
        using var answer = await program.PostAsJsonAsync("/api/auth/login/", new { email = who.Email, password = who.Password }, Stop);
        var token = (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>(Stop))!["data"]!["token"];
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", token);
        return program;
    }
}
