using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Chat.Web.Accounts;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Api;

/// <summary>A JWT opens only if this house signed it as it stands, for this use, and it counts now.</summary>
public sealed class JwtTests : IClassFixture<JwtTests.ClockedHouse>
{
    private const string Header = """{"alg":"HS256","typ":"JWT"}""";

    /// <summary>A token that is good, and what somebody makes of it. The first is given its payload, to be signed with the house's own key.</summary>
    private static readonly Dictionary<string, Func<Forge, string>> Attacks = new()
    {
        ["no algorithm"] = f => f.WithoutSignature("""{"alg":"none","typ":"JWT"}"""),
        ["no algorithm in capitals"] = f => f.WithoutSignature("""{"alg":"NONE","typ":"JWT"}"""),
        ["no algorithm and no signature"] = f => f.WithoutSignature("""{"alg":"none"}""").TrimEnd('.'),
        ["no algorithm, signed"] = f => f.SignedUnder("""{"alg":"none","typ":"JWT"}"""),
        ["RS256 with the key as a public one"] = f => f.SignedUnder("""{"alg":"RS256","typ":"JWT"}"""),
        ["HS512"] = f => f.SignedUnder("""{"alg":"HS512","typ":"JWT"}"""),
        ["a key id that is a path"] = f => f.SignedUnder("""{"alg":"HS256","typ":"JWT","kid":"../../../dev/null"}""", key: []),
        ["a key id that is SQL"] = f => f.SignedUnder("""{"alg":"HS256","typ":"JWT","kid":"x' UNION SELECT 'key'--"}""", key: "key"u8.ToArray()),
        ["a key inside the header"] = f => f.SignedUnder("""{"alg":"HS256","typ":"JWT","jwk":{"kty":"oct","k":"a2V5"}}""", key: "key"u8.ToArray()),
        ["a key at an address"] = f => f.SignedUnder("""{"alg":"HS256","typ":"JWT","jku":"http://127.0.0.1/keys"}"""),
        ["a certificate in the header"] = f => f.SignedUnder("""{"alg":"HS256","typ":"JWT","x5c":["AAAA"],"crit":["exp"]}"""),
        ["a header in another order"] = f => f.SignedUnder("""{"typ":"JWT","alg":"HS256"}"""),
        ["a header with a space"] = f => f.SignedUnder("""{"alg": "HS256","typ":"JWT"}"""),
        ["an empty key"] = f => f.SignedUnder(Header, key: []),
        ["a guessed key"] = f => f.SignedUnder(Header, key: "secret"u8.ToArray()),
        ["expired"] = f => f.With("exp", f.Now - 31),
        ["never expiring"] = f => f.Without("exp"),
        ["expiring beyond all time"] = f => f.With("exp", long.MaxValue),
        ["not yet"] = f => f.With("nbf", f.Now + 31),
        ["not yet, without saying when"] = f => f.Without("nbf"),
        ["before all time"] = f => f.With("nbf", long.MinValue),
        ["for somebody else"] = f => f.With("aud", "another-api"),
        ["for several"] = f => f.With("aud", new JsonArray("chat-api")),
        ["from somebody else"] = f => f.With("iss", "another"),
        ["of another use"] = f => f.With("token_type", "refresh"),
        ["of no use"] = f => f.Without("token_type"),
        ["of no session"] = f => f.Without("sid"),
        ["of an unknown session"] = f => f.With("sid", Guid.NewGuid().ToString()),
        ["of a session that is no id"] = f => f.With("sid", "1 OR 1=1"),
        ["with a role beside"] = f => f.With("role", "admin"),
        ["with a claim twice"] = f => f.SignedText(f.Payload.ToJsonString().Replace("\"iss\"", "\"iss\":\"chat\",\"iss\"", StringComparison.Ordinal)),
        ["with a claim of another type"] = f => f.With("exp", $"{f.Now + 60}"),
        ["with nothing in it"] = f => f.SignedText("{}"),
        ["null"] = f => f.SignedText("null"),
        ["no JSON"] = f => f.SignedText("hello"),
        ["deep"] = f => f.SignedText(new string('[', 700)),
        ["cut short"] = f => f.Good[..^1],
        ["cut at the payload"] = f => f.Good[..f.Good.LastIndexOf('.')],
        ["padded"] = f => f.Good + "=",
        ["with a line break"] = f => f.Good + "\u00A0",
        ["with another last letter for the same bytes"] = f => f.Good[..^1] + Neighbour(f.Good[^1]),
        ["with parts changed about"] = f => string.Join('.', f.Good.Split('.')[1], f.Good.Split('.')[0], f.Good.Split('.')[2]),
        ["with the signature of another"] = f => string.Join('.', [.. f.Good.Split('.')[..2], f.Another.Split('.')[2]]),
        ["with the payload of another"] = f => string.Join('.', f.Good.Split('.')[0], f.Another.Split('.')[1], f.Good.Split('.')[2]),
        ["without a signature"] = f => f.Good[..(f.Good.LastIndexOf('.') + 1)],
        ["of empty parts"] = _ => "..",
        ["of four parts"] = f => f.Good + ".AAAA",
        ["of five parts"] = f => f.Good + ".AAAA.AAAA",
        ["standing twice"] = f => f.Good + f.Good,
        ["of eight thousand characters"] = _ => new string('a', 8_000),
    };

    private readonly SchoolHouse _school;
    private readonly HandClock _clock;

    public JwtTests(ClockedHouse house) => (_school, _clock) = (house.School, house.Clock);

    public static TheoryData<string> AttackNames => [.. Attacks.Keys];

    /// <summary>RFC 7515, appendix A.1.</summary>
    [Fact]
    public void Signatures_are_those_of_the_standard()
    {
        var key = Base64Url.DecodeFromChars("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");

        var signature = Jwt.SignatureOf(key, "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ");

        Assert.Equal("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", Base64Url.EncodeToString(signature));
    }

    [Theory]
    [MemberData(nameof(AttackNames))]
    public async Task Opens_nothing(string attack)
    {
        var forge = await ForgeAsync();

        // The same hand signs what is good: were it clumsy, everything would be refused.
        (await _school.CallAs($"Bearer {forge.SignedText(forge.Payload.ToJsonString())}").GetAsync("/api/auth/me/")).Is(200);
        var forged = Attacks[attack](forge);
        (await _school.CallAs($"Bearer {forged}").GetAsync("/api/auth/me/")).Is(401, "not_authenticated");
        (await _school.CallAs($"Token {forged}").GetAsync("/api/auth/me/")).Is(401, "not_authenticated");
        (await _school.CallAs().PostAsync("/api/auth/token/verify/", new { token = forged })).Is(401, "token_invalid");
        (await _school.CallAs().PostAsync("/api/auth/token/refresh/", new { refresh = forged })).Is(401, "token_invalid");
    }

    [Fact]
    public async Task Neither_half_of_a_pair_does_the_work_of_the_other()
    {
        var pair = (await _school.Tokens.SignInForPairAsync("test_student@example.com", "test123", new Device("", ""), Stop)).Granted();

        (await _school.CallAs($"Bearer {pair.Refresh}").GetAsync("/api/auth/me/")).Is(401);
        (await _school.CallAs().PostAsync("/api/auth/token/refresh/", new { refresh = pair.Access })).Is(401, "token_invalid");
        (await _school.CallAs($"Bearer {pair.Access}").GetAsync("/api/auth/me/")).Is(200);
    }

    [Fact]
    public async Task A_megabyte_of_token_opens_nothing()
    {
        var megabyte = new string('a', 1_000_000);

        Assert.Null(_school.The<Jwt>().Read($"{megabyte}.{megabyte}.{megabyte}", JwtUse.Access));
        (await _school.CallAs($"Bearer {megabyte}").GetAsync("/api/auth/me/")).Is(401, "not_authenticated");
    }

    [Fact]
    public async Task Clocks_may_differ_by_half_a_minute_and_no_more()
    {
        var forge = await ForgeAsync();

        await IsAsync(200, forge.With("exp", forge.Now - 29));
        await IsAsync(401, forge.With("exp", forge.Now - 30));
        await IsAsync(200, forge.With("nbf", forge.Now + 30));
        await IsAsync(401, forge.With("nbf", forge.Now + 31));
        await IsAsync(401, forge.With("exp", forge.Now - 300));

        async Task IsAsync(int status, string token) => (await _school.CallAs($"Bearer {token}").GetAsync("/api/auth/me/")).Is(status);
    }

    [Fact]
    public async Task Access_lasts_an_hour_refresh_a_day_and_the_token_a_season()
    {
        await using var house = new ClockedHouse();
        await house.InitializeAsync();
        var (school, nobody) = (house.School, house.School.CallAs());
        var keys = (await nobody.PostAsync("/api/auth/login/", new { username = "admin", password = "admin123" })).Is(200);
        var pair = (await nobody.PostAsync("/api/auth/token/", new { username = "admin", password = "admin123" })).Is(200);

        house.Clock.Turn(TimeSpan.FromMinutes(61));
        (await school.CallAs($"Bearer {pair["access"]}").GetAsync("/api/auth/me/")).Is(401);
        pair = (await nobody.PostAsync("/api/auth/token/refresh/", new { refresh = pair["refresh"].GetString() })).Is(200);
        (await school.CallAs($"Bearer {pair["access"]}").GetAsync("/api/auth/me/")).Is(200);

        // Each refresh carries on from where it is: the day begins anew.
        house.Clock.Turn(TimeSpan.FromHours(23));
        pair = (await nobody.PostAsync("/api/auth/token/refresh/", new { refresh = pair["refresh"].GetString() })).Is(200);
        house.Clock.Turn(TimeSpan.FromHours(23.5));
        pair = (await nobody.PostAsync("/api/auth/token/refresh/", new { refresh = pair["refresh"].GetString() })).Is(200);
        house.Clock.Turn(TimeSpan.FromHours(25));
        (await nobody.PostAsync("/api/auth/token/refresh/", new { refresh = pair["refresh"].GetString() })).Is(401, "token_invalid");

        (await school.CallAs($"Token {keys["token"]}").GetAsync("/api/auth/me/")).Is(200);
        house.Clock.Turn(TimeSpan.FromDays(88));
        (await school.CallAs($"Token {keys["token"]}").GetAsync("/api/auth/me/")).Is(401);
    }

    [Fact]
    public async Task A_ticket_opens_once_and_for_half_a_minute()
    {
        var (tickets, caller) = (_school.The<SocketTickets>(), await _school.CallAsAsync(_school.Anna));
        async Task<string> DrawAsync() => (await caller.PostAsync("/api/auth/ws-ticket/")).Is(200)["ticket"].GetString()!;

        var ticket = await DrawAsync();
        _clock.Turn(TimeSpan.FromSeconds(29));
        Assert.Equal(_school.Anna.Id, (await tickets.RedeemAsync(ticket, Stop))?.Actor.Id);
        Assert.Null(await tickets.RedeemAsync(ticket, Stop));

        var late = await DrawAsync();
        _clock.Turn(TimeSpan.FromSeconds(31));
        Assert.Null(await tickets.RedeemAsync(late, Stop));
        Assert.Null(await tickets.RedeemAsync(new string('0', 64), Stop));
        Assert.Null(await tickets.RedeemAsync("", Stop));
        (await _school.CallAs($"Token {await DrawAsync()}").GetAsync("/api/auth/me/")).Is(401);
    }

    private static char Neighbour(char last)
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return Letters[Letters.IndexOf(last, StringComparison.Ordinal) ^ 1];
    }

    private async Task<Forge> ForgeAsync()
    {
        var (one, another) = (await SignInAsync(), await SignInAsync());
        return new Forge(one.Access, another.Access, _school.The<JwtKey>().Bytes.ToArray(), _clock.Now.ToUnixTimeSeconds());

        async Task<ProgramKeys> SignInAsync() => (await _school.Tokens.SignInForPairAsync("test_student@example.com", "test123", new Device("", ""), Stop)).Granted();
    }

    /// <summary>Somebody who makes tokens, and has got hold of the key.</summary>
    public sealed record Forge(string Good, string Another, byte[] Key, long Now)
    {
        public JsonObject Payload => JsonNode.Parse(Base64Url.DecodeFromChars(Good.Split('.')[1]))!.AsObject();

        public string With(string claim, JsonNode value)
        {
            var payload = Payload;
            payload[claim] = value;
            return SignedText(payload.ToJsonString());
        }

        public string Without(string claim)
        {
            var payload = Payload;
            payload.Remove(claim);
            return SignedText(payload.ToJsonString());
        }

        public string SignedText(string payload) => SignedUnder(Header, payload: payload);

        public string SignedUnder(string header, byte[]? key = null, string? payload = null)
        {
            var signed = $"{Encoded(header)}.{(payload is null ? Good.Split('.')[1] : Encoded(payload))}";
            return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(key ?? Key, Encoding.ASCII.GetBytes(signed)))}";
        }

        public string WithoutSignature(string header) => $"{Encoded(header)}.{Good.Split('.')[1]}.";

        private static string Encoded(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>A house whose clock is turned by hand.</summary>
    public sealed class ClockedHouse : IAsyncLifetime
    {
        public ClockedHouse() => School = new SchoolHouse { Clock = Clock };

        public HandClock Clock { get; } = new();

        public SchoolHouse School { get; }

        public async ValueTask InitializeAsync() => await School.OpenAsync();

        public ValueTask DisposeAsync() => School.DisposeAsync();
    }
}
