using System.Text;

namespace Chat.Load.Fuzzing;

/// <summary>One request that is wrong in some way, or in several, or by chance in none.</summary>
internal sealed record NonsenseRequest(string Method, string Address, IReadOnlyList<(string Name, string Value)> Headers, byte[]? Body, string? ContentType)
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "PROPFIND", "get", "X"];

    private static readonly string[] Types =
    [
        "application/json; charset=utf-8", "application/json; charset=utf-16", "application/json; charset=klingon", "application/json;;", "application/problem+json", "APPLICATION/JSON", "text/plain",
        "text/json", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x", "multipart/mixed; boundary=x",
        "application/octet-stream", "no type at all", "", "a/b/c", "*/*",
    ];

    private static readonly string[] Endings = ["/", "//", "/.", "/..", "%2f", "%2F..%2F", ";x", ".json", "%00", "?", "/%2e%2e/", "/\\", "."];

    public static NonsenseRequest Of(ApiRoute route, Nonsense chance)
    {
        var fields = chance.Once(10) ? [] : route.Fields;
        var (body, type) = route.Method is "GET" && !chance.Once(20) ? (null, null) : BodyOf(fields, chance);
        return new NonsenseRequest(
            chance.Once(30) ? chance.Of(Methods) : route.Method,
            PathOf(route, chance) + QueryOf(route, chance),
            [.. HeadersOf(route, chance)],
            body,
            type is not null && chance.Once(6) ? chance.Of(Types) : type);
    }

    public HttpRequestMessage ToMessage(Uri site, string token)
    {
        // As it stands: nothing of it is put in order on the way.
        var address = new Uri(site.GetLeftPart(UriPartial.Authority) + Address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var message = new HttpRequestMessage(new HttpMethod(Method), address);
        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        }

        foreach (var (name, value) in Headers.Any(h => h.Name is "Authorization") ? Headers : [("Authorization", $"Token {token}"), .. Headers])
        {
            _ = message.Headers.TryAddWithoutValidation(name, value) || message.Content?.Headers.TryAddWithoutValidation(name, value) is true;
        }

        return message;
    }

    public override string ToString()
    {
        var text = Body is null ? "" : Encoding.Latin1.GetString(Body[..Math.Min(Body.Length, 2_000)]);
        return $"{Method} {Address}\n{string.Concat(Headers.Select(h => $"{h.Name}: {h.Value}\n"))}Content-Type: {ContentType}\n\n{text}";
    }

    private static string PathOf(ApiRoute route, Nonsense chance)
    {
        var path = string.Join('/', route.Path.Split('/').Select(part =>
            !part.StartsWith('{') ? part
            : chance.Below(10) switch
            {
                < 8 => chance.Id(part),
                8 => chance.InAddress(chance.Number()),
                _ => chance.InAddress(chance.Text()),
            }));
        return chance.Below(20) switch
        {
            0 => path.TrimEnd('/') + chance.Of(Endings),
            1 => path.Insert(chance.Below(path.Length - 1) + 1, chance.Of(Endings)),
            2 => path.ToUpperInvariant(),
            < 6 => path.TrimEnd('/'),
            _ => path,
        };
    }

    private static string QueryOf(ApiRoute route, Nonsense chance)
    {
        if (chance.Below(5) >= (route.Query.Count > 0 ? 3 : 1))
        {
            return "";
        }

        var names = route.Query.Count > 0 ? route.Query : ["limit", "ordering", "format"];
        var pairs = Enumerable.Range(0, chance.Below(4)).Select(_ =>
            $"{(chance.Once(6) ? chance.InAddress(chance.Text()) : chance.Of(names))}={(chance.Once(3) ? chance.InAddress(chance.Number()) : chance.Once(6) ? chance.Id("id") : chance.InAddress(chance.Text()))}");
        return "?" + string.Join('&', pairs);
    }

    private static IEnumerable<(string Name, string Value)> HeadersOf(ApiRoute route, Nonsense chance)
    {
        if (route.EndsSessions || chance.Once(25))
        {
            yield return ("Authorization", chance.Of(["Token ", "Bearer ", "Basic ", "token", "Bearer a.b.c ", ""]) + OneLine(chance.Once(2) ? Convert.ToHexString(chance.Bytes(40)) : chance.Text()));
        }

        if (!chance.Once(3))
        {
            yield break;
        }

        for (var i = chance.Below(3); i >= 0; i--)
        {
            yield return chance.Below(9) switch
            {
                0 => ("Accept", chance.Of(["application/problem+json", "text/html", "*/*;q=x", "application/xml", OneLine(chance.Text())])),
                1 => ("Accept-Language", chance.Of(["ru", "en", "xx-YY", "ru;q=9", "*", new string('a', 5_000), OneLine(chance.Text())])),
                2 => ("X-HTTP-Method-Override", "DELETE"),
                3 => ("X-Forwarded-For", OneLine(chance.Text())),
                4 => ("Cookie", $"chat={OneLine(chance.Text())}; a=b; =; ;"),
                5 => ("Content-Encoding", chance.Of(["gzip", "br", "identity, x"])),
                6 => ("Range", "bytes=0-,-5"),
                7 => ("If-None-Match", OneLine(chance.Text())),
                _ => ("X-" + chance.Below(5), OneLine(chance.Text())),
            };
        }
    }

    private static (byte[] Body, string Type) BodyOf(IReadOnlyList<Field> fields, Nonsense chance)
    {
        switch (chance.Below(12))
        {
            case 0:
                return (Encoding.UTF8.GetBytes(chance.Json()), "application/json");
            case 1:
                return (chance.Bytes(300), chance.Of(Types));
            case 2:
                return (chance.Spoil(FormOf(fields, chance)), "multipart/form-data; boundary=x");
            case 3:
                return (FormOf(fields, chance), "multipart/form-data; boundary=x");
            case 4:
                return (chance.Spoil(ObjectOf(fields, chance, wrong: 6)), "application/json");
            case 5 when chance.Once(10):
                return ([.. "{\"content\":\""u8, .. new byte[chance.Of([60_000, 128 * 1024, 200_000])]], "application/json");
            default:
                return (ObjectOf(fields, chance, wrong: chance.Of([1, 2, 4, 8, 1_000])), "application/json");
        }
    }

    /// <param name="wrong">One field in so many is filled with nonsense.</param>
    private static byte[] ObjectOf(IReadOnlyList<Field> fields, Nonsense chance, int wrong)
    {
        var members = fields.Where(_ => !chance.Once(3)).Select(f => $"\"{f.Name}\":{(chance.Once(wrong) ? chance.Json() : chance.Likely(f))}").ToList();
        if (members.Count > 0 && chance.Once(12))
        {
            members.Add(chance.Once(2) ? members[0] : $"{Nonsense.Quote(chance.Text())}:{chance.Json()}");
        }

        return Encoding.UTF8.GetBytes($"{(chance.Once(40) ? "\ufeff" : "")}{{{string.Join(',', members)}}}{(chance.Once(30) ? "," : "")}");
    }

    private static byte[] FormOf(IReadOnlyList<Field> fields, Nonsense chance) => Encoding.UTF8.GetBytes(string.Concat(fields.Select(f =>
        $"--x\r\nContent-Disposition: form-data; name=\"{f.Name}\"{(chance.Once(10) ? "; filename=\"../x\"" : "")}\r\n\r\n{(chance.Once(2) ? chance.Text() : chance.Id(f.Name))}\r\n")) + "--x--\r\n");

    /// <summary>A client library sends no header that would break its own request; that is tried with bytes, not with names.</summary>
    private static string OneLine(string text) => string.Concat(text.Where(c => c is not ('\r' or '\n' or '\0') && !char.IsSurrogate(c)));
}
