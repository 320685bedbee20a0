using System.Net.Http.Json;

namespace Chat.Load.Floors;

/// <summary>What the machine and SQLite give, over HTTP, before Chat does anything: every load over REST is read beside these.</summary>
internal static class BareFloors
{
    private const int PageSize = 50;

    public static async Task RunAsync(bool isSmoke)
    {
        var duration = TimeSpan.FromSeconds(isSmoke ? 0.3 : 5);
        await using var server = await FloorServer.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = server.Address };
        long sent = 0;
        var asked = new (string Name, Func<int, CancellationToken, Task<bool>> Ask)[]
        {
            ("send, group commit, FULL", SendAsync),
            ("page of 50 from memory", async (_, cancellation) => (await http.GetFromJsonAsync("/page", FloorJson.Default.FloorMessageArray, cancellation))?.Length == PageSize),
            ("chat list, one statement", async (_, cancellation) => (await http.GetFromJsonAsync("/list", FloorJson.Default.ListFloorRow, cancellation))?.Count == PageSize),
        };

        var table = new Table("floor", "clients", "requests/s", "p50 ms", "p95", "p99");
        foreach (var (name, ask) in asked)
        {
            foreach (var clients in new[] { 1, 8, 64 })
            {
                var through = await Clients.RunAsync(clients, duration, ask);
                WrongException.Unless(through.Wrong == 0, $"{name}: {through.Wrong} wrong answers");
                table.Add([name, $"{clients}", .. through.Cells]);
            }
        }

        table.Print();
        WrongException.Unless(server.Stored == sent, $"{sent} were acknowledged and {server.Stored} are stored");

        async Task<bool> SendAsync(int client, CancellationToken cancellation)
        {
            using var answer = await http.PostAsJsonAsync("/send", new FloorMessage(client, Guid.NewGuid(), "Сообщение и ещё несколько слов, чтобы строка была длиннее"), FloorJson.Default.FloorMessage, cancellation);
            Interlocked.Increment(ref sent);
            return (await answer.Content.ReadFromJsonAsync(FloorJson.Default.FloorAnswer, cancellation))?.Id > 0;
        }
    }
}
