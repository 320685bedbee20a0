namespace Chat.Web.Admin;

public static class AdminSetup
{
    public static void AddAdmin(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<MessageTally>();
        builder.Services.AddSingleton<DashboardService>();
        builder.Services.AddSingleton<PeopleService>();
        builder.Services.AddSingleton<JobService>();
        builder.Services.AddSingleton<BulkService>();
        builder.Services.AddSingleton<ImportWords>();
        builder.Services.AddSingleton<ImportService>();
        builder.Services.AddSingleton<OversightService>();
        builder.Services.AddSingleton<SchoolPreviewService>();
        builder.Services.AddSingleton<EdgeListService>();
        builder.Services.AddSingleton<YearEndService>();
        builder.Services.AddSingleton<WhyService>();
        builder.Services.AddSingleton<WhySentences>();
        builder.Services.AddSingleton<AuditTargets>();
        builder.Services.AddSingleton<AuditService>();
        builder.Services.AddSingleton<AuditWords>();
    }

    public static void MapAdmin(this WebApplication app)
    {
        app.MapPeople();
        app.MapOversight();
        app.MapAudit();
    }
}
