using System.Text.Json;

namespace Chat.Load.Fuzzing;

/// <summary>A route as the program's own schema describes it: whatever is added there is asked too.</summary>
/// <param name="Query">The names its query knows.</param>
/// <param name="Fields">What its body knows.</param>
internal sealed record ApiRoute(string Method, string Path, IReadOnlyList<string> Query, IReadOnlyList<Field> Fields)
{
    public string Name => $"{Method} {Path}";

    /// <summary>Asked with its own token, this would end the session the others need.</summary>
    public bool EndsSessions => Path.Contains("/logout", StringComparison.Ordinal);

    /// <summary>Once this is granted, there is less left for the others to be granted.</summary>
    public bool TakesAway => Method is "DELETE" || Path.Contains("/lock", StringComparison.Ordinal);

    public static async Task<List<ApiRoute>> ReadAsync(HttpClient http)
    {
        using var schema = JsonDocument.Parse(await http.GetStringAsync("/api/schema/"));
        var root = schema.RootElement;
        var routes =
            from path in root.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            where operation.Value.ValueKind is JsonValueKind.Object
            select new ApiRoute(operation.Name.ToUpperInvariant(), path.Name, [.. QueryOf(operation.Value)], [.. FieldsOf(root, operation.Value)]);
        return [.. routes.OrderBy(r => r.TakesAway)];
    }

    private static IEnumerable<string> QueryOf(JsonElement operation) =>
        !operation.TryGetProperty("parameters", out var parameters) ? []
        : parameters.EnumerateArray().Where(p => p.GetProperty("in").ValueEquals("query")).Select(p => p.GetProperty("name").GetString()!);

    private static IEnumerable<Field> FieldsOf(JsonElement root, JsonElement operation)
    {
        if (!operation.TryGetProperty("requestBody", out var body))
        {
            return [];
        }

        var schema = Named(root, body.GetProperty("content").EnumerateObject().First().Value.GetProperty("schema"));
        return schema.TryGetProperty("properties", out var properties)
            ? [.. properties.EnumerateObject().Select(p => new Field(p.Name, p.Value.TryGetProperty("type", out var type) ? type.GetRawText() : ""))]
            : [];
    }

    /// <summary>The schema itself; where it only names one, that one, whether or not nothing may stand in its place.</summary>
    private static JsonElement Named(JsonElement root, JsonElement schema)
    {
        foreach (var choices in new[] { "oneOf", "anyOf" })
        {
            if (schema.TryGetProperty(choices, out var several))
            {
                schema = several.EnumerateArray().FirstOrDefault(s => s.TryGetProperty("$ref", out _), schema);
            }
        }

        return schema.TryGetProperty("$ref", out var named) ? root.GetProperty("components").GetProperty("schemas").GetProperty(named.GetString()!.Split('/')[^1]) : schema;
    }
}

/// <param name="Type">The kinds of value it takes, as the schema writes them.</param>
internal sealed record Field(string Name, string Type);
