using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Chat.E2E;
using Chat.Load.Floors;
using Chat.Web.Access;
using Chat.Web.Conversations;
using Microsoft.EntityFrameworkCore;

namespace Chat.Load.Rest;

/// <summary>
/// What the bot's document asks: ten people a second come and say something, whether or not those before them have been
/// answered, for a minute; beside the least that could store the same. Then each of them has exactly one answer of the bot.
/// </summary>
internal static class Arrivals
{
    private const int PerSecond = 10;

    public static async Task RunAsync(bool isSmoke)
    {
        var duration = TimeSpan.FromSeconds(isSmoke ? 3 : 60);
        await using var floors = await FloorServer.StartAsync();
        using var floor = new HttpClient { BaseAddress = floors.Address };
        await using var site = new Site { LimitsMultiplier = 1_000_000 };
        await site.InitializeAsync();
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = site.Address };
        using (var signedIn = await http.PostAsJsonAsync("/api/auth/login/", new Credentials(Cast.Anna.Email, Cast.Anna.Password), RestJson.Default.Credentials))
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", (await signedIn.Content.ReadFromJsonAsync(RestJson.Default.SignedIn))!.Token);
        }

        var send = BareFloors.SendTo(floor);
        var least = await ArriveAsync(duration, i => send(i, CancellationToken.None));
        var ours = await ArriveAsync(duration, i => AskAsync(http, $"Load test message {i.ToString(CultureInfo.InvariantCulture)}: когда обед?"));

        var table = new Table($"{PerSecond} arrivals/s for {duration.TotalSeconds:0} s", "asked", "wrong", "mean ms", "p50", "p95", "p99", "max");
        table.Add(["floor: one message, group commit", .. Cells(least)]);
        table.Add(["POST /api/user-response/", .. Cells(ours)]);
        table.Print();
        Console.WriteLine($"x floor, p50 / p95: {ours.Times.Over(least.Times)}");

        WrongException.Unless(least.Wrong + ours.Wrong == 0, $"{ours.Wrong} wrong answers of Chat, {least.Wrong} of the floor");
        var (questions, answers, twice) = await CountAsync(site, ours.Times.Count);
        Console.WriteLine($"{questions} questions stored, {answers} answered by the bot, {twice} more than once");
        WrongException.Unless(questions == ours.Times.Count && answers == questions && twice == 0, "not every question has exactly one answer");
        WrongException.Unless(site.Failures.Count == 0, string.Join('\n', site.Failures));
    }

    /// <summary>Nobody waits for those before them: whoever is late is counted from when they came.</summary>
    private static async Task<(Sample Times, double Mean, int Wrong)> ArriveAsync(TimeSpan duration, Func<int, Task<bool>> ask)
    {
        var (began, asked) = (Stopwatch.GetTimestamp(), new List<Task<(double Took, bool IsRight)>>());
        for (var i = 0; i < PerSecond * duration.TotalSeconds; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / PerSecond);
            if (due - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait);
            }

            var number = i;
            asked.Add(Task.Run(async () =>
            {
                var right = await ask(number);
                return ((Stopwatch.GetElapsedTime(began) - due).TotalMilliseconds, right);
            }));
        }

        var all = await Task.WhenAll(asked);
        return (new Sample(all.Select(a => a.Took)), all.Average(a => a.Took), all.Count(a => !a.IsRight));
    }

    private static async Task<bool> AskAsync(HttpClient http, string message)
    {
        using var answer = await http.PostAsJsonAsync("/api/user-response/", new Arrival(message), ArrivalJson.Default.Arrival);
        return answer.StatusCode is HttpStatusCode.Created;
    }

    /// <summary>The bot answers by itself, a moment later.</summary>
    private static async Task<(int Questions, int Answers, int Twice)> CountAsync(Site site, int expected)
    {
        var until = Stopwatch.GetTimestamp();
        while (true)
        {
            await using var db = site.OpenDb();
            var botId = await db.Users.Bots().Select(u => u.Id).SingleAsync();
            var chats = await db.Conversations.Where(c => c.Kind == ConversationKind.Bot)
                .Select(c => new { Questions = db.Messages.Count(m => m.ConversationId == c.Id && m.SenderId != botId), Answers = db.Messages.Count(m => m.ConversationId == c.Id && m.SenderId == botId) })
                .ToListAsync();
            var (questions, answered) = (chats.Sum(c => c.Questions), chats.Count(c => c.Answers > 0));
            if (answered >= expected || Stopwatch.GetElapsedTime(until) > TimeSpan.FromSeconds(60))
            {
                return (questions, answered, chats.Count(c => c.Answers > 1));
            }

            await Task.Delay(100);
        }
    }

    private static string[] Cells((Sample Times, double Mean, int Wrong) run) =>
        [$"{run.Times.Count}", $"{run.Wrong}", run.Mean.ToString("0.0", CultureInfo.InvariantCulture), run.Times.P50, run.Times.P95, run.Times.P99, run.Times.Max];
}

internal sealed record Arrival(string Message);

[JsonSerializable(typeof(Arrival))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class ArrivalJson : JsonSerializerContext;
