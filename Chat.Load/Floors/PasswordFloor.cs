using System.Security.Cryptography;
using System.Text;

namespace Chat.Load.Floors;

/// <summary>One check of a password and nothing else, one after the other on as many threads as Chat gives to it: cores − 1.</summary>
internal static class PasswordFloor
{
    private const int Iterations = 210_000;

    private static readonly byte[] Salt = new byte[16];
    private static readonly SemaphoreSlim Threads = new(Math.Max(1, Environment.ProcessorCount - 1));

    public static async Task<bool> CheckAsync(int client, CancellationToken cancellation)
    {
        await Threads.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes("test123"), Salt, Iterations, HashAlgorithmName.SHA512, 32).Length == 32, cancellation);
        }
        finally
        {
            Threads.Release();
        }
    }
}
