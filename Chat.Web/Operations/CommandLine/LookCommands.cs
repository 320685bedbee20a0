using System.Diagnostics;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Operations.CommandLine;

/// <summary>Looks after a house from the terminal, while it is open or not. Nothing of what it looks at is changed.</summary>
internal sealed class LookCommands(HouseAtHand house)
{
    public Task<int> VerifyAuditAsync(CancellationToken cancellation) => house.ReadAsync(async services =>
    {
        await using var db = await OpenDbAsync(services, cancellation);
        var entries = await db.AuditEntries.LongCountAsync(cancellation);
        if (await AuditLog.FirstBrokenAsync(db, cancellation) is not { } broken)
        {
            Terminal.Answer(Terminal.Words("AuditInOrder", entries));
            return ExitCode.Done;
        }

        var entry = await db.AuditEntries.AsNoTracking().SingleOrDefaultAsync(e => e.Id == broken, cancellation);
        Terminal.Answer(entry is null ? Terminal.Words("AuditMissing", broken) : Terminal.Words("AuditBroken", broken, entry.At.UtcDateTime.ToString("u"), entry.Action, entry.Target));
        return ExitCode.NotInOrder;
    });

    public Task<int> BackupAsync(CancellationToken cancellation) => house.ReadAsync(async services =>
    {
        if (!services.GetRequiredService<BackupService>().IsOurs)
        {
            return HouseAtHand.Refuse(services, BackupRefusals.ByTheServer);
        }

        StandBack();
        try
        {
            var writer = services.GetRequiredService<BackupWriter>();
            if (!writer.HasRoom)
            {
                return HouseAtHand.Refuse(services, BackupRefusals.NoRoom);
            }

            var directory = await writer.WriteAsync(_ => { }, cancellation);
            var verdict = await services.GetRequiredService<BackupCheck>().LookAsync(directory, _ => { }, cancellation);
            await BackupShelf.WriteAsync(directory, verdict, cancellation);
            Terminal.Answer(directory);
            return Say(services, verdict);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return HouseAtHand.Refuse(services, BackupRefusals.Failed);
        }
    });

    /// <summary>Those who are talking come first: whoever copies beside them takes of the machine what they leave.</summary>
    private static void StandBack()
    {
        using var self = Process.GetCurrentProcess();
        self.PriorityClass = ProcessPriorityClass.BelowNormal;
    }

    /// <summary>Looks at a copy, and then lives on it: a copy of the copy is opened as a house, and somebody is let in.</summary>
    public async Task<int> RestoreCheckAsync(string directory, CancellationToken cancellation)
    {
        var copy = Path.GetFullPath(directory);
        var rehearsal = Directory.CreateTempSubdirectory("chat-restore-");
        try
        {
            await using var restored = house.Over(rehearsal.FullName);
            var verdict = await restored.Services.GetRequiredService<BackupCheck>().LookAsync(copy, _ => { }, cancellation);
            if (!verdict.IsGood)
            {
                return Say(restored.Services, verdict);
            }

            CopyAll(new DirectoryInfo(copy), rehearsal);
            return await OpenAsync(restored.Services, cancellation) ? Say(restored.Services, verdict) : Wrong("RestoreDoesNotOpen");
        }
        catch (StartRefusedException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return Wrong("RestoreDoesNotOpen");
        }
        finally
        {
            rehearsal.Delete(recursive: true);
        }
    }

    public Task<int> ExamineAsync(CancellationToken cancellation) => house.ReadAsync(async services =>
    {
        var findings = await services.GetRequiredService<Doctor>().ExamineAsync(cancellation);
        foreach (var finding in findings)
        {
            Terminal.Answer($"{Terminal.Words(finding.IsWell ? "Well" : "Unwell")} {Terminal.Words($"Doctor_{finding.Code}", finding.About)}");
        }

        return findings.All(f => f.IsWell) ? ExitCode.Done : ExitCode.NotInOrder;
    });

    private static async Task<bool> OpenAsync(IServiceProvider restored, CancellationToken cancellation)
    {
        await restored.GetRequiredService<WriteLane>().OpenAsync(cancellation);
        string? email;
        await using (var db = await OpenDbAsync(restored, cancellation))
        {
            email = await db.Users.Admins().Select(u => u.Email).FirstOrDefaultAsync(cancellation);
        }

        // Nobody's password is known here. What a sign-in makes is made all the same, and must open.
        return email is not null
            && (await restored.GetRequiredService<LocksmithService>().CreateTokenAsync(email, cancellation)).Value is { } token
            && await restored.GetRequiredService<TokenService>().FindAsync(token, cancellation) is not null;
    }

    private static int Say(IServiceProvider services, BackupVerdict verdict)
    {
        var words = services.GetRequiredService<BackupWords>();
        foreach (var problem in verdict.Problems)
        {
            Console.Error.WriteLine(words.Problem(problem));
        }

        return verdict.IsGood ? Well("BackupGood") : Wrong("BackupDamaged");
    }

    private static int Well(string key)
    {
        Terminal.Tell(key);
        return ExitCode.Done;
    }

    private static int Wrong(string key)
    {
        Terminal.Tell(key);
        return ExitCode.NotInOrder;
    }

    private static void CopyAll(DirectoryInfo from, DirectoryInfo to)
    {
        foreach (var file in from.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to.FullName, Path.GetRelativePath(from.FullName, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            file.CopyTo(copy);
        }
    }

    private static Task<ChatDbContext> OpenDbAsync(IServiceProvider services, CancellationToken cancellation) =>
        services.GetRequiredService<IDbContextFactory<ChatDbContext>>().CreateDbContextAsync(cancellation);
}
