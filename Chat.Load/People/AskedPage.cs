using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Chat.E2E;
using Microsoft.EntityFrameworkCore;

namespace Chat.Load.People;

/// <summary>
/// A page of the administration, asked for as a browser asks for it: the whole of it, drawn by the server. Its floor are
/// the queries behind it, over the same file, by a connection that does nothing else.
/// </summary>
/// <param name="Address">With its query, as the browser has it.</param>
/// <param name="Floor">The same as SQL.</param>
internal sealed partial record AskedPage(string Name, string Address, string Floor)
{
    /// <summary>Promised: a page is there this soon.</summary>
    private const double Promised = 300;

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex FormToken { get; }

    /// <summary>Asks for each so many times, beside its floor, in a school that was filled beforehand.</summary>
    public static async Task MeasureAsync(string title, int times, string fill, IEnumerable<AskedPage> pages)
    {
        await using var site = new Site { LimitsMultiplier = 1_000_000 };
        await site.InitializeAsync();
        await site.TerminateAsync();
        await site.WriteAsync(FormattableStringFactory.Create(fill));
        await site.StartAgainAsync();
        using var admin = await SignInAsync(site);

        var table = new Table(title, "floor p50 ms", "p95", "page p50 ms", "p95", "max", "x floor p50 / p95");
        var slow = new List<string>();
        await using var db = site.OpenDb();
        foreach (var asked in pages)
        {
            var floor = await TimeAsync(times, () => QueryAsync(db, asked));
            var page = await TimeAsync(times, () => asked.AskAsync(admin));
            table.Add(asked.Name, floor.P50, floor.P95, page.P50, page.P95, page.Max, page.Over(floor));
            if (double.Parse(page.P95, CultureInfo.InvariantCulture) > Promised)
            {
                slow.Add(asked.Name);
            }
        }

        table.Print();
        Console.WriteLine(slow.Count == 0 ? $"\nall pages within {Promised} ms at p95" : $"\nover {Promised} ms at p95: {string.Join(", ", slow)}");
        WrongException.Unless(site.Failures.Count == 0, string.Join('\n', site.Failures));
    }

    private static async Task<Sample> TimeAsync(int times, Func<Task> ask)
    {
        var taken = new List<double>();
        for (var i = 0; i <= times; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await ask();
            taken.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        // The first warms up.
        return new Sample(taken.Skip(1));
    }

    private static async Task QueryAsync(DbContext db, AskedPage asked)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = asked.Floor;
        await using var reader = await command.ExecuteReaderAsync();
        do
        {
            while (await reader.ReadAsync())
            {
                reader.GetValue(0);
            }
        }
        while (await reader.NextResultAsync());
    }

    private async Task AskAsync(HttpClient admin)
    {
        using var answer = await admin.GetAsync(new Uri(Address, UriKind.Relative));
        WrongException.Unless(answer.IsSuccessStatusCode, $"{Name}: {answer.StatusCode}");
        await answer.Content.ReadAsByteArrayAsync();
    }

    private static async Task<HttpClient> SignInAsync(Site site)
    {
        var http = new HttpClient { BaseAddress = site.Address };
        var token = FormToken.Match(await http.GetStringAsync(new Uri("/sign-in", UriKind.Relative))).Groups["token"].Value;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["__RequestVerificationToken"] = token,
            ["_handler"] = "sign-in",
            ["Form.Login"] = Cast.Admin.Email,
            ["Form.Password"] = Cast.Admin.Password,
        });
        using var answer = await http.PostAsync(new Uri("/sign-in", UriKind.Relative), form);
        WrongException.Unless(string.Equals(answer.RequestMessage!.RequestUri!.AbsolutePath, "/chat", StringComparison.Ordinal), $"the admin is at {answer.RequestMessage.RequestUri}");
        return http;
    }
}
