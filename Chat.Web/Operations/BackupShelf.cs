using System.Text.Json;
using System.Text.RegularExpressions;
using Chat.Web.Data;
using Microsoft.Extensions.Options;

namespace Chat.Web.Operations;

/// <summary>Where the copies lie: each in a directory named by when it was made.</summary>
public sealed partial class BackupShelf(DataDirectory data, IOptions<BackupOptions> options)
{
    private const string Beginning = ".unfinished-";

    public string Root { get; } = options.Value.Directory is { Length: > 0 } configured ? Path.GetFullPath(configured, data.Root) : Path.Combine(data.Root, "backups");

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<BackupView>> ListAsync(CancellationToken cancellation)
    {
        var found = new List<BackupView>();
        foreach (var directory in Finished())
        {
            if (await ReadAsync(directory, cancellation) is { } view)
            {
                found.Add(view);
            }
        }

        return found;
    }

    /// <summary>The copy of this name; none if there is none, and for what is no name.</summary>
    public async Task<BackupView?> FindAsync(string name, CancellationToken cancellation) =>
        Name.IsMatch(name) ? await ReadAsync(Path.Combine(Root, name), cancellation) : null;

    /// <summary>A directory to write into, which counts for nothing until it is finished. What earlier ones left behind half-made goes.</summary>
    internal string Begin(DateTimeOffset at)
    {
        MakeDirectory(Root);
        foreach (var left in Directory.EnumerateDirectories(Root, Beginning + "*"))
        {
            Directory.Delete(left, recursive: true);
        }

        return MakeDirectory(Path.Combine(Root, $"{Beginning}{at.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}"));
    }

    /// <summary>From here on it counts.</summary>
    internal string Finish(string begun)
    {
        var name = string.Concat("chat-", Path.GetFileName(begun).AsSpan(Beginning.Length));
        var place = Path.Combine(Root, name);
        for (var again = 2; Directory.Exists(place); again++)
        {
            place = Path.Combine(Root, $"{name}-{again}");
        }

        Directory.Move(begun, place);
        return place;
    }

    /// <summary>Lets go of all but the newest. Only what looks like a copy of ours is touched.</summary>
    internal void Tidy()
    {
        foreach (var old in Finished().Skip(options.Value.Keep).ToList())
        {
            Directory.Delete(old, recursive: true);
        }
    }

    internal static async Task WriteAsync(string directory, BackupVerdict verdict, CancellationToken cancellation) =>
        await File.WriteAllBytesAsync(Path.Combine(directory, BackupVerdict.FileName), JsonSerializer.SerializeToUtf8Bytes(verdict, BackupJson.Default.BackupVerdict), cancellation);

    internal static async Task<BackupManifest?> ReadManifestAsync(string directory, CancellationToken cancellation)
    {
        try
        {
            return JsonSerializer.Deserialize(await File.ReadAllBytesAsync(Path.Combine(directory, BackupManifest.FileName), cancellation), BackupJson.Default.BackupManifest);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    internal static string MakeDirectory(string path) =>
        (OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)).FullName;

    private IEnumerable<string> Finished() => Directory.Exists(Root)
        ? Directory.EnumerateDirectories(Root).Where(d => Name.IsMatch(Path.GetFileName(d))).OrderByDescending(d => Path.GetFileName(d), StringComparer.Ordinal)
        : [];

    private static async Task<BackupView?> ReadAsync(string directory, CancellationToken cancellation) =>
        await ReadManifestAsync(directory, cancellation) is { } manifest
            ? new BackupView(Path.GetFileName(directory), directory, manifest.MadeAt, manifest.Version, manifest.Bytes, await ReadVerdictAsync(directory, cancellation))
            : null;

    private static async Task<BackupVerdict?> ReadVerdictAsync(string directory, CancellationToken cancellation)
    {
        try
        {
            return JsonSerializer.Deserialize(await File.ReadAllBytesAsync(Path.Combine(directory, BackupVerdict.FileName), cancellation), BackupJson.Default.BackupVerdict);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^chat-\d{8}T\d{6}Z(-\d+)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Name { get; }
}
