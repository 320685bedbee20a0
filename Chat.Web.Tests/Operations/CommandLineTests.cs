using System.Diagnostics;
using System.Text;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Operations;

/// <summary>The program's commands, given as an operator gives them: each is a process of its own.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("chat-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task From_nothing_to_an_admin_a_token_a_backup_that_can_be_lived_on_and_one_that_cannot()
    {
        (await RunAsync(["doctor"])).Ends(1, "There is no Chat database");
        (await RunAsync(["create-admin", "head@example.com", "--name", "Head"], "short")).Ends(1, "");
        (await RunAsync(["create-admin", "head@example.com", "--name", "Head"], "a long enough password")).Ends(0, "Admin made: head@example.com");
        (await RunAsync(["create-admin", "head@example.com", "--name", "Head"], "a long enough password")).Ends(1, "");
        (await RunAsync(["reset-password", "HEAD@example.com"], "another good password")).Ends(0, "The new password counts");
        (await RunAsync(["unlock", "nobody@example.com"])).Ends(1, "Nobody signs in by that name.");

        var token = (await RunAsync(["create-token", "head@example.com"])).Ends(0, "not shown again").Answered.Trim();
        Assert.Matches("^[0-9a-f]{40}$", token);
        (await RunAsync(["verify-audit"])).Ends(0, "").Answers("entries: 3");
        Assert.Empty(FilesThatSay("another good password").Concat(FilesThatSay(token)));

        (await RunAsync(["doctor"])).Ends(3, "").Answers("no backup yet");
        var backup = (await RunAsync(["backup"])).Ends(0, "in order").Answered.Trim();
        (await RunAsync(["doctor"])).Ends(0, "");
        (await RunAsync(["restore-check", backup])).Ends(0, "in order");
        await File.WriteAllTextAsync(Path.Combine(backup, "chat.db"), "touched", Stop);
        (await RunAsync(["restore-check", backup])).Ends(3, "damaged");
    }

    [Fact]
    public async Task What_writes_waits_until_the_house_is_closed_and_what_reads_does_not()
    {
        (await RunAsync(["create-admin", "head@example.com", "--name", "Head"], "a long enough password")).Ends(0, "");
        await using var open = new FileStream(Path.Combine(_directory.FullName, "chat.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        (await RunAsync(["unlock", "head@example.com"])).Ends(1, "Chat is running on this data. Stop it");
        (await RunAsync(["unlock", "head@example.com", "--lang", "ru"])).Ends(1, "Остановите его");
        (await RunAsync(["verify-audit"])).Ends(0, "");
        (await RunAsync(["backup"])).Ends(0, "");
    }

    [Theory]
    [InlineData("en_GB.UTF-8", "reset-password", "The commands")]
    [InlineData("ru_RU.UTF-8", "reset-password", "Список команд")]
    [InlineData("ru_RU.UTF-8", "frobnicate", "Список команд")]
    public async Task What_is_not_understood_ends_with_two_and_a_pointer_in_the_terminals_language(string language, string command, string said) =>
        (await RunAsync([command], language: language)).Ends(2, said);

    [Fact]
    public async Task Help_names_every_command()
    {
        var help = (await RunAsync(["help"])).Ends(0, "");

        foreach (var command in new[] { "create-admin", "reset-password", "unlock", "create-token", "verify-audit", "backup", "restore-check", "doctor" })
        {
            help.Answers(command);
        }

        Assert.Equal(help.Answered, (await RunAsync(["--help"])).Ends(0, "").Answered);
    }

    private IEnumerable<string> FilesThatSay(string secret) =>
        _directory.EnumerateFiles("*", SearchOption.AllDirectories).Where(f => f.Length > 0 && File.ReadAllBytes(f.FullName).AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0).Select(f => f.Name);

    private async Task<Ended> RunAsync(string[] command, string? input = null, string language = "C")
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, .. command, $"--Data:Directory={_directory.FullName}", "--Passwords:Iterations=1"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _directory.FullName,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            Environment = { ["LANG"] = language, ["LC_ALL"] = null, ["LC_MESSAGES"] = null, ["DOTNET_ENVIRONMENT"] = "Production" },
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(input);
        process.StandardInput.Close();
        var (answered, told) = (process.StandardOutput.ReadToEndAsync(StopOfAStart), process.StandardError.ReadToEndAsync(StopOfAStart));
        await process.WaitForExitAsync(StopOfAStart);
        return new Ended(process.ExitCode, await answered, await told);
    }

    /// <param name="Answered">What was asked for.</param>
    /// <param name="Told">What was said beside it.</param>
    private sealed record Ended(int Code, string Answered, string Told)
    {
        public Ended Ends(int code, string said)
        {
            Assert.True(Code == code && Told.Contains(said, StringComparison.Ordinal), $"{Code} instead of {code}:\n{Answered}\n{Told}");
            return this;
        }

        public Ended Answers(string said)
        {
            Assert.Contains(said, Answered, StringComparison.Ordinal);
            return this;
        }
    }
}
