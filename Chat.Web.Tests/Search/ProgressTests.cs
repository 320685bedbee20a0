using Chat.Web.Search;

namespace Chat.Web.Tests.Search;

/// <summary>Rows become visible in another order than they are numbered, and none is passed over.</summary>
public class ProgressTests
{
    private static readonly DateTimeOffset Now = new(2026, 9, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Lately = Now.AddSeconds(-5);
    private static readonly DateTimeOffset LongAgo = Now.AddHours(-1);

    [Fact]
    public void What_has_settled_moves_the_mark()
    {
        var progress = Progress.From(10).After([(11, LongAgo), (15, LongAgo)], Now);

        Assert.Equal((15, 15), (progress.Mark, progress.Cursor));
        Assert.Empty(progress.Ahead);
    }

    [Fact]
    public void What_came_lately_is_done_and_does_not_move_the_mark()
    {
        var progress = Progress.From(10).After([(11, LongAgo), (13, Lately), (14, LongAgo)], Now);

        Assert.Equal((11, 14), (progress.Mark, progress.Cursor));
        Assert.All([10, 11, 13, 14], id => Assert.True(progress.IsDone(id)));
        Assert.False(progress.IsDone(12));
    }

    [Fact]
    public void A_row_that_appears_before_others_is_met_when_looking_again()
    {
        var progress = Progress.From(10).After([(11, Lately), (13, Lately)], Now).LookAgain();

        Assert.Equal(10, progress.Cursor);
        List<(long Id, DateTimeOffset At)> visible = [(11, Lately), (12, Lately), (13, Lately)];
        Assert.Equal([12L], visible.Where(r => !progress.IsDone(r.Id)).Select(r => r.Id));

        var later = progress.After(visible, Now).LookAgain().After(visible, Lately + Progress.TimeToSettle);
        Assert.Equal((13, 13), (later.Mark, later.Cursor));
        Assert.Empty(later.Ahead);
    }
}
