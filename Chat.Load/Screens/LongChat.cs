using Chat.E2E;

namespace Chat.Load.Screens;

/// <summary>
/// A chat of fifty thousand messages, opened again and again, and one with a handful in the same browser as its floor:
/// whatever grows with history would show between the two.
/// </summary>
internal static class LongChat
{
    private const int MostNodes = 250;
    private const double MostShift = 2;
    private const double MostLayoutShift = 0.05;

    /// <summary>Runs before anything of the page does: when the first message was drawn, and how much moved after it was.</summary>
    private const string Notice = """
        (() => {
          window.noted = { first: 0, lcp: 0, cls: 0 };
          new PerformanceObserver(list => list.getEntries().forEach(entry => { noted.lcp = entry.startTime; })).observe({ type: 'largest-contentful-paint', buffered: true });
          new PerformanceObserver(list => list.getEntries().filter(entry => !entry.hadRecentInput).forEach(entry => { noted.cls += entry.value; })).observe({ type: 'layout-shift', buffered: true });
          const watching = new MutationObserver(() => {
            if (document.querySelector('.message[data-seq]')) {
              watching.disconnect();
              requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => { noted.first = performance.now(); }; port2.postMessage(null); });
            }
          });
          watching.observe(document, { subtree: true, childList: true });
        })();
        """;

    public static async Task RunAsync(bool isSmoke)
    {
        var (length, openings, olderPages) = isSmoke ? (2_000, 2, 2) : (50_000, 20, 10);
        await using var site = new Site();
        await site.InitializeAsync();
        await site.TerminateAsync();
        var (longChat, shortChat) = (await site.NumberOfAsync(Cast.TestStudent, Cast.TestTutor), await site.NumberOfAsync(Cast.TestStudent, Cast.TestTeacher));
        await LongHistory.FillAsync(site, longChat, length);
        await site.StartAgainAsync();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        await using var student = await Person.ComeAsync(browser, site, Look.Desk);
        await student.SignInAsync(Cast.TestStudent);
        await student.Page.AddInitScriptAsync(Notice);

        var (few, many) = (new List<Opening>(), new List<Opening>());
        for (var i = 0; i <= openings; i++)
        {
            few.Add(await OpenAsync(student, shortChat));
            many.Add(await OpenAsync(student, longChat));
        }

        var shifts = new List<double>();
        for (var page = 0; page < olderPages; page++)
        {
            shifts.Add(await student.Thread.ShiftWhenOlderArrivesAsync());
        }

        // The first of each warms both sides up.
        Print(length, few[1..], many[1..], shifts);
        var mostNodes = Math.Max(many.Max(o => o.Messages), await student.Thread.Messages.CountAsync());
        WrongException.Unless(mostNodes <= MostNodes, $"{mostNodes} messages are in the page");
        WrongException.Unless(shifts.TrueForAll(shift => shift is >= 0 and <= MostShift), "what was being read moved while something older came");
        WrongException.Unless(many.TrueForAll(o => o.LayoutShift < MostLayoutShift), "the page moved while it came");
        WrongException.Unless(site.Failures.Count == 0, string.Join('\n', site.Failures));
    }

    private static async Task<Opening> OpenAsync(Person student, int chat)
    {
        await student.GoAsync($"/chat/{chat}");
        await student.Thread.ReadyAsync();
        WrongException.Unless(await student.Page.EvaluateAsync<bool>("() => { const last = [...document.querySelectorAll('.message[data-seq]')].at(-1).getBoundingClientRect(); return last.top < innerHeight && last.bottom > 0; }"), "the newest message is not in view");
        var noted = await student.Page.EvaluateAsync<double[]>("() => [noted.first, noted.lcp, noted.cls, document.querySelectorAll('.message[data-seq]').length, document.querySelectorAll('*').length]");
        return new Opening(noted[0], noted[1], noted[2], (int)noted[3], (int)noted[4]);
    }

    private static void Print(int length, List<Opening> few, List<Opening> many, List<double> shifts)
    {
        var table = new Table("", "a handful", $"{length:N0}", "x floor p50 / p95");
        Add("first message drawn, ms, p50", o => o.FirstMessage, s => s.P50, hasRatio: true);
        Add("p95", o => o.FirstMessage, s => s.P95);
        Add("largest paint, ms, p50", o => o.LargestPaint, s => s.P50, hasRatio: true);
        Add("p95", o => o.LargestPaint, s => s.P95);
        table.Add("messages in the page", $"{few.Max(o => o.Messages)}", $"{many.Max(o => o.Messages)}", "");
        table.Add("nodes in the page", $"{few.Max(o => o.Nodes)}", $"{many.Max(o => o.Nodes)}", "");
        table.Add("layout shift while it comes, worst", $"{few.Max(o => o.LayoutShift):0.000}", $"{many.Max(o => o.LayoutShift):0.000}", "");
        table.Add($"px moved by older ones, worst of {shifts.Count}", "", $"{shifts.Max():0.0}", "");
        table.Print();

        void Add(string name, Func<Opening, double> of, Func<Sample, string> at, bool hasRatio = false)
        {
            var (floor, sample) = (new Sample(few.Select(of)), new Sample(many.Select(of)));
            table.Add(name, at(floor), at(sample), hasRatio ? sample.Over(floor) : "");
        }
    }

    /// <summary>One going to a chat: milliseconds from the navigation, how much moved, and how much there is.</summary>
    private sealed record Opening(double FirstMessage, double LargestPaint, double LayoutShift, int Messages, int Nodes);
}
