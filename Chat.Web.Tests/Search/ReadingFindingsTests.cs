using System.Globalization;
using Chat.Web.Access;
using Chat.Web.Search;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Search;

/// <summary>What an answer says, page by page, and who answers for having seen it.</summary>
public sealed class ReadingFindingsTests : IAsyncLifetime
{
    private readonly SearchingSchool _room = new();

    private SchoolHouse School => _room.School;

    public async ValueTask InitializeAsync() => await _room.InitializeAsync();

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task A_finding_says_where_who_when_and_what()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("ru");
        var said = await _room.SayAsync(School.TestTeacher, School.Maths, "Построим параболу по точкам");

        var found = Assert.Single((await _room.AskAsync(School.TestParent, "параболы")).Granted().Items);

        Assert.Equal((said.Id, School.Maths, said.Seq, said.SentAt), (found.MessageId, found.ConversationId, found.Seq, found.SentAt));
        Assert.Equal("Test Teacher", found.Author.FullName);
        Assert.Equal("Математика - Test Student ↔ Test Teacher", found.ConversationName);
        Assert.Equal(new SnippetPart("параболу", IsHit: true), found.Snippet[1]);
    }

    [Fact]
    public async Task Pages_follow_one_another_from_the_newest_on_without_a_gap()
    {
        var said = new List<long>();
        for (var i = 0; i < (2 * SearchService.PageSize) + 3; i++)
        {
            said.Add((await School.SayAsync(i % 2 == 0 ? School.TestStudent : School.TestTeacher, School.Maths, $"гипербола номер {i}")).Granted().Id);
        }

        await _room.IndexAsync();
        var (read, sizes, before) = (new List<long>(), new List<int>(), (long?)null);
        do
        {
            var page = (await _room.AskAsync(School.TestStudent, "гиперболы", School.Maths, before)).Granted();
            Assert.Equal(before is null ? said.Count : null, page.Total);
            read.AddRange(page.Items.Select(f => f.MessageId));
            sizes.Add(page.Items.Count);
            before = page.More;
        }
        while (before is not null);

        Assert.Equal(Enumerable.Reverse(said), read);
        Assert.Equal([SearchService.PageSize, SearchService.PageSize, 3], sizes);
    }

    [Fact]
    public async Task The_demo_schools_history_stands_in_the_order_in_which_it_was_said()
    {
        var found = (await _room.AskAsync(School.Admin, "можно")).Granted().Items;

        Assert.True(found.Select(f => f.ConversationId).Distinct().Count() > 2, "It must be from several conversations for this to mean anything.");
        Assert.Equal(found.OrderByDescending(f => f.SentAt), found);
    }

    [Fact]
    public async Task A_full_page_that_is_the_last_says_so()
    {
        for (var i = 0; i < SearchService.PageSize; i++)
        {
            (await School.SayAsync(School.TestStudent, School.Maths, "эллипс")).Granted();
        }

        await _room.IndexAsync();

        Assert.Null((await _room.AskAsync(School.TestStudent, "эллипсы")).Granted().More);
    }

    [Fact]
    public async Task What_the_index_proposes_and_nobody_means_takes_no_place_on_a_page()
    {
        // "Happi" is what the index knows of "happy" by; here it is a word of its own, which has another stem.
        var meant = await _room.SayAsync(School.TestStudent, School.Maths, "Happiness is a solved equation");
        for (var i = 0; i < 150; i++)
        {
            (await School.SayAsync(School.TestStudent, School.Maths, "Somebody called Happi's here")).Granted();
        }

        await _room.IndexAsync();

        Assert.Equal([meant.Id], await _room.FindAsync(School.TestStudent, "equations"));
    }

    [Fact]
    public async Task An_overseers_findings_are_written_down_and_nobody_elses()
    {
        await _room.SayAsync(School.TestStudent, School.Maths, "Пирамида и призма");

        await _room.FindAsync(School.TestStudent, "пирамиды");
        await _room.FindAsync(School.TestTeacher, "пирамиды", School.Maths);
        await _room.FindAsync(School.TestParent, "пирамиды");
        Assert.Empty(await WrittenDownAsync());

        Assert.Single(await _room.FindAsync(School.Admin, "пирамиды"));
        Assert.Equal([(School.Admin.Id, "conversations")], await WrittenDownAsync());

        Assert.Single(await _room.FindAsync(School.Admin, "пирамиды", School.Maths));
        Assert.Equal([(School.Admin.Id, "conversations"), (School.Admin.Id, $"conversation:{School.Maths}")], await WrittenDownAsync());
    }

    [Fact]
    public async Task A_safeguarding_lead_answers_for_what_they_find_too_and_for_nothing_they_do_not_find()
    {
        var lead = await School.AdmitAsync("Vera", Role.Teacher, Capabilities.SafeguardingLead);
        await _room.SayAsync(School.TestStudent, School.Maths, "Октаэдр");

        await _room.FindAsync(lead, "ничегошеньки");
        await _room.FindAsync(lead, "о");
        Assert.Empty(await WrittenDownAsync());

        await _room.FindAsync(lead, "октаэдры");
        Assert.Equal([(lead.Id, "conversations")], await WrittenDownAsync());
    }

    [Fact]
    public async Task An_admins_own_conversation_is_no_oversight()
    {
        var own = (await School.Conversations.StartAsync(School.Admin, School.Ivan.Id, aboutStudentId: null, Stop)).Granted().ConversationId;
        await _room.SayAsync(School.Ivan, own, "Нужны новые амперметры");

        Assert.Single(await _room.FindAsync(School.Admin, "амперметр"));
        Assert.Empty(await WrittenDownAsync());
    }

    private async Task<List<(int?, string)>> WrittenDownAsync()
    {
        await using var db = School.OpenDb();
        var entries = await db.AuditEntries.AsNoTracking().Where(e => e.Action == "messages.searched").OrderBy(e => e.Id).ToListAsync(Stop);
        Assert.All(entries, e => Assert.Null(e.Reason));
        return entries.ConvertAll(e => (e.ActorId, e.Target));
    }
}
