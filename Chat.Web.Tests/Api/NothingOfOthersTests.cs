using System.Text.Json;
using System.Text.RegularExpressions;
using Chat.Web.Access;
using Chat.Web.Bot;
using Chat.Web.Tests.TestSupport;
using Microsoft.EntityFrameworkCore;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Api;

/// <summary>
/// What a program or a page is told of somebody else is their name and their role. Each answer of the API to each role is
/// held against the schema it is published with, as if that forbade everything it does not name; and neither there nor in
/// a page stands anything of what the house knows of others besides.
/// </summary>
public sealed class NothingOfOthersTests(PeopleAtTheDoors doors) : IClassFixture<PeopleAtTheDoors>
{
    private readonly List<string> _strays = [];
    private JsonElement _schema;

    private SchoolHouse School => doors.School;

    [Fact]
    public async Task In_any_answer_of_the_API_to_anybody()
    {
        _schema = (await doors.House.Nobody.GetAsync("/api/schema/")).Is(200).Json;
        // What files say is theirs: they are bytes, and have tests of their own.
        var routes = Route.Of(School)
            .Where(r => r is { IsApi: true, Method: "GET" } && !Array.Exists(["/schema", "/docs", "/attachments/"], part => r.Pattern.Contains(part, StringComparison.Ordinal)))
            .ToList();
        var answered = new HashSet<string>();
        foreach (var actor in doors.Cast)
        {
            var (caller, secrets) = (await doors.House.AsAsync(actor), await SecretsOfOthersAsync(actor));
            foreach (var route in routes)
            {
                foreach (var path in await PathsOfAsync(route, actor))
                {
                    var answer = await caller.GetAsync(path);
                    Tells(answer.Body, secrets, $"{path} to {actor.Role}");
                    if (answer.Status == 200)
                    {
                        answered.Add(route.Pattern);
                        Compare(SchemaOf(route), answer.Json, $"{route.Pattern}");
                    }
                }
            }
        }

        Assert.Empty(_strays.Distinct());
        Assert.Equal(routes.Select(r => r.Pattern).Order(), answered.Order());
    }

    /// <summary>Every chat there is, by its number; of those with the bot, which have none that anybody could guess, one's own.</summary>
    private async Task<IEnumerable<string>> PathsOfAsync(Route route, Actor actor) =>
        !route.Pattern.Contains('{', StringComparison.Ordinal) ? [route.At()]
        : route.Pattern.Contains("{uuid", StringComparison.Ordinal) ? [route.At($"{(await School.The<BotConversationService>().BeginAsync(actor, Guid.NewGuid(), "en", Stop)).Granted().PublicId}")]
        : doors.Conversations.Select(id => route.At($"{id}"));

    [Fact]
    public async Task In_any_page_of_those_who_do_not_keep_the_school()
    {
        var opened = 0;
        foreach (var actor in doors.Cast.Where(a => a.Role is not Role.Admin))
        {
            var (cookie, secrets) = (await School.CookieOfAsync(actor), await SecretsOfOthersAsync(actor));
            foreach (var path in (string[])["/chat", "/chat/new", "/settings", "/account/devices", "/reports", "/search?q=word", .. doors.Conversations.Select(id => $"/chat/{id}")])
            {
                var answer = await School.CallAs().GetAsync(path, cookie);
                opened += answer.Status is 200 ? 1 : 0;
                Tells(answer.Body, secrets, $"{path} to {actor.Role}");
            }
        }

        Assert.Empty(_strays);
        Assert.True(opened > 50, $"only {opened} pages");
    }

    /// <summary>The guard on the guard: it finds what it looks for where that is.</summary>
    [Fact]
    public async Task And_it_would_be_noticed()
    {
        _schema = (await doors.House.Nobody.GetAsync("/api/schema/")).Is(200).Json;
        var me = (await (await doors.House.AsAsync(School.Anna)).GetAsync("/api/auth/me/")).Is(200);
        Tells(me.Body, await SecretsOfOthersAsync(School.Ivan), "my own address to somebody else");
        Compare(SchemaOf(Route.Of(School).Single(r => r.Pattern is "/api/auth/me/" && r.Method is "GET")), JsonDocument.Parse("""{"id":1,"phone":"1"}""").RootElement, "a telephone");
        var list = Route.Of(School).Single(r => r is { Pattern: "/api/chat/forum/", Method: "GET" });
        Compare(SchemaOf(list), JsonDocument.Parse("""{"success":true,"count":1,"results":[{"id":1,"participants":[{"id":1,"full_name":"X","role":"student","email":"x"}]}]}""").RootElement, "an address");

        Assert.Equal(3, _strays.Count);
    }

    private void Tells(string body, IEnumerable<string> secrets, string where) => _strays.AddRange(secrets.Where(s => body.Contains(s, StringComparison.OrdinalIgnoreCase)).Select(s => $"{s} in {where}"));

    private async Task<List<string>> SecretsOfOthersAsync(Actor actor)
    {
        await using var db = School.OpenDb();
        var others = await db.Users.AsNoTracking().Where(u => u.Id != actor.Id).ToListAsync(Stop);
        var sessions = await db.Sessions.AsNoTracking().Where(s => s.UserId != actor.Id).ToListAsync(Stop);
        return
        [
            .. others.SelectMany(u => new[] { u.Email, u.PasswordHash, u.PhoneNumber, u.SecurityStamp, u.ConcurrencyStamp }).OfType<string>().Where(s => s.Length > 5),
            .. sessions.SelectMany(s => new[] { s.Id.ToString(), s.TokenHash }).OfType<string>(),
        ];
    }

    private JsonElement SchemaOf(Route route) => Resolve(_schema.GetProperty("paths").EnumerateObject()
        .Single(p => string.Equals(p.Name.Trim('/'), Regex.Replace(route.Pattern.Trim('/'), @":\w+\}", "}"), StringComparison.Ordinal)).Value
        .GetProperty(route.Method.ToLowerInvariant()).GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema"));

    private void Compare(JsonElement schema, JsonElement value, string where)
    {
        if (value.ValueKind is JsonValueKind.Array)
        {
            var items = AllOf(schema).Where(s => s.TryGetProperty("items", out _)).Select(s => s.GetProperty("items")).FirstOrDefault();
            foreach (var item in value.EnumerateArray())
            {
                Compare(items, item, where + "[]");
            }
        }
        else if (value.ValueKind is JsonValueKind.Object)
        {
            var known = AllOf(schema).Where(s => s.TryGetProperty("properties", out _)).SelectMany(s => s.GetProperty("properties").EnumerateObject()).DistinctBy(p => p.Name).ToDictionary(p => p.Name, p => p.Value);
            foreach (var property in value.EnumerateObject())
            {
                if (known.TryGetValue(property.Name, out var its))
                {
                    Compare(its, property.Value, $"{where}.{property.Name}");
                }
                else
                {
                    _strays.Add($"{where}.{property.Name} is not in the schema");
                }
            }
        }
    }

    /// <summary>A schema and what it says it may be instead.</summary>
    private IEnumerable<JsonElement> AllOf(JsonElement schema)
    {
        if (schema.ValueKind is not JsonValueKind.Object)
        {
            return [];
        }

        var resolved = Resolve(schema);
        return new[] { "oneOf", "anyOf", "allOf" }.Where(k => resolved.TryGetProperty(k, out _)).SelectMany(k => resolved.GetProperty(k).EnumerateArray()).SelectMany(AllOf).Append(resolved);
    }

    private JsonElement Resolve(JsonElement schema) => schema.TryGetProperty("$ref", out var reference)
        ? Resolve(reference.GetString()!.Split('/')[1..].Aggregate(_schema, (at, step) => at.GetProperty(step)))
        : schema;
}
