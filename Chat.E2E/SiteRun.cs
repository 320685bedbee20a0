using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Chat.E2E;

/// <summary>One run of the built program, from its start to its end, and all it said meanwhile.</summary>
public sealed partial class SiteRun : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _said = [];
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    public SiteRun(IEnumerable<string> settings)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(DotNet, [Program, .. settings]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true },
            EnableRaisingEvents = true,
        };
        _process.OutputDataReceived += (_, said) => Hear(said.Data);
        _process.ErrorDataReceived += (_, said) => Hear(said.Data);
        _process.Exited += (_, _) => _listening.TrySetException(new InvalidOperationException($"Chat ended before it listened:\n{Said}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Said => string.Join('\n', _said);

    /// <summary>What the program itself calls a failure. An answer of 500 and a broken page are among them.</summary>
    public IReadOnlyList<string> Failures => [.. Entry.Split(Said).Where(entry => Failure.IsMatch(entry))];

    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>How much memory it holds, in bytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    private static string DotNet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Built beside us, in the same configuration: …/Chat.E2E/bin/Debug/net10.0 and …/Chat.Web/bin/Debug/net10.0.</summary>
    private static string Program
    {
        get
        {
            var framework = new DirectoryInfo(AppContext.BaseDirectory);
            var configuration = framework.Parent!;
            var root = configuration.Parent!.Parent!.Parent!;
            return Path.Combine(root.FullName, "Chat.Web", "bin", configuration.Name, framework.Name, "Chat.Web.dll");
        }
    }

    [GeneratedRegex("^(fail|crit): |^Unhandled exception")]
    private static partial Regex Failure { get; }

    // An entry of the log begins at the margin; the lines that belong to it are indented.
    [GeneratedRegex(@"^(?=\S)", RegexOptions.Multiline)]
    private static partial Regex Entry { get; }

    [GeneratedRegex(@"Now listening on: (\S+)$")]
    private static partial Regex Listening { get; }

    /// <summary>Where it listens, as soon as it does.</summary>
    public Task<Uri> ListensAsync() => _listening.Task.WaitAsync(Patience.Limit);

    /// <summary>How it ended, when it has: its exit code.</summary>
    public async Task<int> EndsAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience.Limit);
        return _process.ExitCode;
    }

    /// <summary>As the power would: without a word.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndsAsync();
    }

    /// <summary>As an operator would: SIGTERM.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
        return await EndsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        _said.Enqueue(line);
        if (Listening.Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }
}
