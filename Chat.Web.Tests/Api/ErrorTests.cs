using System.Text;
using System.Text.RegularExpressions;
using Chat.Web.Conversations;
using Chat.Web.Outcomes;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Api;

/// <summary>However a request goes wrong, it is answered in the one shape, in the language asked for, and gives nothing away.</summary>
public class ErrorTests(OpenHouse house) : IClassFixture<OpenHouse>
{
    private static readonly Regex GivesAway = new(@"Exception|   at |SELECT |sqlite|EntityFramework|System\.|\.cs\b|/tmp/|/home/|[A-Z]:\\", RegexOptions.IgnoreCase);

    /// <summary>Bodies that are nothing, or not what they should be.</summary>
    private static readonly (byte[] Body, string Type)[] Malformed =
    [
        .. new[]
        {
            "", "null", "[]", "1", "true", "\"text\"", "{", "{\"content\":", "{\"content\":\"x\"}}", "{\"content\":1}", "{\"content\":{}}", "{\"content\":[\"x\"]}", "{\"content\":null}",
            "{\"email\":1,\"password\":[]}", "{\"email\":\"a\",\"email\":\"b\",\"password\":\"c\"}", "{\"content\":\"x\",\"content\":\"y\"}", "{\"token\":{}}", "{\"refresh\":1}",
            "{\"participants\":[9223372036854775808]}", "{\"participants\":[-1,0]}", "{\"participants\":[null,null]}", "{\"participants\":[\"1 OR 1=1\",2]}", "{\"participants\":{}}",
            "{\"thread\":9223372036854775808,\"text\":\"x\"}", "{\"thread\":-1,\"text\":\"x\"}", "{\"thread\":\"1 OR 1=1\",\"text\":\"x\"}", "{\"thread\":1e400}", "{\"thread\":1.5}",
            "{\"contact_user_id\":9223372036854775808}", "{\"contact_user_id\":-1}", "{\"contact_user_id\":\"1 OR 1=1\"}", "{\"contact_user_id\":1,\"subject_id\":-1}",
            "{\"content\":\"x\",\"client_message_id\":\"none\"}", "{\"content\":\"x\",\"reply_to\":9223372036854775808}", "{\"content\":\"x\",\"reply_to\":-1}", "{\"content\":\"\\u0000\"}", "{\"content\":\"\\ud800\"}",
            "{\"email\":\"\\ud800\",\"password\":\"\\udc00\"}", "{\"email\":\"a\\u0000@example.com\",\"password\":\"correct horse\"}", "{\"is_locked\":\"yes\"}", "{\"is_pinned\":2}", "{\"reason\":[1]}",
            "{\"thread\":1,\"text\":\"\\ud800\"}", $"{{\"a\":{new string('[', 1000)}{new string(']', 1000)}}}", new string('[', 100_000), "<xml/>", "content=x", "\u0000\u0000",
        }.Select(text => (Encoding.UTF8.GetBytes(text), "application/json")),
        ([0xFF, 0xFE, 0x00], "application/json"),
        (Encoding.UTF8.GetBytes("{\"content\":\"\xC3\x28\"}"), "application/json; charset=utf-8"),
        ([.. "{\"content\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8], "application/json"),
        ("{}"u8.ToArray(), "application/json; charset=klingon"),
        ("{}"u8.ToArray(), "application/json; charset=utf-7"),
        (Encoding.Unicode.GetBytes("{\"content\":\"x\"}"), "application/json; charset=utf-16"),
        ("{}"u8.ToArray(), "text/plain"),
        ("{}"u8.ToArray(), "no type at all"),
        ("{}"u8.ToArray(), ""),
        ("content=x"u8.ToArray(), "application/x-www-form-urlencoded"),
        ("--x"u8.ToArray(), "multipart/form-data; boundary=x"),
        ("--x\r\nContent-Disposition: form-data; name=\"content\"\r\n\r\nHel"u8.ToArray(), "multipart/form-data; boundary=x"),
        ("--x\r\nnonsense\r\n\r\nHello\r\n--x--"u8.ToArray(), "multipart/form-data; boundary=x"),
        ("x"u8.ToArray(), "multipart/form-data"),
        ("x"u8.ToArray(), $"multipart/form-data; boundary={new string('b', 500)}"),
    ];

    [Theory]
    [InlineData(400, "malformed")]
    [InlineData(401, "not_authenticated")]
    [InlineData(403, "read_only")]
    [InlineData(404, "not_found")]
    [InlineData(405, "method_not_allowed")]
    [InlineData(409, "client_id_reused")]
    [InlineData(413, "too_large")]
    [InlineData(415, "media_type_unsupported")]
    public async Task Every_refusal_has_the_one_shape_in_both_languages_and_as_a_problem(int status, string code)
    {
        var sentences = new List<string>();
        foreach (var language in new[] { "ru", "en" })
        {
            var refused = (await RefusedAsync(status, ("Accept-Language", language))).Is(status, code);
            Assert.Equal("application/json", refused.Type);
            Assert.Equal(["code", "detail", "error", "errors", "success"], refused.Json.EnumerateObject().Select(p => p.Name).Order());
            Assert.False(refused["success"].GetBoolean());
            Assert.Equal(refused["detail"].GetString(), refused["error"].GetString());
            Assert.Equal(Texts.Of(typeof(RefusalTexts), language)[code], refused["detail"].GetString());
            sentences.Add(refused["detail"].GetString()!);

            var problem = (await RefusedAsync(status, ("Accept-Language", language), ("Accept", "application/problem+json"))).Is(status, code);
            Assert.Equal("application/problem+json", problem.Type);
            Assert.Equal((status, sentences[^1], "about:blank"), (problem["status"].GetInt32(), problem["detail"].GetString(), problem["type"].GetString()));
        }

        Assert.NotEqual(sentences[0], sentences[1]);
    }

    [Fact]
    public async Task Without_a_wish_the_account_is_spoken_to_in_its_language_and_the_threads_document_in_English()
    {
        var school = house.School;
        var (anna, path) = (await house.AsAsync(school.Anna), $"/api/chat/forum/{school.Maths}/messages/");
        Assert.Equal(Texts.Of(typeof(RefusalTexts), "ru")["not_found"], (await anna.GetAsync(path)).Is(404)["detail"].GetString());
        (await school.Accounts.SpeakAsync(school.Anna, "en", Stop)).Granted();
        Assert.Equal(Texts.Of(typeof(RefusalTexts), "en")["not_found"], (await anna.GetAsync(path)).Is(404)["detail"].GetString());

        var dmitry = await house.AsAsync(school.Dmitry);
        Assert.Equal("A thread must have exactly two participants.", (await dmitry.PostAsync("/api/chat/threads/", new { participants = new[] { 1, 2, 3 } })).Is(400)["detail"].GetString());
        Assert.Equal(Texts.Of(typeof(RefusalTexts), "ru")["not_two_participants"],
            (await dmitry.PostAsync("/api/chat/threads/", new { participants = new[] { 1, 2, 3 } }, ("Accept-Language", "ru-RU,ru;q=0.9,en;q=0.1"))).Is(400)["detail"].GetString());
        Assert.Equal(Texts.Of(typeof(RefusalTexts), "en")["email_invalid"], (await house.Nobody.PostAsync("/api/auth/register/", new { email = "x", password = "correct horse", first_name = "X" })).Is(400)["detail"].GetString());
    }

    [Fact]
    public async Task Each_missing_field_is_named()
    {
        Assert.Equal(["email", "password"], Fields((await house.Nobody.PostAsync("/api/auth/login/", new { })).Is(400, "field_missing")));
        Assert.Equal(["password"], Fields((await house.Nobody.PostAsync("/api/auth/token/", new { username = "admin" })).Is(400, "field_missing")));
        Assert.Equal(["refresh"], Fields((await house.Nobody.PostAsync("/api/auth/token/refresh/", new { })).Is(400, "field_missing")));
        Assert.Equal(["content"], Fields((await (await house.AsAsync(house.School.Ivan)).PostAsync($"/api/chat/forum/{house.School.AnnasPhysics}/send_message/", new { content = "" })).Is(400, "message_empty")));
        Assert.Equal(["content"], Fields((await (await house.AsAsync(house.School.Ivan)).PostAsync($"/api/chat/forum/{house.School.AnnasPhysics}/send_message/", new { content = new string('x', 10_001) })).Is(400, "message_too_long")));
        Assert.Equal(["content"], Fields((await (await house.AsAsync(house.School.Ivan)).PostAsync($"/api/chat/forum/{house.School.AnnasPhysics}/send_message/", new { content = 5 })).Is(400, "malformed")));
    }

    /// <summary>What stands twice is not said by either: the one that was checked need not be the one that is used.</summary>
    [Fact]
    public async Task A_field_that_stands_twice_is_refused()
    {
        (await house.Nobody.SendTextAsync(HttpMethod.Post, "/api/auth/login/", """{"email":"admin@test.com","password":"wrong","password":"admin123"}""")).Is(400, "malformed");
        (await house.Nobody.SendTextAsync(HttpMethod.Post, "/api/auth/login/", """{"email":"admin@test.com","password":"admin123"}""")).Is(200);

        var (anna, chat) = (await house.AsAsync(house.School.Anna), house.School.AnnasTutoring);
        var before = await house.School.LastSeqAsync(chat);
        (await anna.SendTextAsync(HttpMethod.Post, $"/api/chat/forum/{chat}/send_message/", """{"content":"a","content":"b"}""")).Is(400, "malformed");
        Assert.Equal(before, await house.School.LastSeqAsync(chat));
        (await anna.SendTextAsync(HttpMethod.Post, $"/api/chat/forum/{chat}/send_message/", """{"content":"a"}""")).Is(201);
    }

    [Fact]
    public async Task Both_forms_of_a_path_answer_alike_and_without_a_redirect()
    {
        var admin = await house.AsAsync(house.School.Admin);
        foreach (var route in Route.Of(house.School).Where(r => r.IsApi && r.Method != "DELETE" && !r.Pattern.Contains("{**", StringComparison.Ordinal) && r.Pattern != "/api/auth/logout/"))
        {
            var (with, without) = (await AskAsync(route.At("999999").TrimEnd('/') + "/"), await AskAsync(route.At("999999").TrimEnd('/')));
            Assert.True(with.Status == without.Status && with.Code == without.Code && with.Status is not (>= 300 and < 400), $"{route}: {with.Status} and {without.Status}");

            Task<Answer> AskAsync(string path) => admin.SendTextAsync(new HttpMethod(route.Method), path, route.Method is "GET" ? "" : "{}");
        }
    }

    [Fact]
    public async Task No_body_breaks_any_route()
    {
        var routes = Route.Of(house.School).Where(r => r.IsApi && r.Method is not "GET" && r.Pattern is not "/api/auth/logout/").ToList();
        var ivan = await house.AsAsync(house.School.Ivan);
        var said = (await house.School.SayAsync(house.School.Ivan, house.School.DmitrysPhysics)).Granted();

        Assert.True(routes.Count > 12, $"only {routes.Count} routes");
        var asked = from route in routes
                    from path in route.Pattern.Contains("{messageId", StringComparison.Ordinal)
                        ? new[] { route.At().Replace("/forum/1/", $"/forum/{house.School.DmitrysPhysics}/", StringComparison.Ordinal).Replace("/1/", $"/{said.Id}/", StringComparison.Ordinal) }
                        : [route.At($"{house.School.DmitrysPhysics}")]
                    from sent in Malformed
                    select (route, path, sent);
        await Parallel.ForEachAsync(asked, Stop, async (a, _) => Sound(a.route, await ivan.SendBytesAsync(new HttpMethod(a.route.Method), a.path, a.sent.Body, a.sent.Type), Encoding.UTF8.GetString(a.sent.Body[..Math.Min(a.sent.Body.Length, 60)]) + a.sent.Type));
    }

    [Fact]
    public async Task A_megabyte_is_turned_away_before_it_is_read()
    {
        var (ivan, megabyte) = (await house.AsAsync(house.School.Ivan), Encoding.UTF8.GetBytes($"{{\"content\":\"{new string('x', 1_000_000)}\"}}"));
        foreach (var route in Route.Of(house.School).Where(r => r.IsApi && r.Method is "POST" or "PATCH" && r.Pattern is not "/api/chat/upload/" && r.Pattern is not ("/api/auth/logout/" or "/api/auth/ws-ticket/") && !r.Pattern.Contains("mark_as_read", StringComparison.Ordinal) && !r.Pattern.EndsWith("/read/", StringComparison.Ordinal)))
        {
            // It asks first, as it should with so much: else it would still be writing when the line is closed, and sometimes not hear why.
            var refused = await ivan.SendBytesAsync(new HttpMethod(route.Method), route.At(), megabyte, "application/json", ("Expect", "100-continue"));
            Assert.True(refused is { Status: 413, Code: "too_large" }, $"{route}: {refused.Status} {refused.Body}");
        }
    }

    [Fact]
    public async Task No_address_and_no_query_breaks_any_route()
    {
        var ivan = await house.AsAsync(house.School.Ivan);
        string[] fillings = ["9223372036854775808", "99999999999999999999", "-1", "0", "1%20OR%201=1", "%00", "1%00", "%ED%A0%80", "1.5", "1e3", "%2e%2e", "..%2f", "1;x", "１", "'", new('9', 500)];
        string[] queries =
        [
            "limit=0", "limit=-1", "limit=9223372036854775808", "limit=x", "limit=", "limit=1&limit=2", "offset=-1", "offset=2147483647", "offset=x", "before=x", "before=-5", "before=2147483648", "after=-1", "after=x",
            "sender=1%20OR%201=1", "sender=-1", "archived=maybe", "archived=", "search=%00", "search=%ED%A0%80", "reason=%00", "%00=%00", "a[]=1", "limit=%D9%A1",
        ];

        foreach (var route in Route.Of(house.School).Where(r => r.IsApi && !r.Pattern.Contains("{**", StringComparison.Ordinal) && r.Pattern is not "/api/auth/logout/"))
        {
            foreach (var path in route.Pattern.Contains('{', StringComparison.Ordinal) ? fillings.Select(route.At) : [])
            {
                Sound(route, await ivan.SendTextAsync(new HttpMethod(route.Method), path, route.Method is "GET" ? "" : "{}"), path);
            }

            foreach (var query in route.Method is "GET" or "DELETE" ? queries : [])
            {
                Sound(route, await ivan.SendAsync(new HttpMethod(route.Method), $"{route.At($"{house.School.AnnasPhysics}")}?{query}"), query, mayBeGranted: true);
            }
        }
    }

    [Fact]
    public async Task No_way_of_writing_a_path_gets_past_its_policy()
    {
        var id = house.School.Maths;
        foreach (var path in new[]
        {
            $"//api/chat/forum/{id}/messages/", $"/api//chat/forum/{id}/messages/", $"/api/./chat/forum/{id}/messages/", $"/x/../api/chat/forum/{id}/messages/", $"/%61pi/chat/forum/{id}/messages/",
            $"/API/Chat/FORUM/{id}/Messages/", $"/api/chat/forum/{id}/messages/;x", $"/api;x/chat/forum/{id}/messages/", $"/api/chat/forum/{id}/messages.", $"/api/chat/forum/{id}/messages%2f", $"/api%2fchat%2fforum%2f{id}%2fmessages",
            $"/healthz/../api/chat/forum/{id}/messages/", $"/api/health/..%2fchat/forum/{id}/messages/", $"/api/health/%2e%2e/chat/forum/{id}/messages/", $"/api/schema/swagger/../../chat/forum/{id}/messages/",
        })
        {
            foreach (var caller in new[] { house.Nobody, await house.AsAsync(house.School.Dmitry) })
            {
                var answer = await caller.GetAsync(path);
                Assert.True(answer.Status is 302 or 400 or 401 or 404 && !answer.Body.Contains("chat_id", StringComparison.Ordinal), $"{path}: {answer.Status} {answer.Body[..Math.Min(200, answer.Body.Length)]}");
            }
        }

        // Whoever may read it reads it under the same name in other letters.
        (await (await house.AsAsync(house.School.TestStudent)).GetAsync($"/API/Chat/FORUM/{id}/Messages")).Is(200);
    }

    [Fact]
    public async Task A_method_is_what_the_request_line_says()
    {
        var ivan = await house.AsAsync(house.School.Ivan);
        var id = await house.ThreadAsync(house.School.Ivan, house.School.Anna);
        var (list, thread) = ("/api/chat/forum/", $"/api/chat/threads/{id}/");

        foreach (var method in new[] { "TRACE", "PUT", "DELETE", "POST", "OPTIONS", "PROPFIND" })
        {
            Assert.Equal((method, 405), (method, (await ivan.SendAsync(new HttpMethod(method), list)).Status));
            Assert.Equal((method, 405), (method, (await house.Nobody.SendAsync(new HttpMethod(method), list)).Status));
        }

        (await ivan.GetAsync($"{thread}?_method=DELETE", ("X-HTTP-Method-Override", "DELETE"), ("X-Method-Override", "DELETE"), ("X-HTTP-Method", "DELETE"))).Is(200);
        Assert.Equal(405, (await ivan.SendAsync(HttpMethod.Head, list)).Status);
        foreach (var (body, type) in new[] { ("{\"_method\":\"DELETE\"}", "application/json"), ("_method=DELETE", "application/x-www-form-urlencoded") })
        {
            Assert.Equal(405, (await ivan.SendTextAsync(HttpMethod.Post, $"{thread}?_method=DELETE", body, type, ("X-HTTP-Method-Override", "DELETE"))).Status);
        }

        Assert.Equal(id, (await ivan.GetAsync("/api/chat/threads/user_threads/")).Is(200)["results"][0].GetProperty("id").GetInt32());
    }

    /// <summary>Of pages as well: what is asked for with HEAD is guarded as what is asked for with GET, and TRACE gives nothing back.</summary>
    [Fact]
    public async Task A_page_of_the_administration_is_none_by_any_method()
    {
        var cookie = await house.School.CookieOfAsync(house.School.Anna);
        foreach (var method in new[] { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "PROPFIND" })
        {
            foreach (var path in new[] { "/admin/people", "/admin/audit/export", "/admin/people/export" })
            {
                var answer = await house.School.CallAs().SendAsync(new HttpMethod(method), path, content: null, cookie, ("X-HTTP-Method-Override", "GET"), ("X-Trace-Me", "a word of mine"));
                Assert.True(answer.Status is 400 or 403 or 404 or 405, $"{method} {path}: {answer.Status}");
                Assert.DoesNotContain("a word of mine", answer.Body, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Somebody or nobody, and whatever the method: a route that there is says which ones it knows.</summary>
    [Fact]
    public async Task Each_route_answers_a_method_it_does_not_know_with_those_it_knows()
    {
        var ivan = await house.AsAsync(house.School.Ivan);
        var known = Route.Of(house.School).Where(r => r.IsApi).GroupBy(r => r.At(), r => r.Method).ToDictionary(r => r.Key, r => r.ToHashSet());

        Assert.Contains(known, r => r.Value.SetEquals(["POST"]));
        foreach (var (path, methods) in known)
        {
            foreach (var method in new[] { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE" }.Except(methods))
            {
                foreach (var caller in new[] { ivan, house.Nobody })
                {
                    var answer = await caller.SendAsync(new HttpMethod(method), path);
                    Assert.True(answer.Status == 405, $"{method} {path}: {answer.Status} {answer.Body}");
                    Assert.Equal(methods.Order(), answer.Allowed.Order());
                }
            }
        }
    }

    /// <summary>A form is read as JSON is: nothing in it is passed over because it could not be read.</summary>
    [Fact]
    public async Task A_form_says_what_JSON_says()
    {
        var (ivan, path, id) = (await house.AsAsync(house.School.Ivan), $"/api/chat/forum/{house.School.AnnasPhysics}/send_message/", Guid.NewGuid().ToString());

        var said = (await FormAsync(("content", "From a form"), ("client_message_id", id))).Is(201)["message"];
        Assert.Equal(("From a form", id), (said.GetProperty("content").GetString(), said.GetProperty("client_message_id").GetString()));
        (await FormAsync(("content", "From a form"), ("client_message_id", id))).Is(200);
        (await FormAsync(("content", "x"), ("sender", $"{house.School.Anna.Id}"))).Is(400, "sender_not_you");
        (await FormAsync(("content", "x"), ("reply_to", "999999"))).Is(400, "reply_to_nothing");
        (await ivan.SendFormAsync(path, ("content", null, null, [0x63, 0xE9, 0xFF]))).Is(400, "malformed");
        foreach (var (name, value) in new[] { ("client_message_id", "none"), ("reply_to", "first"), ("sender", "anna") })
        {
            Assert.Equal([name], Fields((await FormAsync(("content", "x"), (name, value))).Is(400, "malformed")));
        }

        async Task<Answer> FormAsync(params (string Name, string Value)[] fields)
        {
            using var form = new MultipartFormDataContent();
            foreach (var (name, value) in fields)
            {
                form.Add(new StringContent(value), name);
            }

            return await ivan.SendAsync(HttpMethod.Post, path, form);
        }
    }

    private static IEnumerable<string> Fields(Answer refused) => refused["errors"].EnumerateObject().Select(e => e.Name).Order();

    private static void Sound(Route route, Answer answer, string sent, bool mayBeGranted = false)
    {
        Assert.True(answer.Status < 500, $"{route} with {sent}: {answer.Status} {answer.Body}");
        Assert.False(GivesAway.IsMatch(answer.Body) && !(mayBeGranted && answer.Status < 300) && answer.Status >= 400, $"{route} with {sent}: {answer.Body}");
        if (answer.Status >= 400)
        {
            Assert.True(answer.Code is not null || (answer.Body.Length == 0 && (answer.Status is 400 || route.Method is "HEAD")), $"{route} with {sent}: {answer.Status} {answer.Body}");
        }
    }

    private async Task<Answer> RefusedAsync(int status, params (string Name, string Value)[] headers)
    {
        var school = house.School;
        var (ivan, path) = (await house.AsAsync(school.Ivan), $"/api/chat/forum/{school.AnnasPhysics}/send_message/");
        switch (status)
        {
            case 400:
                return await ivan.SendTextAsync(HttpMethod.Post, path, "{", headers: headers);
            case 401:
                return await house.Nobody.GetAsync("/api/chat/forum/", headers);
            case 403:
                return await (await house.AsAsync(school.Elena)).PostAsync(path, new { content = "x" }, headers);
            case 404:
                return await ivan.GetAsync($"/api/chat/forum/{school.Maths}/messages/", headers);
            case 405:
                return await ivan.SendAsync(HttpMethod.Put, path, content: null, headers);
            case 409:
                var id = Guid.NewGuid();
                (await school.Messages.SendAsync(school.Ivan, school.AnnasPhysics, new Draft("One", id), Stop)).Granted();
                return await ivan.PostAsync(path, new { content = "Another", client_message_id = id }, headers);
            case 413:
                return await ivan.SendTextAsync(HttpMethod.Post, path, new string(' ', ApiRoutes.MaxBodyBytes + 1), headers: headers);
            default:
                return await ivan.SendTextAsync(HttpMethod.Post, path, "{}", "text/plain", headers);
        }
    }
}
