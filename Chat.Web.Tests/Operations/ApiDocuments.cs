using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chat.Web.Tests.Operations;

/// <summary>What clients are tried with, made from the schema: a file of requests for editors, and a collection for Postman.</summary>
internal static class ApiDocuments
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public sealed record Route(string Method, string Path, string Tag, string Summary, bool IsForAnyone, string? Body);

    public static IReadOnlyList<Route> RoutesIn(JsonNode schema) =>
    [
        .. from path in schema["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           // Whoever sends them all, one after the other, signs out last.
           orderby path.Key.Contains("logout", StringComparison.Ordinal)
           select new Route(
               operation.Key.ToUpperInvariant(),
               path.Key.TrimEnd('/') + '/',
               (string)operation.Value!["tags"]![0]!,
               (string)operation.Value["summary"]!,
               operation.Value["security"] is null,
               operation.Value["requestBody"]?["content"]?["application/json"]?["example"]?.ToJsonString(Readable)),
    ];

    /// <summary>For the HTTP clients of editors: sign in first, the other requests carry what that answered.</summary>
    public static string HttpFileOf(IReadOnlyList<Route> routes)
    {
        var file = new StringBuilder("""
            # Made from the schema. Start Chat, send "login" first; the rest carries its token.
            @base = http://localhost:5000
            @id = 1
            @messageId = 1
            @userId = 1
            @uuid = 00000000-0000-0000-0000-000000000000

            """);
        foreach (var route in routes)
        {
            file.Append("\n### ").AppendLine(route.Summary);
            file.AppendLine(route.Path is "/api/auth/login/" ? "# @name login" : "");
            file.Append(route.Method).Append(" {{base}}").AppendLine(route.Path.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
            file.Append(route.IsForAnyone ? "" : "Authorization: Token {{login.response.body.$.token}}\n");
            file.Append(route.Body is null ? "" : $"Content-Type: application/json\n\n{route.Body}\n");
        }

        return file.Replace("\n\nGET", "\nGET").Replace("\n\nPOST", "\nPOST").Replace("\n\nPATCH", "\nPATCH").Replace("\n\nDELETE", "\nDELETE").ToString();
    }

    /// <summary>For Postman: a folder for each heading. Signing in keeps the token and, under the name older collections use, the JWT.</summary>
    public static string PostmanCollectionOf(IReadOnlyList<Route> routes) => new JsonObject
    {
        ["info"] = new JsonObject { ["name"] = "Chat", ["schema"] = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
        ["variable"] = new JsonArray(
            Variable("base", "http://localhost:5000"), Variable("token", ""), Variable("jwt_token", ""), Variable("id", "1"), Variable("messageId", "1"), Variable("userId", "1"), Variable("uuid", "")),
        ["item"] = new JsonArray([.. routes.GroupBy(r => r.Tag).Select(folder => new JsonObject
        {
            ["name"] = folder.Key,
            ["item"] = new JsonArray([.. folder.Select(ItemOf)]),
        })]),
    }.ToJsonString(Readable) + "\n";

    private static JsonObject Variable(string name, string value) => new() { ["key"] = name, ["value"] = value };

    private static JsonObject ItemOf(Route route)
    {
        var request = new JsonObject
        {
            ["method"] = route.Method,
            ["url"] = "{{base}}" + route.Path.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal),
            ["header"] = new JsonArray(
            [
                .. route.IsForAnyone ? Array.Empty<JsonNode>() : [Variable("Authorization", "Token {{token}}")],
                .. route.Body is null ? Array.Empty<JsonNode>() : [Variable("Content-Type", "application/json")],
            ]),
        };
        if (route.Body is not null)
        {
            request["body"] = new JsonObject { ["mode"] = "raw", ["raw"] = route.Body };
        }

        var item = new JsonObject { ["name"] = route.Summary, ["request"] = request };
        if (route.Path is "/api/auth/login/")
        {
            item["event"] = new JsonArray(new JsonObject
            {
                ["listen"] = "test",
                ["script"] = new JsonObject
                {
                    ["type"] = "text/javascript",
                    ["exec"] = new JsonArray("const said = pm.response.json();", "pm.collectionVariables.set('token', said.token);", "pm.collectionVariables.set('jwt_token', said.access);"),
                },
            });
        }

        return item;
    }
}
