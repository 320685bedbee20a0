using Chat.Web.Live;

namespace Chat.Web.Tests.TestSupport;

/// <summary>What comes over a line.</summary>
public static class Hearing
{
    /// <summary>The next event of a kind; others are let pass.</summary>
    public static async Task<TEvent> NextAsync<TEvent>(this Feed.Line line)
        where TEvent : ChatEvent
    {
        await foreach (var happened in line.Events.ReadAllAsync(Patience.Stop))
        {
            if (happened is TEvent expected)
            {
                return expected;
            }
        }

        throw new InvalidOperationException($"The line was hung up before any {typeof(TEvent).Name}.");
    }

    /// <summary>Everything of a kind that has come by now. A service tells before it answers, so after its answer nothing is still under way.</summary>
    public static List<TEvent> HeardSoFar<TEvent>(this Feed.Line line)
        where TEvent : ChatEvent
    {
        var heard = new List<TEvent>();
        while (line.Events.TryRead(out var happened))
        {
            if (happened is TEvent expected)
            {
                heard.Add(expected);
            }
        }

        return heard;
    }
}
