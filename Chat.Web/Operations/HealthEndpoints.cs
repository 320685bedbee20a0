using Chat.Web.Outcomes;

namespace Chat.Web.Operations;

/// <summary>Health, for people, monitors and load balancers, under each of the names they know it by.</summary>
public static class HealthEndpoints
{
    private static readonly string[] Names = ["/api/health/", "/healthz", "/api/admin/health/ping/"];

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        foreach (var name in Names)
        {
            app.MapGet(name, LookAsync).AllowAnonymous().WithTags("Operations")
                .Says<HealthReport>("How the house is").Produces<HealthReport>(StatusCodes.Status503ServiceUnavailable);
        }

        app.MapGet("/health/live", () => "live").AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/health/ready", (HealthService health) => health.IsReady ? Results.Text("ready") : Results.Text("closing", statusCode: StatusCodes.Status503ServiceUnavailable))
            .AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> LookAsync(HealthService health, CancellationToken cancellation)
    {
        var report = await health.LookAsync(cancellation);
        return Results.Json(report, statusCode: report.Status is Health.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
