using System.Text.Json;
using System.Text.RegularExpressions;
using Chat.Web.Tests.TestSupport;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Hosting;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Api;

/// <summary>How the house is, for those who look after it, and what it shows of itself to those who do not.</summary>
public class HealthTests
{
    private static readonly string[] Names = ["/api/health/", "/api/health", "/healthz", "/api/admin/health/ping/"];

    [Fact]
    public async Task A_healthy_house_says_so_under_each_of_its_names_and_gives_nothing_away()
    {
        await using var school = await new SchoolHouse { Settings = new Dictionary<string, string> { ["Health:LeastFreeBytes"] = "0" } }.OpenAsync();
        foreach (var name in Names)
        {
            var report = (await school.CallAs().GetAsync(name)).Is(200);
            Assert.Equal(["checks", "status", "uptime_seconds", "version"], report.Json.EnumerateObject().Select(p => p.Name).Order());
            Assert.Equal(["bus", "database", "disk", "migrations", "storage"], report["checks"].EnumerateObject().Select(p => p.Name).Order());
            Assert.All(report["checks"].EnumerateObject(), c => Assert.Equal("healthy", c.Value.GetString()));
            Assert.Equal("healthy", report["status"].GetString());
            Assert.DoesNotContain("/", report.Body, StringComparison.Ordinal);
        }

        (await school.CallAs().GetAsync("/health/live")).Is(200);
        (await school.CallAs().GetAsync("/health/ready")).Is(200);
    }

    [Fact]
    public async Task A_house_that_cannot_write_or_has_no_room_says_which_and_503()
    {
        await using var school = await new SchoolHouse
        {
            RunsErrands = false,
            Settings = new Dictionary<string, string> { ["Health:MostPatience"] = "00:00:00.05", ["Health:LeastFreeBytes"] = $"{long.MaxValue / 8}" },
        }.OpenAsync();
        using var gate = new SemaphoreSlim(0);
        await school.Lane.StandStillAsync(gate);

        var report = (await school.CallAs().GetAsync("/api/health/")).Is(503);

        gate.Release();
        Assert.Equal("unhealthy", report["status"].GetString());
        Assert.Equal(("unhealthy", "unhealthy", "healthy"), (Check("storage"), Check("disk"), Check("database")));

        string? Check(string name) => report["checks"].GetProperty(name).GetString();
    }

    [Fact]
    public async Task A_house_that_is_closing_is_not_ready_and_still_alive()
    {
        await using var school = await new SchoolHouse().OpenAsync();
        var lifetime = school.The<IHostApplicationLifetime>();
        var (closing, asked) = (new TaskCompletionSource(), new ManualResetEventSlim());
        lifetime.ApplicationStopping.Register(() =>
        {
            closing.SetResult();
            asked.Wait(Stop);
        });
        (await school.CallAs().GetAsync("/health/ready")).Is(200);

        var stopped = Task.Run(lifetime.StopApplication, Stop);
        await closing.Task.WaitAsync(Stop);
        var (ready, live) = (await school.CallAs().GetAsync("/health/ready"), await school.CallAs().GetAsync("/health/live"));
        asked.Set();
        await stopped;

        Assert.Equal((503, "closing"), (ready.Status, ready.Body));
        live.Is(200);
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("true", 200)]
    public async Task Production_shows_its_schema_only_if_it_is_told_to_and_its_health_without_a_path(string? isOpen, int status)
    {
        await using var school = await new SchoolHouse
        {
            Environment = "Production",
            IsPeopled = false,
            Settings = new Dictionary<string, string> { ["Health:LeastFreeBytes"] = "0", ["Schema:IsOpen"] = isOpen ?? "" },
        }.OpenAsync();

        foreach (var path in new[] { "/api/schema/", "/api/schema", "/api/schema/swagger/", "/api/docs/", "/api/docs/index.html" })
        {
            var answer = await school.CallAs().GetAsync(path);
            Assert.True(answer.Status == status || (status == 200 && answer.Status is 301 or 302 or 307), $"{path}: {answer.Status} {answer.Body}");
        }

        var report = (await school.CallAs().GetAsync("/api/health/")).Is(200);
        Assert.DoesNotContain("/", report.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(report.Headers, h => h.Key is "Server" or "X-Powered-By");
        Assert.NotEqual(200, (await school.CallAs().GetAsync("/chat.db")).Status);
        Assert.NotEqual(200, (await school.CallAs().GetAsync("/appsettings.json")).Status);
    }

    [Fact]
    public async Task Each_route_of_the_API_stands_in_the_schema_with_what_it_does_and_how_it_refuses()
    {
        await using var school = await new SchoolHouse().OpenAsync();
        var schema = (await school.CallAs().GetAsync("/api/schema/")).Is(200);
        Assert.StartsWith("3.1", schema["openapi"].GetString(), StringComparison.Ordinal);
        var described = schema["paths"].EnumerateObject().ToDictionary(p => p.Name.Trim('/'), p => p.Value);

        foreach (var route in Route.Of(school).Where(r => r.IsApi && !r.Pattern.StartsWith("/api/schema", StringComparison.Ordinal) && !r.Pattern.StartsWith("/api/docs", StringComparison.Ordinal)))
        {
            var path = Regex.Replace(route.Pattern.Trim('/'), @":\w+\}", "}");
            Assert.True(described.TryGetValue(path, out var operations) && operations.TryGetProperty(route.Method.ToLowerInvariant(), out _), $"{route} is not in the schema");
            var operation = operations.GetProperty(route.Method.ToLowerInvariant());
            Assert.False(string.IsNullOrWhiteSpace(operation.GetProperty("summary").GetString()), $"{route} does not say what it does");
            if (!route.Pattern.Contains("health", StringComparison.Ordinal))
            {
                Assert.True(Refuses(operation, "401"), $"{route} does not say how it refuses");
            }

            Assert.Equal(route.Metadata.GetMetadata<IAllowAnonymous>() is null, operation.TryGetProperty("security", out _));
        }

        static bool Refuses(JsonElement operation, string status) =>
            operation.GetProperty("responses").TryGetProperty(status, out var response)
            && response.GetProperty("content").GetProperty("application/json").GetProperty("schema").GetRawText().Contains("ApiError", StringComparison.Ordinal);
    }
}
