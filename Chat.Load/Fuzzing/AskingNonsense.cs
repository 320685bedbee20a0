using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chat.E2E;

namespace Chat.Load.Fuzzing;

/// <summary>
/// Ten thousand requests of nonsense for each route of the schema, from somebody who is signed in: none may be answered with
/// a 5xx, and none with anything of what is inside, be it a stack, a statement or a path. What was found can be asked again:
/// <c>--seed</c> takes the number that is printed.
/// </summary>
internal static partial class AskingNonsense
{
    private const int Clients = 8;

    [GeneratedRegex(@"Exception\b|\bat \w+\.\w+\.\w+\(|\bSELECT .* FROM\b|\bINSERT INTO\b|sqlite|EntityFramework|\bSystem\.|\.cs\b|/tmp/|/home/|/work/|/usr/|\b[A-Z]:\\", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex GivesAway { get; }

    public static async Task RunAsync(bool isSmoke)
    {
        var (seed, each) = (SeedOf(Environment.GetCommandLineArgs()) ?? (isSmoke ? 1 : Environment.TickCount), isSmoke ? 20 : 10_000);
        await using var site = new Site { LimitsMultiplier = 1_000_000, Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Logging:LogLevel:Default"] = "Warning" } };
        await site.InitializeAsync();
        using var http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            MaxConnectionsPerServer = Clients,
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        })
        { BaseAddress = site.Address, Timeout = TimeSpan.FromSeconds(60) };
        var routes = await ApiRoute.ReadAsync(http);
        var (token, known) = await SignInAsync(http);
        Console.WriteLine($"seed {seed}, {each} requests for each of {routes.Count} routes\n");

        var (table, found) = (new Table("", "requests", "2xx", "3xx", "4xx", "5xx", "cut off", "seconds"), new ConcurrentQueue<string>());
        var total = new Tally();
        var began = Stopwatch.GetTimestamp();
        foreach (var (index, route) in routes.Index())
        {
            var (tally, from) = (new Tally(), Stopwatch.GetTimestamp());
            await Parallel.ForEachAsync(Enumerable.Range(0, each), new ParallelOptions { MaxDegreeOfParallelism = Clients }, async (n, cancellation) =>
            {
                var request = NonsenseRequest.Of(route, new Nonsense(HashCode(seed, index, n), known));
                if (await AskAsync(http, request, token, tally, cancellation) is { } wrong)
                {
                    found.Enqueue($"seed {seed}, {route.Name}, request {n}: {wrong}\n{request}\n");
                }
            });
            table.Add([route.Name, .. tally.Cells, Seconds(from)]);
            total.Add(tally);
            // It takes a while: whoever waits sees how far it is.
            await Console.Error.WriteLineAsync($"{index + 1}/{routes.Count} {route.Name}, {found.Count} found");
        }

        table.Add(["all", .. total.Cells, Seconds(began)]);
        table.Print();
        WrongException.Unless(found.IsEmpty, $"{found.Count} answers are none:\n{string.Join('\n', found.Take(10))}");
        WrongException.Unless(site.Failures.Count == 0, string.Join('\n', site.Failures));
        WrongException.Unless(total.Granted > 0 && total.Refused > total.Granted, "nothing got past the door, or everything did: that tries nothing");
        WrongException.Unless((await http.GetAsync("/api/health/")).IsSuccessStatusCode, "it is not well afterwards");
    }

    /// <returns>What is wrong with the answer; nothing if nothing is.</returns>
    private static async Task<string?> AskAsync(HttpClient http, NonsenseRequest request, string token, Tally tally, CancellationToken cancellation)
    {
        using var message = request.ToMessage(http.BaseAddress!, token);
        try
        {
            using var answer = await http.SendAsync(message, cancellation);
            var (status, body) = ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellation));
            tally.Count(status);
            return status >= 500 ? $"{status} {body}"
                : status >= 400 && GivesAway.Match(body) is { Success: true } given ? $"{status} gives away \"{given.Value}\": {body[..Math.Min(body.Length, 500)]}"
                : null;
        }
        catch (HttpRequestException)
        {
            // Turned away while it was still being said: the server has hung up.
            tally.Count(status: 0);
            return null;
        }
        catch (TaskCanceledException)
        {
            return "no answer within a minute";
        }
    }

    /// <summary>A teacher, who may do most of what there is, and all that there is for them.</summary>
    private static async Task<(string Token, KnownNumbers Known)> SignInAsync(HttpClient http)
    {
        var signedIn = await SayAsync(http, token: null, HttpMethod.Post, "/api/auth/login/", new { email = Cast.Ivan.Email, password = Cast.Ivan.Password });
        var (token, me) = (signedIn.GetProperty("token").GetString()!, signedIn.GetProperty("user").GetProperty("id").GetInt64());
        var people = IdsIn(await SayAsync(http, token, HttpMethod.Get, "/api/chat/contacts/"));
        foreach (var person in people)
        {
            await SayAsync(http, token, HttpMethod.Post, "/api/chat/initiate-chat/", new { contact_user_id = person });
        }

        var chats = IdsIn(await SayAsync(http, token, HttpMethod.Get, "/api/chat/forum/")).Concat(IdsIn(await SayAsync(http, token, HttpMethod.Get, "/api/chat/threads/user_threads/"))).ToList();
        var messages = new List<long>();
        foreach (var chat in chats)
        {
            await SayAsync(http, token, HttpMethod.Post, $"/api/chat/forum/{chat}/send_message/", new { content = "Something to begin with" });
            messages.AddRange(IdsIn(await SayAsync(http, token, HttpMethod.Get, $"/api/chat/forum/{chat}/messages/")));
        }

        return (token, new KnownNumbers(me, chats, messages, people));
    }

    private static async Task<JsonElement> SayAsync(HttpClient http, string? token, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Token {token}");
        }

        using var answer = await http.SendAsync(request);
        // Of several children one has to be named: whom it is not about yet is not begun with.
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static List<long> IdsIn(JsonElement page) => [.. page.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("id").GetInt64()).Distinct()];

    private static int? SeedOf(string[] arguments) =>
        Array.IndexOf(arguments, "--seed") is var at and >= 0 && at + 1 < arguments.Length ? int.Parse(arguments[at + 1], CultureInfo.InvariantCulture) : null;

    /// <summary>The same in every process, whatever else is asked at the same time.</summary>
    private static int HashCode(int seed, int route, int request) => unchecked((seed * 31 + route) * 1_000_003 + request);

    private static string Seconds(long from) => Stopwatch.GetElapsedTime(from).TotalSeconds.ToString("0", CultureInfo.InvariantCulture);

    /// <summary>How a number of requests was answered.</summary>
    private sealed class Tally
    {
        private readonly int[] _byHundred = new int[6];

        public int Granted => _byHundred[2];

        public int Refused => _byHundred[4];

        public string[] Cells => [.. new[] { _byHundred.Sum(), _byHundred[2], _byHundred[3], _byHundred[4], _byHundred[5], _byHundred[0] }.Select(n => n.ToString("#,##0", CultureInfo.InvariantCulture))];

        /// <param name="status">0 where there was no answer.</param>
        public void Count(int status) => Interlocked.Increment(ref _byHundred[status / 100]);

        public void Add(Tally other)
        {
            for (var i = 0; i < _byHundred.Length; i++)
            {
                _byHundred[i] += other._byHundred[i];
            }
        }
    }
}
