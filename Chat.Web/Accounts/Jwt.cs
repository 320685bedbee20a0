using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chat.Web.Accounts;

public enum JwtUse
{
    /// <summary>Shown with every request, for an hour.</summary>
    Access,

    /// <summary>Exchanged once for a new pair.</summary>
    Refresh,
}

/// <summary>What one of our JWTs says: which session it is of, and for what it may be used. Who that is, the session knows.</summary>
/// <param name="Number">Of a refresh token: which one of its session; 0 otherwise.</param>
public sealed record JwtClaims(JwtUse Use, Guid Session, int UserId, int Number, DateTimeOffset ExpiresAt);

/// <summary>
/// Signs and reads our own JWTs, HS256 and nothing else. The header is always the same text, and one that differs by a
/// character is not ours: so there is no algorithm to choose, no key to point at and nothing in it to believe.
/// </summary>
public sealed class Jwt(JwtKey key, TimeProvider clock)
{
    public static readonly TimeSpan Leeway = TimeSpan.FromSeconds(30);

    private const string Issuer = "chat";
    private const string Audience = "chat-api";
    private const int MaxLength = 2_048;

    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    public string Write(JwtClaims claims)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var payload = JsonSerializer.SerializeToUtf8Bytes(
            new Payload(
                Issuer, Audience, NameOf(claims.Use), claims.UserId, claims.Session, claims.Number, now, now, claims.ExpiresAt.ToUnixTimeSeconds(), RandomNumberGenerator.GetHexString(32, lowercase: true)),
            JwtJson.Default.Payload);
        var signed = $"{Header}.{Base64Url.EncodeToString(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(SignatureOf(key.Bytes, signed))}";
    }

    /// <summary>What a token of ours says, if it is for this use and counts now; none for everything else.</summary>
    public JwtClaims? Read(string? token, JwtUse use)
    {
        if (token is null or { Length: > MaxLength } || token.Split('.') is not [var header, var body, var signature]
            || !string.Equals(header, Header, StringComparison.Ordinal) || !IsSigned($"{header}.{body}", signature))
        {
            return null;
        }

        return ReadPayload(body) is { } payload && IsMeant(payload, use)
            ? new JwtClaims(use, payload.Sid, payload.UserId, payload.Num, DateTimeOffset.FromUnixTimeSeconds(payload.Exp))
            : null;
    }

    /// <summary>HMAC-SHA-256 over the first two parts of a token, as RFC 7515 has it.</summary>
    internal static byte[] SignatureOf(ReadOnlySpan<byte> key, string signed) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed));

    private bool IsSigned(string signed, string signature)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        // Not every text of the right length is the one way to write these bytes: any other is refused.
        return Base64Url.IsValid(signature, out var length) && length == given.Length
            && Base64Url.TryDecodeFromChars(signature, given, out _)
            && string.Equals(Base64Url.EncodeToString(given), signature, StringComparison.Ordinal)
            && CryptographicOperations.FixedTimeEquals(given, SignatureOf(key.Bytes, signed));
    }

    private static Payload? ReadPayload(string body)
    {
        try
        {
            return Base64Url.IsValid(body) ? JsonSerializer.Deserialize(Base64Url.DecodeFromChars(body), JwtJson.Default.Payload) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private bool IsMeant(Payload payload, JwtUse use)
    {
        var now = clock.GetUtcNow();
        return string.Equals(payload.Iss, Issuer, StringComparison.Ordinal)
            && string.Equals(payload.Aud, Audience, StringComparison.Ordinal)
            && string.Equals(payload.TokenType, NameOf(use), StringComparison.Ordinal)
            && IsMoment(payload.Exp) && IsMoment(payload.Nbf)
            && now < DateTimeOffset.FromUnixTimeSeconds(payload.Exp) + Leeway
            && now >= DateTimeOffset.FromUnixTimeSeconds(payload.Nbf) - Leeway;
    }

    private static bool IsMoment(long seconds) => seconds is > 0 and < 100_000_000_000;

    private static string NameOf(JwtUse use) => use is JwtUse.Access ? "access" : "refresh";

    internal sealed record Payload(
        string Iss, string Aud, string TokenType, int UserId, Guid Sid, int Num, long Iat, long Nbf, long Exp, string Jti);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true, AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(Jwt.Payload))]
internal sealed partial class JwtJson : JsonSerializerContext;
