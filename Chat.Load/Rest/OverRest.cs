using System.Globalization;
using Chat.E2E;
using Chat.Load.Floors;
using Microsoft.EntityFrameworkCore;

namespace Chat.Load.Rest;

/// <summary>
/// What programs ask most, of the built Chat and, in the same run and by the same clients, of the least that could answer
/// it. What was acknowledged is looked for in the database afterwards.
/// </summary>
internal static class OverRest
{
    private const int Chats = 50;

    public static async Task RunAsync(bool isSmoke)
    {
        var duration = TimeSpan.FromSeconds(isSmoke ? 0.5 : 5);
        await using var floors = await FloorServer.StartAsync();
        using var floor = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = floors.Address };
        await using var site = new Site { PasswordIterations = 210_000, LimitsMultiplier = 1_000_000 };
        await site.InitializeAsync();
        var chats = await FurnishAsync(site, isSmoke ? 5_000 : 50_000);

        using var student = await ApiClient.SignInAsync(site, Cast.TestStudent);
        using var teacher = await ApiClient.SignInAsync(site, Cast.TestTeacher);
        var table = new Table("", "clients", "requests/s", "p50 ms", "p95", "p99", "of the floor");

        await CompareAsync(table, "chat list of 50", duration, BareFloors.ListOf(floor), (_, cancellation) => student.ListsAsync(Chats, cancellation));
        await CompareAsync(table, "newest page of 50", duration, BareFloors.PageOf(floor), (client, cancellation) => student.ReadsAsync(chats[client % chats.Count], BareFloors.PageSize, cancellation));
        var before = await CountAsync(site);
        await CompareAsync(table, "send", duration, BareFloors.SendTo(floor), (client, cancellation) => (client % 2 == 0 ? student : teacher).SendsAsync(chats[client % chats.Count], BareFloors.Words, cancellation));
        await CompareAsync(table, "sign in", duration, PasswordFloor.CheckAsync, (_, cancellation) => student.SignsInAgainAsync(cancellation));
        table.Print();
        await StormAsync(duration, (client, cancellation) => student.SendsAsync(chats[client % chats.Count], BareFloors.Words, cancellation), (_, cancellation) => teacher.SignsInAgainAsync(cancellation));

        var (stored, acknowledged) = (await CountAsync(site) - before, student.Acknowledged + teacher.Acknowledged);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{acknowledged:#,##0} sends acknowledged, {stored:#,##0} stored"));
        WrongException.Unless(stored == acknowledged, "what was acknowledged is not what is stored");
        WrongException.Unless(await HasNoGapAsync(site), "the numbers of a chat have a gap");
        WrongException.Unless(site.Failures.Count == 0, string.Join('\n', site.Failures));
    }

    private static async Task CompareAsync(
        Table table, string name, TimeSpan duration, Func<int, CancellationToken, Task<bool>> floor, Func<int, CancellationToken, Task<bool>> chat)
    {
        foreach (var clients in Clients.Crowds)
        {
            var least = await Clients.RunAsync(clients, duration, floor);
            var ours = await Clients.RunAsync(clients, duration, chat);
            WrongException.Unless(least.Wrong + ours.Wrong == 0, $"{name}: {ours.Wrong} wrong answers of Chat, {least.Wrong} of the floor");
            table.Add([$"{name}, floor", $"{clients}", .. least.Cells, ""]);
            table.Add([name, $"{clients}", .. ours.Cells, (ours.PerSecond / least.PerSecond).ToString("0.00", CultureInfo.InvariantCulture)]);
        }
    }

    /// <summary>Whether people who sign in all at once slow down those who talk; the quiet just before is the floor.</summary>
    private static async Task StormAsync(TimeSpan duration, Func<int, CancellationToken, Task<bool>> send, Func<int, CancellationToken, Task<bool>> signIn)
    {
        const int Senders = 8;
        const int SigningIn = 32;
        var quiet = await Clients.RunAsync(Senders, duration, send);
        var storm = Clients.RunAsync(SigningIn, duration, signIn);
        var meanwhile = await Clients.RunAsync(Senders, duration, send);
        var signedIn = await storm;
        WrongException.Unless(quiet.Wrong + meanwhile.Wrong + signedIn.Wrong == 0, "somebody was refused in the storm");

        Console.WriteLine();
        var table = new Table("", "clients", "requests/s", "p50 ms", "p95", "p99", "x quiet p50 / p95");
        table.Add(["send, quiet", $"{Senders}", .. quiet.Cells, ""]);
        table.Add([$"send, while {SigningIn} sign in", $"{Senders}", .. meanwhile.Cells, meanwhile.Times.Over(quiet.Times)]);
        table.Add(["those who sign in", $"{SigningIn}", .. signedIn.Cells, ""]);
        table.Print();
    }

    /// <summary>Fifty chats of one student and one teacher, each with a history.</summary>
    private static async Task<List<int>> FurnishAsync(Site site, int history)
    {
        var maths = await site.NumberOfAsync(Cast.TestStudent, Cast.TestTeacher);
        await site.TerminateAsync();
        await site.WriteAsync($"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Chats})
            INSERT INTO Conversations (Kind, "Key", SubjectId, StudentId, CreatedAt, LastSeq, LastActivityAt)
            SELECT Kind, 'load:' || i, SubjectId, StudentId, CreatedAt, 0, LastActivityAt + i FROM n, Conversations WHERE Id = {maths}
            """);
        await site.WriteAsync($"""
            INSERT INTO Participants (ConversationId, UserId, Role, LastReadSeq, ClearedSeq)
            SELECT c.Id, p.UserId, p.Role, 0, 0 FROM Conversations c, Participants p WHERE c."Key" LIKE 'load:%' AND p.ConversationId = {maths}
            """);
        List<int> chats;
        await using (var db = site.OpenDb())
        {
            chats = await db.Conversations.Where(c => c.Key.StartsWith("load:")).Select(c => c.Id).ToListAsync();
        }

        foreach (var chat in chats)
        {
            await site.WriteAsync($"""
                WITH RECURSIVE n(seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM n WHERE seq < {history / Chats})
                INSERT INTO Messages (ConversationId, Seq, SenderId, ClientMessageId, Text, SentAt)
                SELECT {chat}, n.seq, p.UserId, printf('00000000-0000-4000-%04X-%012X', {chat}, n.seq), {BareFloors.Words}, c.LastActivityAt - ({history} - n.seq) * 600000000
                FROM n, Conversations c, Participants p WHERE c.Id = {chat} AND p.ConversationId = {chat} AND p.Role = 1 + n.seq % 2
                """);
            await site.WriteAsync($"UPDATE Conversations SET LastSeq = {history / Chats}, LastText = {BareFloors.Words}, LastSenderId = StudentId WHERE Id = {chat}");
            await site.WriteAsync($"UPDATE Participants SET LastReadSeq = {history / Chats} WHERE ConversationId = {chat}");
        }

        await site.StartAgainAsync();
        return chats;
    }

    private static async Task<long> CountAsync(Site site)
    {
        await using var db = site.OpenDb();
        return await db.Messages.LongCountAsync();
    }

    private static async Task<bool> HasNoGapAsync(Site site)
    {
        await using var db = site.OpenDb();
        return await db.Conversations.AllAsync(c => db.Messages.Count(m => m.ConversationId == c.Id) == c.LastSeq);
    }
}
