using System.Security.Cryptography;
using System.Text;

namespace Chat.Web.Accounts;

/// <summary>The documents' token: forty hexadecimal characters out of the generator for secrets. Only its hash is stored.</summary>
public static class ApiToken
{
    public const int Length = 40;

    public static string Make() => RandomNumberGenerator.GetHexString(Length, lowercase: true);

    public static bool IsOne(string text) => text.Length == Length && text.All(char.IsAsciiHexDigitLower);

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
}
