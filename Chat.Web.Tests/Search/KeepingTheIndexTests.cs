using Chat.Web.Conversations;
using Chat.Web.Data;
using Chat.Web.Search;
using Chat.Web.Tests.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Search;

/// <summary>The index follows what is said by itself, over restarts, and costs those who say it nothing.</summary>
public sealed class KeepingTheIndexTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("chat-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task What_is_said_is_found_soon_and_what_is_changed_and_removed_too()
    {
        await using var school = await new SchoolHouse().OpenAsync();
        var revisions = school.The<RevisionService>();

        var said = (await school.SayAsync(school.TestStudent, school.Maths, "Синусоида")).Granted();
        await UntilAsync(async () => await FindsAsync(school, "синусоиды") == 1);

        (await revisions.EditAsync(school.TestStudent, school.Maths, said.Seq, "Косинусоида", Stop)).Granted();
        await UntilAsync(async () => await FindsAsync(school, "косинусоиды") == 1);

        (await revisions.RemoveAsync(school.TestStudent, school.Maths, said.Seq, cancellation: Stop)).Granted();
        await UntilAsync(async () => await TermsAsync(school.OpenDb(), said.Id) == 0);
    }

    [Fact]
    public async Task What_was_said_while_nobody_kept_the_index_is_found_after_a_restart()
    {
        long first;
        await using (var rooms = await OpenAsync())
        {
            first = await SayAsync(rooms, "Сказано перед закрытием");
        }

        long second;
        await using (var rooms = await OpenAsync())
        {
            second = await SayAsync(rooms, "Сказано после открытия");
            await KeepAsync(rooms, async db => await TermsAsync(db, first) > 0 && await TermsAsync(db, second) > 0);
        }

        await using (var rooms = await OpenAsync())
        {
            var third = await SayAsync(rooms, "И ещё раз");
            await KeepAsync(rooms, async db => await TermsAsync(db, third) > 0);
            await using var db = Open(rooms);
            var terms = await db.SearchTerms.Where(t => t.MessageId == first).Select(t => t.Term).ToListAsync(Stop);
            Assert.Equal(Words.In("Сказано перед закрытием").SelectMany(w => w.Keys).ToHashSet(), terms.ToHashSet());
        }
    }

    [Fact]
    public async Task The_mark_moves_with_the_terms_and_stays_behind_what_has_not_settled()
    {
        var clock = new HandClock();
        await using var school = await new SchoolHouse { RunsErrands = false, Clock = clock }.OpenAsync();
        var index = school.The<SearchIndex>();

        await index.CatchUpAsync(lookAgain: false, Stop);
        var history = await MarkAsync(school);
        Assert.True(history.MessageId > 0, "The demo school's history is old enough to be behind the mark.");
        Assert.Equal(Words.Version, history.WordsVersion);

        var said = (await school.SayAsync(school.TestStudent, school.Maths, "Свежее слово")).Granted();
        await index.CatchUpAsync(lookAgain: false, Stop);
        Assert.NotEqual(0, await TermsAsync(school.OpenDb(), said.Id));
        Assert.Equal(history.MessageId, (await MarkAsync(school)).MessageId);

        clock.Turn(Progress.TimeToSettle);
        (await school.SayAsync(school.TestStudent, school.Maths, "Следующее слово")).Granted();
        await index.CatchUpAsync(lookAgain: true, Stop);
        Assert.Equal(said.Id, (await MarkAsync(school)).MessageId);
    }

    [Fact]
    public async Task Looking_again_at_what_is_done_writes_nothing()
    {
        await using var school = await new SchoolHouse { RunsErrands = false }.OpenAsync();
        var index = school.The<SearchIndex>();
        var said = (await school.SayAsync(school.TestStudent, school.Maths, "Один раз")).Granted();
        (await school.The<RevisionService>().EditAsync(school.TestStudent, school.Maths, said.Seq, "Другой раз", Stop)).Granted();
        await index.CatchUpAsync(lookAgain: false, Stop);
        var visits = school.Lane.Visits;

        await index.CatchUpAsync(lookAgain: true, Stop);
        await index.CatchUpAsync(lookAgain: true, Stop);

        Assert.Equal(visits, school.Lane.Visits);
    }

    [Fact]
    public async Task An_index_made_by_other_rules_is_made_anew()
    {
        await using var school = await new SchoolHouse { RunsErrands = false }.OpenAsync();
        await school.The<SearchIndex>().CatchUpAsync(lookAgain: false, Stop);
        await school.Lane.RunAsync(
            async db =>
            {
                await db.SearchTerms.ExecuteDeleteAsync(Stop);
                return await db.SearchMarks.ExecuteUpdateAsync(set => set.SetProperty(m => m.WordsVersion, Words.Version - 1), Stop);
            }, Stop);

        await ActivatorUtilities.CreateInstance<SearchIndex>(school.Services).CatchUpAsync(lookAgain: false, Stop);

        Assert.NotEqual(0, await FindsAsync(school, "дискриминанты"));
        Assert.Equal(Words.Version, (await MarkAsync(school)).WordsVersion);
    }

    [Fact]
    public async Task A_thousand_messages_and_the_longest_take_their_turn_in_small_commands()
    {
        await using var school = await new SchoolHouse { RunsErrands = false }.OpenAsync();
        var longest = string.Join(' ', Enumerable.Range(0, 1_600).Select(i => $"с{i}лов"))[..Message.MaxLength];
        var said = (await school.SayAsync(school.TestStudent, school.Maths, longest)).Granted();
        await school.WriteAsync(db => db.Messages.AddRange(Enumerable.Range(1, 1_000).Select(i => new Message
        {
            ConversationId = school.Maths,
            Seq = said.Seq + i,
            SenderId = school.TestStudent.Id,
            ClientMessageId = Guid.NewGuid(),
            Text = $"Тысяча сообщений, это номер {i}, и в нём десяток слов",
            SentAt = said.SentAt,
        })));
        var visits = school.Lane.Visits;

        await school.The<SearchIndex>().CatchUpAsync(lookAgain: false, Stop);

        Assert.InRange(school.Lane.Visits - visits, 20, 80);
        await using var db = school.OpenDb();
        Assert.Equal(1_000, await db.SearchTerms.CountAsync(t => t.ConversationId == school.Maths && t.Term == "тысяч", Stop));
        Assert.True(await TermsAsync(db, said.Id) > 1_000);
    }

    [Fact]
    public async Task Whatever_is_said_changed_or_taken_back_rings_the_indexers_bell()
    {
        await using var school = await new SchoolHouse { RunsErrands = false }.OpenAsync();
        var (bell, revisions) = (school.The<SearchSignal>(), school.The<RevisionService>());
        Assert.False(bell.NextAsync(Stop).IsCompleted);

        var said = (await school.SayAsync(school.TestStudent, school.Maths)).Granted();
        await HearAsync(bell);
        (await revisions.EditAsync(school.TestStudent, school.Maths, said.Seq, "Other words", Stop)).Granted();
        await HearAsync(bell);
        (await revisions.RemoveAsync(school.TestStudent, school.Maths, said.Seq, cancellation: Stop)).Granted();
        await HearAsync(bell);
        Assert.False(bell.NextAsync(Stop).IsCompleted);
    }

    [Fact]
    public async Task No_log_says_what_is_looked_for()
    {
        await using var rooms = Rooms.Build(_directory.FullName, "Production");
        using var listener = new Statements();
        var logs = rooms.Services.GetRequiredService<ILoggerFactory>();
        logs.AddProvider(listener);

        Assert.False(logs.CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics").IsEnabled(LogLevel.Information));
        Assert.True(logs.CreateLogger("Microsoft.AspNetCore.Hosting").IsEnabled(LogLevel.Information), "Something must be logged for this to mean anything.");
    }

    private static async Task HearAsync(SearchSignal bell)
    {
        await bell.NextAsync(Stop).WaitAsync(Stop);
        bell.Take();
    }

    private static async Task<int> FindsAsync(SchoolHouse school, string sought) =>
        (await school.The<SearchService>().SearchAsync(school.TestTeacher, new SearchQuery(sought), Stop)).Granted().Items.Count;

    private static async Task<SearchMark> MarkAsync(SchoolHouse school)
    {
        await using var db = school.OpenDb();
        return await db.SearchMarks.AsNoTracking().SingleAsync(Stop);
    }

    private static Task<int> TermsAsync(ChatDbContext db, long messageId) => db.SearchTerms.CountAsync(t => t.MessageId == messageId, Stop);

    private async Task<WebApplication> OpenAsync()
    {
        var rooms = Rooms.Build(_directory.FullName, withDemoSchool: true);
        await rooms.PrepareDataAsync();
        return rooms;
    }

    private static ChatDbContext Open(WebApplication rooms) => rooms.Services.GetRequiredService<IDbContextFactory<ChatDbContext>>().CreateDbContext();

    private static async Task<long> SayAsync(WebApplication rooms, string text)
    {
        await using var db = Open(rooms);
        var place = await db.Participants.AsNoTracking().FirstAsync(Stop);
        var said = await rooms.Services.GetRequiredService<MessageService>().SendAsync(new(place.UserId, place.Role), place.ConversationId, Speech.Say(text), Stop);
        return said.Granted().Id;
    }

    /// <summary>Lets the indexer work until something is true of what it left.</summary>
    private static async Task KeepAsync(WebApplication rooms, Func<ChatDbContext, Task<bool>> until)
    {
        var indexer = rooms.Services.GetServices<IHostedService>().OfType<SearchIndexer>().Single();
        await indexer.StartAsync(Stop);
        await using var db = Open(rooms);
        await UntilAsync(() => until(db));
        await indexer.StopAsync(Stop);
    }
}
