using System.Net.Http.Json;

namespace Chat.Load.Floors;

/// <summary>What the machine and SQLite give, over HTTP, before Chat does anything: every load over REST is read beside these.</summary>
internal static class BareFloors
{
    public const int PageSize = 50;

    public const string Words = "Сообщение и ещё несколько слов, чтобы строка была длиннее";

    public static async Task RunAsync(bool isSmoke)
    {
        var duration = TimeSpan.FromSeconds(isSmoke ? 0.3 : 5);
        await using var server = await FloorServer.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = server.Address };
        var table = new Table("floor", "clients", "requests/s", "p50 ms", "p95", "p99");
        foreach (var (name, ask) in new (string, Func<int, CancellationToken, Task<bool>>)[] { ("send, group commit, FULL", SendTo(http)), ("page of 50 from memory", PageOf(http)), ("chat list, one statement", ListOf(http)) })
        {
            foreach (var clients in Clients.Crowds)
            {
                var through = await Clients.RunAsync(clients, duration, ask);
                WrongException.Unless(through.Wrong == 0, $"{name}: {through.Wrong} wrong answers");
                table.Add([name, $"{clients}", .. through.Cells]);
            }
        }

        table.Print();
    }

    public static Func<int, CancellationToken, Task<bool>> SendTo(HttpClient http) => async (client, cancellation) =>
    {
        using var answer = await http.PostAsJsonAsync("/send", new FloorMessage(client, Guid.NewGuid(), Words), FloorJson.Default.FloorMessage, cancellation);
        return (await answer.Content.ReadFromJsonAsync(FloorJson.Default.FloorAnswer, cancellation))?.Id > 0;
    };

    public static Func<int, CancellationToken, Task<bool>> PageOf(HttpClient http) => async (_, cancellation) =>
        (await http.GetFromJsonAsync("/page", FloorJson.Default.FloorMessageArray, cancellation))?.Length == PageSize;

    public static Func<int, CancellationToken, Task<bool>> ListOf(HttpClient http) => async (_, cancellation) =>
        (await http.GetFromJsonAsync("/list", FloorJson.Default.ListFloorRow, cancellation))?.Count == PageSize;
}
