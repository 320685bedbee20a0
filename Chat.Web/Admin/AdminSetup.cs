namespace Chat.Web.Admin;

public static class AdminSetup
{
    public static void AddAdmin(this WebApplicationBuilder builder) => builder.Services.AddSingleton<DashboardService>();
}
