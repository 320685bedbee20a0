using Chat.Web.Outcomes;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;

namespace Chat.Web.Shell;

/// <summary>Whatever is refused or breaks before a page could say so itself is answered with a page that does; where a program asks, in the shape it reads.</summary>
public static class RefusalPages
{
    public static void UseRefusalPages(this WebApplication app)
    {
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        // Inside of both: what a program is told has a body already when it comes by them.
        app.UseWhen(http => http.IsApi(), api => api.UseApiErrors());

        // Such a page is read, also where a form was sent: else that form would be judged once more.
        app.Use((context, next) =>
        {
            if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null)
            {
                context.Request.Method = HttpMethods.Get;
                context.Features.Set<IAntiforgeryValidationFeature>(null);
            }

            return next(context);
        });
    }

    /// <summary>A form whose token does not fit ends here, for every kind of endpoint alike; some would answer with an exception, others in bare English.</summary>
    public static void UseFormCheck(this WebApplication app)
    {
        app.UseAntiforgery();
        app.Use((context, next) =>
        {
            if (context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false })
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return Task.CompletedTask;
            }

            return next(context);
        });
    }
}
