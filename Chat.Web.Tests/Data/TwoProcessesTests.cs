using System.Diagnostics;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Data;

/// <summary>Two processes that write to one SQLite file could corrupt it: the second to come says so and goes, and the first is not disturbed.</summary>
public sealed class TwoProcessesTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("chat-");
    private readonly List<Process> _started = [];

    public void Dispose()
    {
        _started.ForEach(p => p.Dispose());
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task The_second_start_over_the_same_data_ends_and_says_why()
    {
        try
        {
            var first = Start();
            var address = await AddressOfAsync(first);

            var second = Start();
            var complaint = await second.StandardError.ReadToEndAsync(StopOfAStart);
            await second.WaitForExitAsync(Stop);

            Assert.NotEqual(0, second.ExitCode);
            Assert.Equal($"Another process already uses the data directory {_directory.FullName}. Stop it first, or set Data:Directory to another one.", complaint.Trim());
            Assert.False(first.HasExited);
            using var browser = new HttpClient();
            Assert.Equal("ready", await browser.GetStringAsync(new Uri(address, "/health/ready"), Stop));
        }
        finally
        {
            foreach (var process in _started.Where(p => !p.HasExited))
            {
                process.Kill();
                await process.WaitForExitAsync(Stop);
            }
        }
    }

    /// <summary>The application itself, as an operator starts it, on a port that is free.</summary>
    private Process Start()
    {
        var process = Process.Start(new ProcessStartInfo("dotnet",
            [typeof(Program).Assembly.Location, "--environment=Development", "--urls=http://127.0.0.1:0", $"--Data:Directory={_directory.FullName}", "--Demo:School=false"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = _directory.FullName,
        })!;
        _started.Add(process);
        return process;
    }

    /// <summary>What the house says of itself once it is open.</summary>
    private static async Task<Uri> AddressOfAsync(Process house)
    {
        const string Greeting = "Chat is open at ";
        while (await house.StandardOutput.ReadLineAsync(StopOfAStart) is { } line)
        {
            if (line.StartsWith(Greeting, StringComparison.Ordinal))
            {
                return new Uri(line[Greeting.Length..]);
            }
        }

        throw new InvalidOperationException($"The house ended before it was open: {await house.StandardError.ReadToEndAsync(StopOfAStart)}");
    }
}
