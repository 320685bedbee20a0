using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Chat.E2E;
using Chat.Web.Data;

namespace Chat.Load.Rest;

/// <summary>
/// Whether an answer tells if an account exists: accounts there are and accounts there are not, by turns, with wrong
/// passwords and real hashing. Status, headers and body must be the same; how far apart the times are is printed.
/// </summary>
internal static class GuessingAccounts
{
    /// <summary>So many of either kind: fewer names in all than make an address one that guesses, and fewer tries of each than lock it.</summary>
    private static readonly DemoPerson[] Known = [Cast.TestStudent, Cast.TestTeacher, Cast.TestTutor, Cast.TestParent];

    private sealed record Door(string Path, Func<string, object> Body);

    private static readonly Door[] Doors =
    [
        new("/api/auth/login/", email => new { email, password = "not the password" }),
        new("/api/auth/token/", email => new { email, password = "not the password" }),
        new("/api/auth/register/", email => new { email, password = "correct horse battery", first_name = "Somebody", invitation = "none" }),
    ];

    public static async Task RunAsync(bool isSmoke)
    {
        var tries = isSmoke ? 4 : 200;
        var table = new Table("", "times each", "there is one p50 ms", "there is none", "apart", "p95 ms", "p95");
        foreach (var door in Doors)
        {
            await using var site = new Site
            {
                PasswordIterations = 210_000,
                LimitsMultiplier = 1_000_000,
                Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Passwords:FailuresBeforeLockout"] = "100", ["Registration:Mode"] = "Invite" },
            };
            await site.InitializeAsync();
            using var http = new HttpClient { BaseAddress = site.Address };
            var (known, unknown) = await CompareAsync(http, door, tries);
            table.Add(door.Path, $"{tries}", known.P50, unknown.P50, known.Apart(unknown), known.P95, unknown.P95);
            WrongException.Unless(site.Failures.Count == 0, string.Join('\n', site.Failures));
        }

        table.Print();
    }

    private static async Task<(Sample Known, Sample Unknown)> CompareAsync(HttpClient http, Door door, int tries)
    {
        var (known, unknown, answers) = (new List<double>(), new List<double>(), new HashSet<string>(StringComparer.Ordinal));
        // The first of each kind pays for what is made once; neither is counted.
        for (var i = -Known.Length; i < tries; i++)
        {
            var who = Known[(i + Known.Length) % Known.Length].Email;
            // By turns, and each time the other one first: what the machine does beside this falls on both alike.
            var pair = new[] { (who, known), ($"x{who[1..]}", unknown) };
            foreach (var (email, times) in i % 2 == 0 ? pair : pair.Reverse())
            {
                var (milliseconds, answer) = await AskAsync(http, door, email);
                answers.Add(answer);
                if (i >= 0)
                {
                    times.Add(milliseconds);
                }
            }
        }

        WrongException.Unless(answers.Count == 1, $"{door.Path} answers in {answers.Count} ways:\n{string.Join("\n\n", answers)}");
        return (new Sample(known), new Sample(unknown));
    }

    /// <returns>How long it took, and everything that was answered but for the moment it was.</returns>
    private static async Task<(double Milliseconds, string Answer)> AskAsync(HttpClient http, Door door, string email)
    {
        var asked = Stopwatch.GetTimestamp();
        using var answer = await http.PostAsJsonAsync(door.Path, door.Body(email));
        var body = await answer.Content.ReadAsStringAsync();
        var took = Stopwatch.GetElapsedTime(asked).TotalMilliseconds;
        var headers = answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key is not "Date").Select(h => $"{h.Key}: {string.Join(", ", h.Value)}").Order(StringComparer.Ordinal);
        return (took, string.Create(CultureInfo.InvariantCulture, $"{(int)answer.StatusCode} {body.Length}\n{string.Join('\n', headers)}\n{body}"));
    }
}
