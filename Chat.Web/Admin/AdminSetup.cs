namespace Chat.Web.Admin;

public static class AdminSetup
{
    public static void AddAdmin(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DashboardService>();
        builder.Services.AddSingleton<OversightService>();
        builder.Services.AddSingleton<AuditTargets>();
        builder.Services.AddSingleton<AuditService>();
        builder.Services.AddSingleton<AuditWords>();
    }

    public static void MapAdmin(this WebApplication app)
    {
        app.MapOversight();
        app.MapAudit();
    }
}
