using System.Globalization;
using Bunit;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Conversations;
using Chat.Web.Tests.TestSupport;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Conversations;

/// <summary>What the tab says is unread, whatever the list beside it shows.</summary>
public sealed class UnreadTotalTests : IAsyncLifetime
{
    private readonly SchoolHouse _school = new() { RunsErrands = false };

    public async ValueTask InitializeAsync()
    {
        await _school.OpenAsync();
        foreach (var conversation in new[] { _school.Maths, _school.Tutoring })
        {
            (await _school.Messages.MarkReadAsync(_school.TestStudent, conversation, int.MaxValue, Stop)).Granted();
        }
    }

    public ValueTask DisposeAsync() => _school.DisposeAsync();

    [Fact]
    public async Task It_counts_everything_that_calls_and_nothing_that_is_muted_or_put_away()
    {
        await _school.SayAsync(_school.TestTeacher, _school.Maths);
        await _school.SayAsync(_school.TestTutor, _school.Tutoring);
        await _school.SayAsync(_school.TestTutor, _school.Tutoring);
        using var screen = new Screen(_school, _school.TestStudent);
        var total = screen.Render<UnreadTotal>();
        await SaysAsync(total, 3);

        (await _school.Listing.QuietAsync(_school.TestStudent, _school.Maths, isQuiet: true, Stop)).Granted();
        await SaysAsync(total, 2);
        await _school.SayAsync(_school.TestTeacher, _school.Maths);
        (await _school.Listing.QuietAsync(_school.TestStudent, _school.Maths, isQuiet: false, Stop)).Granted();
        await SaysAsync(total, 4);

        (await _school.Listing.PutAwayAsync(_school.TestStudent, _school.Tutoring, isPutAway: true, Stop)).Granted();
        await SaysAsync(total, 2);
        await _school.SayAsync(_school.TestTutor, _school.Tutoring);
        await SaysAsync(total, 5);
    }

    [Fact]
    public async Task The_list_says_the_same_whichever_part_of_it_is_shown()
    {
        await _school.SayAsync(_school.TestTeacher, _school.Maths);
        (await _school.Listing.PutAwayAsync(_school.TestStudent, _school.Tutoring, isPutAway: true, Stop)).Granted();
        foreach (var shown in new[] { "", "?show=PutAway", "?show=Mentions", "?find=nothing" })
        {
            using var screen = new Screen(_school, _school.TestStudent);
            screen.Services.GetRequiredService<NavigationManager>().NavigateTo("/chat" + shown);
            var list = screen.Render<ConversationList>();

            await list.WaitForAssertionAsync(() => Assert.Equal("1", list.Find("[data-unread-total]").GetAttribute("data-unread-total")));
        }
    }

    [Fact]
    public async Task It_follows_what_is_said_read_removed_and_marked_unread()
    {
        using var screen = new Screen(_school, _school.TestStudent);
        var total = screen.Render<UnreadTotal>();
        await SaysAsync(total, 0);

        var regretted = (await _school.SayAsync(_school.TestTeacher, _school.Maths)).Granted();
        await _school.SayAsync(_school.TestTeacher, _school.Maths);
        await SaysAsync(total, 2);
        (await _school.Revisions.RemoveAsync(_school.TestTeacher, _school.Maths, regretted.Seq, cancellation: Stop)).Granted();
        await SaysAsync(total, 1);
        (await _school.Messages.MarkReadAsync(_school.TestStudent, _school.Maths, int.MaxValue, Stop)).Granted();
        await SaysAsync(total, 0);
        (await _school.Listing.MarkUnreadAsync(_school.TestStudent, _school.Maths, cancellation: Stop)).Granted();
        await SaysAsync(total, 1);
        await _school.SayAsync(_school.TestStudent, _school.Maths);
        await SaysAsync(total, 0);
    }

    [Fact]
    public async Task It_takes_one_statement_at_first_and_none_for_a_message()
    {
        await _school.SayAsync(_school.TestTeacher, _school.Maths);
        using var screen = new Screen(_school, _school.TestStudent);
        var before = _school.Statements.Count;
        var total = screen.Render<UnreadTotal>();
        await SaysAsync(total, 1);
        Assert.Equal(before + 1, _school.Statements.Count);

        before = _school.Statements.Count;
        (await _school.SayAsync(_school.TestTeacher, _school.Maths)).Granted();
        await SaysAsync(total, 2);
        var withIt = _school.Statements.Count - before;
        await screen.DisposeAsync();
        before = _school.Statements.Count;
        (await _school.SayAsync(_school.TestTeacher, _school.Maths)).Granted();
        Assert.Equal(_school.Statements.Count - before, withIt);
    }

    [Fact]
    public async Task Who_only_reads_along_is_called_by_nothing()
    {
        await _school.SayAsync(_school.TestTeacher, _school.Maths);

        foreach (var reader in new Actor[] { _school.TestParent, _school.Admin })
        {
            Assert.DoesNotContain(await _school.Conversations.ListUnreadAsync(reader, Stop), p => p.ConversationId == _school.Maths);
        }
    }

    [Fact]
    public void A_message_that_was_counted_already_counts_once()
    {
        var tally = new UnreadTally();
        tally.Show([new UnreadPlace(_school.Maths, LastSeq: 7, Unread: 2, IsQuiet: false, IsPutAway: false)]);
        var teacher = new PersonView(_school.TestTeacher.Id, "Test Teacher", _school.TestTeacher.Role);

        foreach (var seq in new[] { 7, 8, 8 })
        {
            tally.Add(new MessageView(seq, _school.Maths, seq, teacher, Guid.NewGuid(), "Hello", DateTimeOffset.UnixEpoch), _school.TestStudent);
        }

        Assert.Equal(3, tally.Total);
    }

    private static Task SaysAsync(IRenderedComponent<UnreadTotal> total, int expected) =>
        total.WaitForAssertionAsync(() => Assert.Equal(expected.ToString(CultureInfo.InvariantCulture), total.Find("[data-unread-total]").GetAttribute("data-unread-total")));
}
