using Microsoft.Extensions.Options;

namespace Chat.Web.Data;

/// <summary>
/// The one directory to back up. On SQLite a process takes it for itself: two processes that write to the same file could
/// corrupt it, so a second one says so and ends.
/// </summary>
public sealed class DataDirectory(IOptions<DataOptions> options, IHostEnvironment environment) : IDisposable
{
    private FileStream? _lock;

    public string Root { get; } = Prepare(options.Value.Directory, environment);

    public string DatabaseFile => Path.Combine(Root, "chat.db");

    public string KeysDirectory => Path.Combine(Root, "keys");

    /// <summary>What people have uploaded.</summary>
    public string FilesDirectory => Path.Combine(Root, "files");

    /// <exception cref="StartRefusedException">Another process has it.</exception>
    public void TakeForThisProcess()
    {
        try
        {
            _lock ??= new FileStream(Path.Combine(Root, "chat.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new StartRefusedException($"Another process already uses the data directory {Root}. Stop it first, or set Data:Directory to another one.");
        }
    }

    public void Dispose() => _lock?.Dispose();

    private static string Prepare(string configured, IHostEnvironment environment)
    {
        if (string.IsNullOrWhiteSpace(configured))
        {
            configured = environment.IsDevelopment()
                ? ".data"
                : throw new StartRefusedException("Data:Directory is not set. It names the one directory that holds database, files and keys.");
        }

        var root = Path.GetFullPath(configured, environment.ContentRootPath);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(root);
        }
        else
        {
            Directory.CreateDirectory(root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return root;
    }
}

/// <summary>Something an operator has to mend before the house can open. Its message is for them; no stack is needed.</summary>
public sealed class StartRefusedException(string message) : Exception(message);
