using System.Collections.Immutable;

namespace Chat.Web.Search;

/// <summary>
/// How far a growing table has been read. Where commands run side by side a row can become visible after rows with higher
/// numbers, so the mark that is stored follows a minute behind, and what lies beyond it is looked through again.
/// </summary>
/// <param name="Mark">Up to here everything is done, and no row can appear any more.</param>
/// <param name="Cursor">Up to here everything has been read that was there.</param>
/// <param name="Ahead">What is done beyond the mark.</param>
public sealed record Progress(long Mark, long Cursor, ImmutableHashSet<long> Ahead)
{
    /// <summary>Longer than any transaction takes between taking a number and committing it.</summary>
    public static readonly TimeSpan TimeToSettle = TimeSpan.FromMinutes(1);

    public static Progress From(long mark) => new(mark, mark, []);

    public bool IsDone(long id) => id <= Mark || Ahead.Contains(id);

    public Progress LookAgain() => this with { Cursor = Mark };

    /// <param name="read">The next rows after the cursor, in order.</param>
    public Progress After(IEnumerable<(long Id, DateTimeOffset At)> read, DateTimeOffset now)
    {
        var (mark, cursor, ahead) = (Mark, Cursor, Ahead.ToBuilder());
        foreach (var (id, at) in read)
        {
            if (mark == cursor && at <= now - TimeToSettle)
            {
                mark = id;
                ahead.Remove(id);
            }
            else
            {
                ahead.Add(id);
            }

            cursor = id;
        }

        return new(mark, cursor, ahead.ToImmutable());
    }
}
