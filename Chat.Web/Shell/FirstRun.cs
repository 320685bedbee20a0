using Chat.Web.Accounts;
using Chat.Web.Live;
using Chat.Web.Outcomes;

namespace Chat.Web.Shell;

/// <summary>While nobody has an account, every page leads to the one that makes the first admin.</summary>
public static class FirstRun
{
    public const string Path = "/set-up";

    public static void UseFirstRun(this WebApplication app) => app.Use(async (context, next) =>
    {
        var registration = context.RequestServices.GetRequiredService<RegistrationService>();
        if (IsPage(context) && await registration.NeedsSetUpAsync(context.RequestAborted))
        {
            context.Response.Redirect(Path);
            return;
        }

        await next(context);
    });

    private static bool IsPage(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && !context.Request.Path.Equals(Path, StringComparison.OrdinalIgnoreCase)
        && !context.Request.Path.Equals("/error", StringComparison.OrdinalIgnoreCase)
        && !System.IO.Path.HasExtension(context.Request.Path)
        && !context.IsForPrograms()
        && !LivePlaces.IsLine(context)
        && !context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase);
}
