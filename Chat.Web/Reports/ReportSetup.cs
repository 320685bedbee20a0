namespace Chat.Web.Reports;

public static class ReportSetup
{
    public static void AddReports(this WebApplicationBuilder builder) => builder.Services.AddSingleton<ReportService>();
}
