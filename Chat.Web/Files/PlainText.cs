using System.Text;
using System.Text.Unicode;

namespace Chat.Web.Files;

/// <summary>
/// Text is what can be read as UTF-8, or as UTF-16 that says so, and holds nothing that no keyboard makes. What begins as
/// markup is not taken as text: opened from somebody's disk it would be a page.
/// </summary>
internal static class PlainText
{
    public static FileKind? Find(Stream file)
    {
        file.Position = 0;
        var bytes = file.Take(file.Length);
        var text = ReadOnlySpan<byte>.Empty;
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return ReadUtf16(bytes) is { } read && IsPlain(read) ? FileKind.Utf16Text : null;
        }

        text = bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes.AsSpan(3) : bytes;
        return Utf8.IsValid(text) && IsPlain(Encoding.UTF8.GetString(text)) ? FileKind.Text : null;
    }

    private static string? ReadUtf16(byte[] bytes)
    {
        try
        {
            return new UnicodeEncoding(bigEndian: bytes[0] == 0xFE, byteOrderMark: true, throwOnInvalidBytes: true).GetString(bytes.AsSpan(2));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool IsPlain(string text)
    {
        if (text.AsSpan().ContainsAnyInRange('\0', '\b') || text.Any(c => c is (> '\r' and < ' ' and not '\u001b') or '\u007f'))
        {
            return false;
        }

        var start = text.AsSpan().TrimStart();
        return start is not ['<', (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '!' or '?' or '/', ..];
    }
}
