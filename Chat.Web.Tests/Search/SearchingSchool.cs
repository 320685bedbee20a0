using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Outcomes;
using Chat.Web.Search;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Search;

/// <summary>A school in which the index is brought up to date when a test says so, and not by itself.</summary>
public sealed class SearchingSchool : IAsyncLifetime
{
    public SchoolHouse School { get; init; } = new() { RunsErrands = false };

    public SearchService Search => School.The<SearchService>();

    public async ValueTask InitializeAsync()
    {
        await School.OpenAsync();
        await IndexAsync();
    }

    public ValueTask DisposeAsync() => School.DisposeAsync();

    public Task IndexAsync() => School.The<SearchIndex>().CatchUpAsync(lookAgain: false, Stop);

    /// <summary>Says something and waits until it can be found.</summary>
    public async Task<MessageView> SayAsync(Actor actor, int conversation, string text)
    {
        var said = (await School.SayAsync(actor, conversation, text)).Granted();
        await IndexAsync();
        return said;
    }

    public Task<Outcome<Findings>> AskAsync(Actor actor, string? text, int? conversation = null, long? before = null) =>
        Search.SearchAsync(actor, new SearchQuery(text, conversation, before), Stop);

    /// <summary>The messages this person finds.</summary>
    public async Task<List<long>> FindAsync(Actor actor, string text, int? conversation = null) =>
        [.. (await AskAsync(actor, text, conversation)).Granted().Items.Select(f => f.MessageId)];
}
