using Chat.Web.Live;
using Chat.Web.Tests.TestSupport;

namespace Chat.Web.Tests.Live;

/// <summary>The feed addresses people, in order, and hangs up on whoever cannot keep up rather than skip a word.</summary>
public class FeedTests
{
    private const int Anna = 1;
    private const int Ivan = 2;
    private readonly Feed _feed = new();

    [Fact]
    public void Everybody_hears_on_every_line_they_have_open_and_in_order()
    {
        using var phone = _feed.Open(Anna);
        using var laptop = _feed.Open(Anna);
        using var other = _feed.Open(Ivan);

        _feed.Publish(new Said(1), Anna);
        _feed.Publish(new Said(2), Anna, Ivan);

        Assert.Equal([1, 2], phone.HeardSoFar<Said>().Select(s => s.Number));
        Assert.Equal([1, 2], laptop.HeardSoFar<Said>().Select(s => s.Number));
        Assert.Equal([2], other.HeardSoFar<Said>().Select(s => s.Number));
    }

    [Fact]
    public async Task A_line_that_falls_behind_is_hung_up_with_no_gap_before_the_end()
    {
        using var slow = _feed.Open(Anna);
        using var quick = _feed.Open(Anna);

        for (var i = 1; i <= Feed.Backlog + 10; i++)
        {
            _feed.Publish(new Said(i), Anna);
            Assert.Single(quick.HeardSoFar<Said>());
        }

        Assert.Equal(Enumerable.Range(1, Feed.Backlog), slow.HeardSoFar<Said>().Select(s => s.Number));
        await slow.Events.Completion.WaitAsync(Patience.Stop);
        Assert.False(slow.HasEnded);
    }

    [Fact]
    public void A_closed_line_hears_nothing_and_leaves_the_others_open()
    {
        var closed = _feed.Open(Anna);
        using var open = _feed.Open(Anna);
        closed.Dispose();

        _feed.Publish(new Said(1), Anna);

        Assert.Empty(closed.HeardSoFar<Said>());
        Assert.Single(open.HeardSoFar<Said>());
    }

    [Fact]
    public async Task Lines_that_come_and_go_from_everywhere_lose_nobody_who_stays()
    {
        using var staying = _feed.Open(Anna);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                _feed.Open(Anna).Dispose();
            }
        })));
        _feed.Publish(new Said(1), Anna);

        Assert.Single(staying.HeardSoFar<Said>());
    }

    private sealed record Said(int Number) : ChatEvent;
}
