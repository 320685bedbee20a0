using Chat.Web.Live;
using Chat.Web.Tests.TestSupport;

namespace Chat.Web.Tests.Live;

/// <summary>How often a page may draw.</summary>
public class PaceTests
{
    private static readonly TimeSpan Tenth = TimeSpan.FromMilliseconds(100);

    private readonly HandClock _clock = new();

    [Fact]
    public void A_few_come_at_once_and_then_ten_a_second()
    {
        var pace = new Pace(_clock);

        Assert.All(Enumerable.Range(1, 5), _ => Assert.Equal(TimeSpan.Zero, pace.Next()));
        Assert.All(Enumerable.Range(1, 20), _ =>
        {
            Assert.Equal(Tenth, pace.Next());
            _clock.Turn(Tenth);
        });
    }

    [Fact]
    public void After_a_rest_a_few_come_at_once_again_and_no_more_than_a_few()
    {
        var pace = new Pace(_clock);
        Assert.All(Enumerable.Range(1, 5), _ => Assert.Equal(TimeSpan.Zero, pace.Next()));

        _clock.Turn(TimeSpan.FromHours(1));

        Assert.All(Enumerable.Range(1, 5), _ => Assert.Equal(TimeSpan.Zero, pace.Next()));
        Assert.Equal(Tenth, pace.Next());
    }
}
