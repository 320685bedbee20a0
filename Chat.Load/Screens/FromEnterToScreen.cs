using Chat.E2E;

namespace Chat.Load.Screens;

/// <summary>
/// One person writes, one reads, each in a browser of their own: how long after Enter a line is drawn on either screen.
/// The floor is the least that any page could do, seen by the same eyes in the same run.
/// </summary>
internal static class FromEnterToScreen
{
    /// <summary>What is measured is one message's way, not how many can be on the way at once.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(200);

    public static async Task RunAsync(bool isSmoke)
    {
        var lines = isSmoke ? 5 : 200;
        using var playwright = await Playwright.CreateAsync();
        await using var writers = await Chromium.LaunchAsync(playwright);
        await using var readers = await Chromium.LaunchAsync(playwright);

        var floor = await MeasureFloorAsync(writers, readers, lines);
        var chat = await MeasureChatAsync(writers, readers, lines);

        var table = new Table("milliseconds after Enter", "lines", "p50", "p95", "max", "x floor p50 / p95");
        table.Add("one's own screen, floor", $"{lines}", floor.Own.P50, floor.Own.P95, floor.Own.Max, "");
        table.Add("one's own screen, Chat", $"{lines}", chat.Own.P50, chat.Own.P95, chat.Own.Max, chat.Own.Over(floor.Own));
        table.Add("the other's screen, floor", $"{lines}", floor.Others.P50, floor.Others.P95, floor.Others.Max, "");
        table.Add("the other's screen, Chat", $"{lines}", chat.Others.P50, chat.Others.P95, chat.Others.Max, chat.Others.Over(floor.Others));
        table.Print();
    }

    private static async Task<(Sample Own, Sample Others)> MeasureFloorAsync(IBrowser writers, IBrowser readers, int lines)
    {
        await using var push = await BarePush.StartAsync();
        var (writer, reader) = (await writers.NewPageAsync(), await readers.NewPageAsync());
        await Task.WhenAll(writer.GotoAsync(push.Address.ToString()), reader.GotoAsync(push.Address.ToString()));
        await Task.WhenAll(writer.WaitForSelectorAsync("input:focus"), reader.WaitForSelectorAsync("input:enabled"));

        var times = await MeasureAsync(writer, reader, writer.Locator("input"), "#lines", lines);
        await Task.WhenAll(writer.CloseAsync(), reader.CloseAsync());
        return times;
    }

    private static async Task<(Sample Own, Sample Others)> MeasureChatAsync(IBrowser writers, IBrowser readers, int lines)
    {
        await using var site = new Site();
        await site.InitializeAsync();
        await using var student = await ArriveAsync(writers, site, Cast.TestStudent);
        await using var teacher = await ArriveAsync(readers, site, Cast.TestTeacher);

        var times = await MeasureAsync(student.Page, teacher.Page, student.Thread.Field, ".messages", lines);
        WrongException.Unless(await student.Thread.Stored("#").CountAsync() == lines && await student.Page.Locator(".on-its-way").CountAsync() == 0, "not every line was stored once");
        WrongException.Unless(site.Failures.Count == 0, string.Join('\n', site.Failures));
        return times;
    }

    private static async Task<Person> ArriveAsync(IBrowser browser, Site site, Web.Data.DemoPerson who)
    {
        var person = await Person.ComeAsync(browser, site, Look.Desk);
        await person.SignInAsync(who);
        await person.Chats.OpenAsync(Cast.Maths);
        await person.Thread.ReadyAsync();
        return person;
    }

    private static async Task<(Sample Own, Sample Others)> MeasureAsync(IPage writer, IPage reader, ILocator field, string area, int lines)
    {
        var (own, others) = (await Watcher.OpenAsync(writer, area), await Watcher.OpenAsync(reader, area));
        var marks = Enumerable.Range(1, lines).Select(line => $"#{line}#").ToArray();
        foreach (var mark in marks)
        {
            await field.FillAsync($"Строка {mark}");
            await field.PressAsync("Enter");
            await Task.WhenAll(own.ShowsAsync(mark), others.ShowsAsync(mark));
            await Task.Delay(Gap);
        }

        var entered = await own.EnteredAsync();
        WrongException.Unless(entered.Length == lines, "Enter was not heard once for each line");
        WrongException.Unless((await own.OrderAsync()).SequenceEqual(marks) && (await others.OrderAsync()).SequenceEqual(marks), "lines were not shown once each and in order");
        return (After(entered, await own.ShownAsync()), After(entered, await others.ShownAsync()));
    }

    private static Sample After(double[] entered, double[] shown) => new(entered.Zip(shown, (from, to) => to - from));
}
