using Chat.Web.Data;

namespace Chat.Web.Files;

/// <summary>
/// Where the bytes lie: on the disk beside the database, in the one directory that is backed up, each under its random id
/// and nothing else. What is written is written under another name first, and has its own only when all of it is durable.
/// </summary>
public sealed class FileStore(DataDirectory data)
{
    /// <summary>The end of the name of what is not finished.</summary>
    public const string Unfinished = ".part";

    private const string Thumbnail = ".thumbnail";
    private const UnixFileMode OnlyForTheOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string PathOf(Guid id)
    {
        var name = id.ToString();
        return Path.Combine(data.FilesDirectory, name[..2], name[2..4], name);
    }

    public string ThumbnailPathOf(Guid id) => PathOf(id) + Thumbnail;

    /// <summary>What is left of the disk.</summary>
    public long Free => new DriveInfo(data.Root).AvailableFreeSpace;

    /// <summary>An empty file beside the place where it will stand, for writing and reading. It is gone again unless it is finished.</summary>
    public UnfinishedFile Begin(Guid id)
    {
        var directory = Path.GetDirectoryName(PathOf(id))!;
        var path = Path.Combine(directory, $"{id}.{Guid.NewGuid():N}{Unfinished}");
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, OnlyForTheOwner | UnixFileMode.UserExecute);
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read | FileShare.Delete, BufferSize = 1 << 16 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OnlyForTheOwner;
        }

        return new UnfinishedFile(new FileStream(path, options));
    }

    public void Remove(Guid id)
    {
        foreach (var path in new[] { ThumbnailPathOf(id), PathOf(id) })
        {
            if (File.Exists(path))
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>Every file there is, with the id it belongs to; none where it belongs to nothing.</summary>
    public IEnumerable<(Guid? Id, FileInfo File)> All() => !Directory.Exists(data.FilesDirectory) ? [] :
        new DirectoryInfo(data.FilesDirectory).EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(f => (!f.Name.EndsWith(Unfinished, StringComparison.Ordinal) && Guid.TryParse(f.Name.AsSpan(0, Math.Min(36, f.Name.Length)), out var id) ? (Guid?)id : null, f));

    /// <summary>Whether it was for want of room that something could not be written: the disk is full, or what the disk allows us is.</summary>
    public static bool IsFull(IOException failure) =>
        OperatingSystem.IsWindows() ? (failure.HResult & 0xFFFF) is 0x70 or 0x27 : failure.HResult is 28 or 122 or 27;
}

/// <summary>A file that is being written.</summary>
public sealed class UnfinishedFile(FileStream stream) : IAsyncDisposable
{
    private bool _isFinished;

    public FileStream Stream => stream;

    public string Path => stream.Name;

    /// <summary>All of it is on the disk, and then it has this name. From here on it is there for good.</summary>
    public async Task FinishAsync(string path)
    {
        stream.Flush(flushToDisk: true);
        await stream.DisposeAsync();
        File.Move(Path, path, overwrite: true);
        _isFinished = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isFinished)
        {
            return;
        }

        try
        {
            // What is still in the buffer of a full disk cannot be written, and need not be.
            await stream.DisposeAsync();
        }
        catch (IOException)
        {
            stream.SafeFileHandle.Dispose();
        }

        File.Delete(Path);
    }
}
