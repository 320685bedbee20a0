using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Chat.Web.Tests.TestSupport;

namespace Chat.Web.Tests.Operations;

/// <summary>What is handed to people who write clients says what the routes are now. <c>CHAT_WRITE_DOCUMENTS=1</c> writes it anew.</summary>
public class ApiDocumentsTests(SchoolHouse school) : IClassFixture<SchoolHouse>
{
    [Fact]
    public async Task The_file_of_requests_is_what_the_schema_says() => Compare("chat.http", ApiDocuments.HttpFileOf(await RoutesAsync()));

    [Fact]
    public async Task The_collection_for_Postman_is_what_the_schema_says() => Compare("chat.postman_collection.json", ApiDocuments.PostmanCollectionOf(await RoutesAsync()));

    [Fact]
    public async Task The_guide_names_every_route()
    {
        var guide = await File.ReadAllTextAsync(PathOf("api.md"), Patience.Stop);

        Assert.All(await RoutesAsync(), route => Assert.Contains(route.Path, guide, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_route_says_what_it_does_how_it_refuses_and_shows_a_body_to_try()
    {
        var schema = await SchemaAsync();

        Assert.StartsWith("3.1", (string)schema["openapi"]!, StringComparison.Ordinal);
        Assert.All(schema["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(o => (Path: p.Key, Operation: o.Value!))), route =>
        {
            Assert.False(string.IsNullOrWhiteSpace((string?)route.Operation["summary"]), route.Path);
            Assert.True(route.Path.Contains("health", StringComparison.Ordinal) || route.Operation["responses"]!["401"]?["content"]?["application/json"]?["example"] is not null, route.Path);
            Assert.True(route.Operation["requestBody"] is null || route.Operation["requestBody"]!["content"]!["application/json"]!["example"] is not null, route.Path);
        });
    }

    private static void Compare(string name, string made)
    {
        if (Environment.GetEnvironmentVariable("CHAT_WRITE_DOCUMENTS") is "1")
        {
            File.WriteAllText(PathOf(name), made);
        }

        Assert.Equal(File.ReadAllText(PathOf(name)), made);
    }

    private async Task<IReadOnlyList<ApiDocuments.Route>> RoutesAsync()
    {
        var routes = ApiDocuments.RoutesIn(await SchemaAsync());
        Assert.True(routes.Count > 20, "The routes must be found for this to mean anything.");
        return routes;
    }

    private async Task<JsonNode> SchemaAsync()
    {
        using var client = school.CreateClient();
        return JsonNode.Parse(await client.GetStringAsync("/api/schema/", Patience.Stop))!;
    }

    private static string PathOf(string name, [CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../docs", name));
}
