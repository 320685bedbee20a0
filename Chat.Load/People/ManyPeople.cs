using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Chat.E2E;
using Microsoft.EntityFrameworkCore;

namespace Chat.Load.People;

/// <summary>
/// The table of people of a school of a hundred thousand, asked for as a browser asks for it: the whole page, drawn by the
/// server. Its floor is the two queries behind it, over the same file, by a connection that does nothing else.
/// </summary>
internal static partial class ManyPeople
{
    /// <summary>Promised: a page is there this soon.</summary>
    private const double Promised = 300;

    private static readonly Asked[] Pages =
    [
        new("first page by name", "", "1 = 1", "SearchName, Id", 0),
        new("page 2,000 by name", "?page=2000", "1 = 1", "SearchName, Id", 1_999 * 50),
        new("newest first", "?sort=-created", "1 = 1", "CreatedAt DESC, Id DESC", 0),
        new("students, last seen", "?role=Student&sort=-seen", "Role = 1", "LastSeenAt DESC, Id DESC", 0),
        new("words of a name", "?q=%D0%B8%D0%B2%D0%B0%D0%BD%20%D1%81%D0%B5%D0%BC%D1%91%D0%BD", "instr(SearchName, 'иван') > 0 AND instr(SearchName, 'семен') > 0", "SearchName, Id", 0),
        new("part of an address", "?q=77777@", "instr(SearchName, '77777@') > 0", "SearchName, Id", 0),
        new("suspended, by address", "?status=Suspended&sort=email", "Status = 2", "NormalizedEmail, Id", 0),
        new("nobody", "?q=nobody-is-called-so", "instr(SearchName, 'nobody-is-called-so') > 0", "SearchName, Id", 0),
    ];

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex FormToken { get; }

    public static async Task RunAsync(bool isSmoke)
    {
        var (people, times) = isSmoke ? (2_000, 3) : (100_000, 40);
        await using var site = new Site { LimitsMultiplier = 1_000_000 };
        await site.InitializeAsync();
        await site.TerminateAsync();
        await FillAsync(site, people);
        await site.StartAgainAsync();
        using var admin = await SignInAsync(site);

        var table = new Table($"{people:N0} people", "floor p50 ms", "p95", "page p50 ms", "p95", "max", "x floor p50 / p95");
        var slow = new List<string>();
        await using var db = site.OpenDb();
        foreach (var asked in Pages)
        {
            var floor = await TimeAsync(times, () => QueryAsync(db, asked));
            var page = await TimeAsync(times, () => PageAsync(admin, asked));
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

    private static async Task QueryAsync(DbContext db, Asked asked)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"""
            SELECT count(*) FROM Users WHERE {asked.Where};
            SELECT Id, FullName, Email, Role, Status, Capabilities, Language, CreatedAt, LastSeenAt FROM Users WHERE {asked.Where} ORDER BY {asked.Order} LIMIT 50 OFFSET {asked.Offset};
            """;
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

    private static async Task PageAsync(HttpClient admin, Asked asked)
    {
        using var answer = await admin.GetAsync(new Uri($"/admin/people{asked.Query}", UriKind.Relative));
        WrongException.Unless(answer.IsSuccessStatusCode, $"{asked.Name}: {answer.StatusCode}");
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

    /// <summary>Nine in ten are students; one in fifty is suspended; names and addresses as they are.</summary>
    private static Task FillAsync(Site site, int people) => site.WriteAsync($"""
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {people}),
        named AS (SELECT i,
          json_extract('["Иванова","Петров","Семёнова","Кузнецов","Смирнова","Попов","Васильева","Соколов","Михайлова","Новиков","Фёдорова","Морозов","Волкова"]', '$[' || (i % 13) || ']') AS Family,
          json_extract('["иванова","петров","семенова","кузнецов","смирнова","попов","васильева","соколов","михайлова","новиков","федорова","морозов","волкова"]', '$[' || (i % 13) || ']') AS FamilyKey,
          json_extract('["Анна","Иван","Мария","Пётр","Ольга","Алексей","Елена","Дмитрий","Софья","Максим","Алёна"]', '$[' || (i % 11) || ']') AS Given,
          json_extract('["анна","иван","мария","петр","ольга","алексей","елена","дмитрий","софья","максим","алена"]', '$[' || (i % 11) || ']') AS GivenKey
          FROM n)
        INSERT INTO Users (FullName, SearchName, Role, Capabilities, Status, Language, TimeZone, HidesPresence, CreatedAt, LastSeenAt, UserName, NormalizedUserName, Email, NormalizedEmail,
          EmailConfirmed, PasswordHash, SecurityStamp, ConcurrencyStamp, PhoneNumberConfirmed, TwoFactorEnabled, LockoutEnabled, AccessFailedCount)
        SELECT Family || ' ' || Given, FamilyKey || ' ' || GivenKey || ' person' || i || '@school.example', CASE i % 10 WHEN 0 THEN 4 ELSE 1 END, 0, CASE i % 50 WHEN 0 THEN 2 ELSE 1 END, 'ru', 'Europe/Moscow', 0,
          638900000000000000 + i * 600000000, CASE i % 3 WHEN 0 THEN NULL ELSE 639000000000000000 + (i * 7919 % 100003) * 600000000 END,
          'person' || i || '@school.example', 'PERSON' || i || '@SCHOOL.EXAMPLE', 'person' || i || '@school.example', 'PERSON' || i || '@SCHOOL.EXAMPLE',
          0, hex(randomblob(42)), hex(randomblob(16)), hex(randomblob(18)), 0, 0, 1, 0
        FROM named
        """);

    /// <param name="Query">As the address of the page has it.</param>
    /// <param name="Where">The same, as the floor asks for it.</param>
    private sealed record Asked(string Name, string Query, string Where, string Order, int Offset);
}
