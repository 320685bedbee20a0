using System.Diagnostics;
using Chat.Web.Access;
using Chat.Web.Conversations;
using Chat.Web.Data;
using Chat.Web.Search;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Data;

/// <summary>The process is killed in the middle of sending, three times over the same directory. What it said is stored is stored, once.</summary>
public sealed class PowerLossTests : IDisposable
{
    private const int EnoughToBeInTheMiddle = 200;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("chat-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Whatever_was_acknowledged_is_there_once_after_a_kill()
    {
        var said = new List<string>();
        for (var kills = 0; kills < 3; kills++)
        {
            said.AddRange(await SendUntilKilledAsync());
        }

        await using var rooms = Rooms.Build(_directory.FullName, withDemoSchool: true);
        await rooms.PrepareDataAsync();
        await using var db = await rooms.Services.GetRequiredService<IDbContextFactory<ChatDbContext>>().CreateDbContextAsync(Stop);
        var stored = await db.Messages.AsNoTracking().ToListAsync(Stop);

        Assert.Equal("ok", (await db.Database.SqlQuery<string>($"PRAGMA integrity_check").ToListAsync(Stop)).Single());
        EveryAcknowledgedMessageIsThereOnce(said, stored);
        await EveryNumberIsThereOnceAsync(db, stored);
        await WhatWasNotAcknowledgedMayBeSentAgainAsync(said, rooms.Services.GetRequiredService<MessageService>(), db);
        await EveryMessageCanBeFoundAsync(rooms.Services.GetRequiredService<SearchIndex>(), db);
    }

    private static void EveryAcknowledgedMessageIsThereOnce(List<string> said, List<Message> stored)
    {
        var there = stored.ToLookup(m => m.ClientMessageId);
        var acknowledged = said.Where(l => l.StartsWith("stored ", StringComparison.Ordinal)).Select(l => l.Split(' ')).ToList();

        Assert.True(acknowledged.Count >= 3 * EnoughToBeInTheMiddle);
        Assert.All(acknowledged, line =>
        {
            var message = Assert.Single(there[Guid.Parse(line[1])]);
            Assert.Equal((int.Parse(line[2]), int.Parse(line[3])), (message.ConversationId, message.Seq));
        });
    }

    private static async Task EveryNumberIsThereOnceAsync(ChatDbContext db, List<Message> stored)
    {
        foreach (var conversation in await db.Conversations.AsNoTracking().ToListAsync(Stop))
        {
            Assert.Equal(Enumerable.Range(1, conversation.LastSeq), stored.Where(m => m.ConversationId == conversation.Id).Select(m => m.Seq).Order());
        }
    }

    /// <summary>The senders who heard nothing ask again, as a browser does: whether it was stored or not, it is then there once.</summary>
    private static async Task WhatWasNotAcknowledgedMayBeSentAgainAsync(List<string> said, MessageService messages, ChatDbContext db)
    {
        var heard = said.Where(l => l.StartsWith("stored ", StringComparison.Ordinal)).Select(l => l.Split(' ')[1]).ToHashSet();
        var unheard = said.Where(l => l.StartsWith("trying ", StringComparison.Ordinal)).Select(l => l.Split(' ')).Where(l => !heard.Contains(l[1])).ToList();
        Assert.NotEmpty(unheard);

        foreach (var line in unheard)
        {
            var (id, conversation, sender) = (Guid.Parse(line[1]), int.Parse(line[3]), int.Parse(line[2]));
            var role = await db.Users.Where(u => u.Id == sender).Select(u => u.Role).SingleAsync(Stop);

            (await messages.SendAsync(new Actor(sender, role), conversation, new Draft(TirelessSenders.Text, id), Stop)).Granted();

            Assert.Equal(1, await db.Messages.CountAsync(m => m.ClientMessageId == id, Stop));
        }
    }

    private static async Task EveryMessageCanBeFoundAsync(SearchIndex index, ChatDbContext db)
    {
        Assert.True(await db.SearchTerms.AnyAsync(Stop), "The index must have been under way when the lights went out.");

        await index.CatchUpAsync(lookAgain: false, Stop);

        var silent = await db.Messages.Where(m => !db.SearchTerms.Any(t => t.MessageId == m.Id)).CountAsync(Stop);
        Assert.Equal(0, silent);
        Assert.Equal(await db.Messages.CountAsync(m => m.Text == TirelessSenders.Text, Stop), await db.SearchTerms.CountAsync(t => t.Term == "light", Stop));
    }

    /// <summary>All that the process said before it was gone; a last line that was cut off is no acknowledgement.</summary>
    private async Task<List<string>> SendUntilKilledAsync()
    {
        using var senders = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, Arguments()) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var said = new List<string>();
        try
        {
            var (acknowledged, stop) = (0, StopOfAStart);
            while (acknowledged < EnoughToBeInTheMiddle && await senders.StandardOutput.ReadLineAsync(stop) is { } line)
            {
                said.Add(line);
                acknowledged += line.StartsWith("stored ", StringComparison.Ordinal) ? 1 : 0;
            }
        }
        finally
        {
            senders.Kill();
        }

        var rest = await senders.StandardOutput.ReadToEndAsync(Stop);
        said.AddRange(rest.Split('\n')[..^1]);
        await senders.WaitForExitAsync(Stop);
        return said;
    }

    /// <summary>The test program is its own host when it was started as one, and an assembly for <c>dotnet</c> otherwise.</summary>
    private string[] Arguments()
    {
        string[] verb = [TirelessSenders.Verb, _directory.FullName];
        return Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet" ? [typeof(PowerLossTests).Assembly.Location, .. verb] : verb;
    }
}
