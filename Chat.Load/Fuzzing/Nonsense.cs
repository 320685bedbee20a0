using System.Globalization;
using System.Text;

namespace Chat.Load.Fuzzing;

/// <summary>Whatever somebody might write where something else belongs. The same seed writes the same.</summary>
/// <param name="known">Numbers under which there is something: nonsense that is refused at the door would only ever try the door.</param>
internal sealed class Nonsense(int seed, KnownNumbers known)
{
    private static readonly string[] Awkward =
    [
        "", " ", "0", "-1", "null", "undefined", "NaN", "true", "1 OR 1=1", "' OR ''='", "'; DROP TABLE Messages; --", "1; SELECT * FROM Users", "%", "_", "[", "%_[]^", "\\", "\"", "`",
        "*", "a*", "\"a", "-a", "a AND", "a OR", "NEAR(a b)", "(", "a:b", "created_at", "-created_at", "created_at; --", "(select 1)", "../../etc/passwd", "..\\..\\x", "file:///etc/passwd",
        "<script>alert(1)</script>", "{{7*7}}", "${jndi:ldap://x}", "\0", "a\0b", "\u202e", "\ufeff", "\u200b", "é", "ё", "Привет", "😄", "\U000e0061", "١٢٣", "１", "\r\nX-Y: z", "\u001b[2J",
    ];

    private static readonly string[] Numbers =
    [
        "0", "-0", "-1", "1", "1.5", "1e3", "1e400", "-1e400", "1E-400", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "99999999999999999999999999", "0.1e1",
        "01", "+1", "0x1F", "1_000", ".5", "5.", "NaN", "Infinity",
    ];

    private readonly Random _random = new(seed);

    public bool Once(int outOf) => _random.Next(outOf) == 0;

    public int Below(int limit) => _random.Next(limit);

    public T Of<T>(IReadOnlyList<T> several) => several[_random.Next(several.Count)];

    public string Id(string name) => Of(known.For(name)).ToString(CultureInfo.InvariantCulture);

    public string Number() => Once(4) ? $"{_random.NextInt64(long.MinValue, long.MaxValue)}" : Once(40) ? new string('9', 400) : Of(Numbers);

    public string Text() => Below(10) switch
    {
        < 6 => Of(Awkward),
        6 => string.Concat(Enumerable.Range(0, Below(20)).Select(_ => char.ConvertFromUtf32(Once(2) ? Below(0x2000) : 0xE000 + Below(0x10000)))),
        7 => Number(),
        8 => $"{Guid.Empty}"[..Below(37)],
        _ => new string((char)('!' + Below(90)), Of([1, 10, 40, 201, 257, 501, 2_000, 10_001])),
    };

    public byte[] Bytes(int most)
    {
        var bytes = new byte[Below(most)];
        _random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Something that could be right: what follows is then read at all.</summary>
    public string Likely(Field field) =>
        field.Name is "sender" ? $"{known.Me}"
        : field.Name.StartsWith("attachment", StringComparison.Ordinal) ? "[]"
        : field.Type.Contains("array", StringComparison.Ordinal) ? $"[{Id(field.Name)},{known.Me}]"
        : field.Type.Contains("boolean", StringComparison.Ordinal) ? Of(["true", "false"])
        : field.Type.Contains("integer", StringComparison.Ordinal) ? Id(field.Name)
        : field.Name.EndsWith("_id", StringComparison.Ordinal) ? $"\"{new Guid(Filled(16))}\""
        : field.Name.Contains("mail", StringComparison.Ordinal) ? $"\"somebody{Below(50)}@example.com\""
        : Quote(Text());

    public string Json(int depth = 0) => Below(depth > 4 ? 6 : 9) switch
    {
        0 => Of(["null", "true", "false"]),
        1 => Number(),
        2 or 3 => Quote(Text()),
        4 => Of(["\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\\x\"", "\"open", "'single'", "{", "]", ",", "/* c */1", "undefined"]),
        5 => Of([$"{new string('[', 100)}{new string(']', 100)}", string.Concat(Enumerable.Repeat("{\"a\":", 30)) + "1" + new string('}', 30), new string('[', 5_000)]),
        6 => $"[{string.Join(',', Enumerable.Range(0, Below(4)).Select(_ => Json(depth + 1)))}]",
        _ => $"{{{string.Join(',', Enumerable.Range(0, Below(4)).Select(_ => $"{Quote(Text())}:{Json(depth + 1)}"))}}}",
    };

    /// <summary>The same, broken somewhere: cut off, a byte turned or taken, a part said twice.</summary>
    public byte[] Spoil(byte[] whole)
    {
        if (whole.Length == 0)
        {
            return whole;
        }

        var at = Below(whole.Length);
        switch (Below(5))
        {
            case 0:
                return whole[..at];
            case 1:
                return [.. whole[..at], (byte)Below(256), .. whole[(at + 1)..]];
            case 2:
                return [.. whole[..at], .. whole[(at + 1)..]];
            case 3:
                return [.. whole, .. whole[at..]];
            default:
                return [.. whole[..at], .. Of<byte[]>([[0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xF8, 0x88], [0x00], [0xEF, 0xBB, 0xBF]]), .. whole[at..]];
        }
    }

    /// <summary>As it may stand in an address: what no address can hold is escaped, and now and then what need not be, or wrongly.</summary>
    public string InAddress(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(b =>
        b is > 0x20 and < 0x7F and not ((byte)'#' or (byte)'%') && !Once(8) ? $"{(char)b}" : Once(60) ? "%" : Once(60) ? "%ED%A0" : $"%{b:X2}"));

    public static string Quote(string text) =>
        $"\"{string.Concat(text.Select(c => c is '"' or '\\' ? $"\\{c}" : char.IsControl(c) ? $"\\u{(int)c:x4}" : $"{c}"))}\"";

    private byte[] Filled(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}

/// <summary>What there is for the one who asks.</summary>
internal sealed record KnownNumbers(long Me, IReadOnlyList<long> Chats, IReadOnlyList<long> Messages, IReadOnlyList<long> People)
{
    private static readonly string[] AboutPeople = ["user", "sender", "participants", "student"];

    /// <summary>Those that could stand under a name.</summary>
    public IReadOnlyList<long> For(string name) =>
        Array.Exists(AboutPeople, about => name.Contains(about, StringComparison.OrdinalIgnoreCase)) ? People
        : name.Contains("message", StringComparison.OrdinalIgnoreCase) || name.Contains("reply", StringComparison.Ordinal) ? Messages
        : Chats;
}
