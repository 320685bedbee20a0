using System.Security.Cryptography;
using System.Text;
using Chat.Web.Data;
using Microsoft.Extensions.Options;

namespace Chat.Web.Accounts;

/// <summary>What JWTs are signed with: the operator's key or, where they have none, one that is made once and kept with the data.</summary>
public sealed class JwtKey(IOptions<TokenOptions> options, DataDirectory directory)
{
    public const int MinBytes = 32;

    private readonly Lazy<byte[]> _bytes = new(() => options.Value.Key.Length > 0 ? Given(options.Value.Key) : Kept(directory.KeysDirectory));

    public ReadOnlySpan<byte> Bytes => _bytes.Value;

    /// <summary>Refuses to start with a key that is given and no good. One that is kept is read, or made, at its first use.</summary>
    public void Require()
    {
        if (options.Value.Key.Length > 0)
        {
            _ = _bytes.Value;
        }
    }

    private static byte[] Given(string key) => Encoding.UTF8.GetBytes(key) is { Length: >= MinBytes } bytes
        ? bytes
        : throw new StartRefusedException($"Jwt:Key is shorter than {MinBytes} bytes. Make a longer one, or leave it empty: then one is made and kept with the data.");

    private static byte[] Kept(string keys)
    {
        var file = Path.Combine(keys, "jwt.key");
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(keys);
            WriteOnce(file, RandomNumberGenerator.GetBytes(64));
        }

        return File.ReadAllBytes(file);
    }

    // Written beside its place and then moved there: whoever looks finds a whole key or none, and the first one stays.
    private static void WriteOnce(string file, byte[] key)
    {
        var beside = $"{file}.{RandomNumberGenerator.GetHexString(8)}";
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(beside, create))
        {
            stream.Write(key);
            stream.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(beside, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(beside);
        }
    }
}
