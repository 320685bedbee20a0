using Chat.Web.Conversations;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Search;

/// <summary>What was taken back or changed is found by nobody, not even before the index has heard of it.</summary>
public class WhatIsNoLongerSaidTests(SearchingSchool room) : IClassFixture<SearchingSchool>
{
    private SchoolHouse School => room.School;

    [Fact]
    public async Task A_removed_message_is_neither_found_nor_counted()
    {
        var said = await room.SayAsync(School.TestStudent, School.Maths, "Это секрет про логарифмы");
        Assert.Equal(1, await CountAsync("логарифм"));

        (await School.The<RevisionService>().RemoveAsync(School.TestStudent, School.Maths, said.Seq, cancellation: Stop)).Granted();

        Assert.Equal(0, await CountAsync("логарифм"));
        await room.IndexAsync();
        Assert.Equal(0, await CountAsync("логарифм"));
        Assert.Equal(0, await TermsAsync(said.Id));
    }

    [Fact]
    public async Task A_message_that_counts_as_removed_is_not_found_whatever_stands_in_it_and_in_the_index()
    {
        var said = await room.SayAsync(School.TestStudent, School.Maths, "Экспонента растёт быстро");
        await School.Lane.RunAsync(
            db => db.Messages.Where(m => m.Id == said.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.RemovedAt, DateTimeOffset.UtcNow)), Stop);

        Assert.NotEqual(0, await TermsAsync(said.Id));
        Assert.Equal(0, await CountAsync("экспонента"));
    }

    [Fact]
    public async Task Words_that_were_changed_are_not_found_and_the_new_ones_are()
    {
        var said = await room.SayAsync(School.TestStudent, School.Maths, "Сдам в четверг косинусы");

        (await School.The<RevisionService>().EditAsync(School.TestStudent, School.Maths, said.Seq, "Сдам в пятницу тангенсы", Stop)).Granted();

        Assert.Equal(0, await CountAsync("косинус"));
        await room.IndexAsync();
        Assert.Equal(0, await CountAsync("косинус"));
        Assert.Equal(0, await CountAsync("четверг"));
        Assert.Equal(1, await CountAsync("тангенс пятница"));
        Assert.Equal(1, await CountAsync("сдам тангенсы"));
    }

    [Fact]
    public async Task A_message_changed_many_times_is_found_by_its_last_words_only()
    {
        var said = (await School.SayAsync(School.TestStudent, School.Maths, "многократно нулевой")).Granted();
        foreach (var text in new[] { "многократно первый", "многократно второй", "многократно третий" })
        {
            (await School.The<RevisionService>().EditAsync(School.TestStudent, School.Maths, said.Seq, text, Stop)).Granted();
        }

        await room.IndexAsync();

        Assert.Equal(0, await CountAsync("многократно нулевой"));
        Assert.Equal(0, await CountAsync("многократно второй"));
        Assert.Equal(1, await CountAsync("многократно третий"));
    }

    [Fact]
    public async Task What_stands_only_in_an_earlier_text_is_no_hit_even_for_those_who_may_see_it()
    {
        var said = await room.SayAsync(School.TestTeacher, School.Maths, "Интегрируем по частям");
        (await School.The<RevisionService>().EditAsync(School.TestTeacher, School.Maths, said.Seq, "Дифференцируем", Stop)).Granted();
        await room.IndexAsync();

        Assert.Empty(await room.FindAsync(School.TestTeacher, "интегрируем"));
        Assert.Empty(await room.FindAsync(School.Admin, "интегрируем"));
        Assert.Equal([said.Id], await room.FindAsync(School.TestParent, "дифференцируем"));
    }

    private async Task<int?> CountAsync(string sought)
    {
        var inside = (await room.AskAsync(School.TestTeacher, sought, School.Maths)).Granted();
        Assert.Equal(inside.Items.Select(f => f.MessageId), await room.FindAsync(School.TestTeacher, sought));
        Assert.Equal(inside.Total, inside.Items.Count);
        return inside.Total;
    }

    private async Task<int> TermsAsync(long messageId)
    {
        await using var db = School.OpenDb();
        return await db.SearchTerms.CountAsync(t => t.MessageId == messageId, Stop);
    }
}
