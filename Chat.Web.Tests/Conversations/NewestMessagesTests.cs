using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Conversations;

/// <summary>What is kept at hand of a conversation says what the database says, whatever happens in it.</summary>
public sealed class NewestMessagesTests : IAsyncLifetime
{
    private readonly SchoolHouse _school = new() { RunsErrands = false };

    public async ValueTask InitializeAsync() => await _school.OpenAsync();

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Theory]
    [InlineData(3)]
    [InlineData(1777)]
    public async Task After_every_deed_the_newest_page_is_what_is_stored(int seed)
    {
#pragma warning disable CA5394 // Repeatable on purpose: a failing seed fails again.
        var chance = new Random(seed);
        for (var i = 0; i < 150; i++)
        {
            var last = await _school.LastSeqAsync(_school.Maths);
            await DoSomethingAsync(chance.Next(6), chance.Next(1, last + 1), $"{i}");
            await IsTrueAsync();
        }
#pragma warning restore CA5394

        Assert.True(await _school.LastSeqAsync(_school.Maths) > NewestMessages.Kept / 2, "Too little was said for this to mean anything.");
    }

    [Fact]
    public async Task Of_more_than_is_kept_the_oldest_give_way_one_by_one()
    {
        for (var i = 0; i < NewestMessages.Kept + 10; i++)
        {
            (await _school.SayAsync(_school.TestStudent, _school.Maths, $"{i}")).Granted();
            await PageAsync(100);
        }

        await IsTrueAsync();
        Assert.Equal(NewestMessages.Kept, (await PageAsync(100)).Items.Count);
    }

    [Fact]
    public async Task Many_who_talk_at_once_beside_those_who_read_leave_it_true()
    {
        using var talking = new CancellationTokenSource();
        var reading = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (!talking.IsCancellationRequested)
            {
                var page = await PageAsync(50);
                Assert.Equal(Enumerable.Range(page.Items[0].Seq, page.Items.Count), page.Items.Select(m => m.Seq));
            }
        }, Stop)).ToList();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(who => Task.Run(async () =>
        {
            for (var i = 0; i < 15; i++)
            {
                var said = (await _school.SayAsync(who % 2 == 0 ? _school.TestStudent : _school.TestTeacher, _school.Maths, $"{who}/{i}")).Granted();
                // Whoever has said something sees it at once.
                Assert.Contains((await PageAsync(100)).Items, m => m.Id == said.Id);
            }
        }, Stop)));
        await talking.CancelAsync();
        await Task.WhenAll(reading);
        await IsTrueAsync();
    }

    [Fact]
    public async Task Somebody_who_becomes_something_else_is_so_in_what_was_said_before()
    {
        var teacher = _school.TestTeacher;
        (await _school.SayAsync(teacher, _school.Maths)).Granted();
        Assert.Equal(Role.Teacher, (await PageAsync(1)).Items[0].Sender.Role);

        (await _school.Accounts.ChangeRoleAsync(_school.Admin, teacher.Id, Role.Tutor, Stop)).Granted();

        Assert.Equal(Role.Tutor, (await PageAsync(1)).Items[0].Sender.Role);
    }

    private async Task DoSomethingAsync(int which, int seq, string text)
    {
        switch (which)
        {
            case 0 or 1 or 2:
                (await _school.Messages.SendAsync(_school.TestStudent, _school.Maths, Speech.Say(text) with { ReplyToSeq = which == 2 ? seq : null }, Stop)).Granted();
                break;
            case 3:
                await _school.Revisions.EditAsync(_school.TestStudent, _school.Maths, seq, text + " edited", Stop);
                break;
            case 4:
                await _school.Reactions.ToggleAsync(_school.TestTeacher, _school.Maths, seq, Reaction.Signs[0], Stop);
                break;
            default:
                await (seq % 3 == 0 ? _school.Revisions.RemoveAsync(_school.TestTeacher, _school.Maths, seq, "Order", Stop) : (Task)_school.Moderation.PinAsync(_school.TestTeacher, _school.Maths, seq, seq % 2 == 0, null, Stop));
                break;
        }
    }

    /// <summary>Asked from the oldest on, messages come from the database.</summary>
    private async Task IsTrueAsync()
    {
        var kept = await PageAsync(NewestMessages.Kept);
        var stored = (await _school.Pages.MessagesAsync(
            _school.TestStudent, _school.Maths, new MessageQuery(new PageQuery(Math.Max(0, kept.Count - NewestMessages.Kept), NewestMessages.Kept), IsFromTheOldest: true), Stop)).Granted();

        Assert.Equal(stored.Count, kept.Count);
        Assert.Equal(Told(stored), Told(kept));
    }

    private async Task<MessagePage> PageAsync(int limit) =>
        (await _school.Pages.MessagesAsync(_school.TestParent, _school.Maths, new MessageQuery(new PageQuery(0, limit)), Stop)).Granted();

    private static string Told(MessagePage page) => System.Text.Json.JsonSerializer.Serialize(page.Items);
}
