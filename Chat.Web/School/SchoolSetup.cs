namespace Chat.Web.School;

public static class SchoolSetup
{
    public static void AddSchool(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SchoolService>();
        builder.Services.AddHostedService<SchoolCalendar>();
    }
}
