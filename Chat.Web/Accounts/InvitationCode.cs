using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Chat.Web.Accounts;

/// <summary>The secret in an invitation's link. Only its hash is ever stored.</summary>
internal static class InvitationCode
{
    private const int Bytes = 20;

    public static string Make() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>SHA-256, in lower-case hex.</summary>
    public static string HashOf(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code.Trim())));
}
