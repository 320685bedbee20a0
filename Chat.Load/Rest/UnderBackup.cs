using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Chat.E2E;
using Chat.Load.Floors;
using Chat.Web.Operations;
using Chat.Web.Search;

namespace Chat.Load.Rest;

/// <summary>
/// The program's own backup, given as a command beside a server that is sent 300 messages a second: how long each takes,
/// and how long the slowest send meanwhile waited. The last one is checked, opened and signed in to.
/// </summary>
internal static class UnderBackup
{
    private const int PerSecond = 300;

    public static async Task RunAsync(bool isSmoke)
    {
        var (length, backups) = isSmoke ? (5_000, 1) : (1_500_000, 5);
        await using var site = new Site { LimitsMultiplier = 1_000_000 };
        await site.InitializeAsync();
        var chat = await site.NumberOfAsync(Cast.TestStudent, Cast.TestTeacher);
        await site.TerminateAsync();
        await LongHistory.FillAsync(site, chat, length);
        // The index of years that came in one night would be made meanwhile, and be what is measured.
        await site.WriteAsync($"UPDATE SearchMarks SET MessageId = (SELECT MAX(Id) FROM Messages), WordsVersion = {Words.Version}");
        await site.StartAgainAsync();
        using var student = await ApiClient.SignInAsync(site, Cast.TestStudent);

        var waits = new ConcurrentQueue<double>();
        using var enough = new CancellationTokenSource();
        var sending = SendAsync(student, chat, waits, enough.Token);
        // A school's server has run for a while: what is compiled as it is first used would be measured otherwise.
        await Task.Delay(TimeSpan.FromSeconds(isSmoke ? 1 : 45));
        waits.Clear();
        await Task.Delay(TimeSpan.FromSeconds(isSmoke ? 1 : 5));
        var table = new Table("", "made, s", "and checked, s", "MB", "sends/s meanwhile", "send p50 ms", "p99", "slowest");
        table.Add(["no backup", "", "", "", .. Meanwhile(waits, TimeSpan.FromSeconds(isSmoke ? 1 : 5))]);

        var last = "";
        for (var i = 1; i <= backups; i++)
        {
            waits.Clear();
            var (began, beganAt) = (Stopwatch.GetTimestamp(), TimeProvider.System.GetUtcNow().UtcDateTime);
            await using var backup = site.Command("backup");
            WrongException.Unless(await backup.EndsAsync() == 0, backup.Said);
            var took = Stopwatch.GetElapsedTime(began);
            last = Directory.GetDirectories(Path.Combine(site.DataDirectory, "backups"), "chat-*").Max(StringComparer.Ordinal)!;
            var bytes = new DirectoryInfo(last).GetFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);
            var made = File.GetLastWriteTimeUtc(Path.Combine(last, BackupManifest.FileName)) - beganAt;
            table.Add([$"backup {i}", Seconds(made), Seconds(took), (bytes / 1e6).ToString("0", CultureInfo.InvariantCulture), .. Meanwhile(waits, took)]);
        }

        await enough.CancelAsync();
        WrongException.Unless(await sending, "a send was refused");
        table.Print();

        var restoring = Stopwatch.GetTimestamp();
        await using var check = site.Command("restore-check", last);
        WrongException.Unless(await check.EndsAsync() == 0, check.Said);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nrestore-check of the last, with its start and a sign-in: {Seconds(Stopwatch.GetElapsedTime(restoring))} s"));
        WrongException.Unless(File.Exists(Path.Combine(last, BackupManifest.FileName)), "there is no manifest");
        WrongException.Unless(site.Failures.Count == 0, string.Join('\n', site.Failures));
    }

    /// <summary>One send every so often, whether or not those before it are answered: a stall is then seen by all who would have waited in it.</summary>
    private static async Task<bool> SendAsync(ApiClient student, int chat, ConcurrentQueue<double> waits, CancellationToken enough)
    {
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var all = new List<Task<bool>>();
        var (began, sent) = (Stopwatch.GetTimestamp(), 0);
        try
        {
            while (await pulse.WaitForNextTickAsync(enough))
            {
                for (var due = (int)(Stopwatch.GetElapsedTime(began).TotalSeconds * PerSecond); sent < due; sent++)
                {
                    all.Add(OneAsync());
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It was enough.
        }

        return (await Task.WhenAll(all)).All(right => right);

        async Task<bool> OneAsync()
        {
            var asked = Stopwatch.GetTimestamp();
            var right = await student.SendsAsync(chat, BareFloors.Words, CancellationToken.None);
            waits.Enqueue(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            return right;
        }
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static string[] Meanwhile(ConcurrentQueue<double> waits, TimeSpan duration)
    {
        var sample = new Sample([.. waits]);
        return [(sample.Count / duration.TotalSeconds).ToString("0", CultureInfo.InvariantCulture), sample.P50, sample.P99, sample.Count == 0 ? "" : sample.Max];
    }
}
