using Chat.Load.Floors;
using Chat.Load.Fuzzing;
using Chat.Load.People;
using Chat.Load.Rest;
using Chat.Load.Screens;
using Chat.Load.Sockets;
using static System.Console;

namespace Chat.Load;

/// <summary>Runs one scenario by its name. It fails when something was wrong, and never because something was slow.</summary>
internal static class Start
{
    private static readonly Scenario[] Scenarios =
    [
        new("floors", "what Kestrel, JSON and SQLite give before Chat does anything, at 1, 8 and 64 clients", BareFloors.RunAsync),
        new("rest", "signing in, the list, a page of messages and sending, each beside its floor, at 1, 8 and 64 clients", OverRest.RunAsync),
        new("arrivals", "ten questions to the bot a second for a minute, whether or not those before are answered, beside a floor", Arrivals.RunAsync),
        new("backup", "five backups of a large school while it sends 300 messages a second, and a restore of the last", UnderBackup.RunAsync),
        new("screens", "from Enter to one's own screen and to the other person's, in two browsers", FromEnterToScreen.RunAsync),
        new("guessing", "whether an answer, or how long it takes, tells if an account exists", GuessingAccounts.RunAsync),
        new("fuzz", "10,000 requests of nonsense for each route of the API; --seed N asks the same again", AskingNonsense.RunAsync),
        new("sockets", "a hundred sockets, each saying something every five seconds for five minutes", OverSockets.TalkAsync),
        new("fan-out", "one socket that talks to a thousand, and what a delivery costs the server", OverSockets.FanOutAsync),
        new("reconnect-storm", "five hundred sockets that come back within two seconds and catch up", OverSockets.ComeBackAsync),
        new("order", "thirty-two who say two hundred each as fast as they can, and twenty who only listen", OverSockets.OrderAsync),
        new("abuse", "those who read while others abuse sockets, and send files a byte a second", Abuse.RunAsync),
        new("frames", "100,000 frames of nonsense; --seed N says the same again", SayingNonsense.RunAsync),
        new("people", "the table of people of a school of 100,000, beside the queries behind it", ManyPeople.RunAsync),
        new("edges", "the table of enrollments of a school with 100,000 of them, beside the queries behind it", ManyEdges.RunAsync),
        new("entries", "the audit log with 1,000,000 entries, beside the queries behind it", ManyEntries.RunAsync),
        new("long-chat", "a chat of 50,000 messages in a browser, beside one with a handful", LongChat.RunAsync),
    ];

    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is [BareSockets.Command])
        {
            await BareSockets.ServeAsync();
            return 0;
        }

        if (arguments is [Abusers.Command, var address])
        {
            return await Abusers.WorkAsync(new Uri(address));
        }

        var isSmoke = arguments.Contains("--smoke", StringComparer.Ordinal);
        if (Array.Find(Scenarios, s => arguments.Contains(s.Name, StringComparer.Ordinal)) is not { } scenario)
        {
            await Out.WriteLineAsync("dotnet run --project Chat.Load -c Release -- <scenario> [--smoke]\n");
            Array.ForEach(Scenarios, s => WriteLine($"  {s.Name,-17}{s.Summary}"));
            await Out.WriteLineAsync("\n--smoke runs it with tiny numbers, to see that it works.");
            return arguments.Contains("--help", StringComparer.Ordinal) ? 0 : 2;
        }

        try
        {
            await Out.WriteLineAsync($"{scenario.Name}: {scenario.Summary}\n");
            await scenario.RunAsync(isSmoke);
            return 0;
        }
        catch (WrongException wrong)
        {
            await Error.WriteLineAsync($"wrong: {wrong.Message}");
            return 1;
        }
    }

    private sealed record Scenario(string Name, string Summary, Func<bool, Task> RunAsync);
}
