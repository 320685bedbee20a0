using System.Globalization;
using Chat.Web.Access;
using Chat.Web.Limits;
using Microsoft.Extensions.Options;

namespace Chat.Web.Live;

/// <summary>How many live pages are open, and how many of them one person has.</summary>
public sealed class LivePlaces(IOptionsMonitor<LiveOptions> options) : PlacesByPerson
{
    /// <summary>Where the framework has the line of a live page.</summary>
    private const string Line = "/_blazor";

    private static readonly TimeSpan Later = TimeSpan.FromSeconds(10);

    protected override int Most => options.CurrentValue.PagesPerPerson;

    public static bool IsLine(HttpContext http) => http.Request.Path.StartsWithSegments(Line, StringComparison.OrdinalIgnoreCase);

    /// <summary>A line is one long request, by a socket, or one after the other where sockets are blocked; before it is a short one that asks for it.</summary>
    public async Task AdmitAsync(HttpContext http, RequestDelegate next)
    {
        if (Actor.From(http.User) is not { Id: var id })
        {
            await next(http);
        }
        else if (http.Request.Path.Equals($"{Line}/negotiate", StringComparison.OrdinalIgnoreCase))
        {
            await (HasRoom(id) ? next(http) : RefuseAsync(http));
        }
        else if (!http.Request.Path.Equals(Line, StringComparison.OrdinalIgnoreCase) || HttpMethods.IsPost(http.Request.Method) || HttpMethods.IsDelete(http.Request.Method))
        {
            await next(http);
        }
        else if (!TryEnter(id))
        {
            await RefuseAsync(http);
        }
        else
        {
            try
            {
                await next(http);
            }
            finally
            {
                Leave(id);
            }
        }
    }

    private static Task RefuseAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.Headers.RetryAfter = Later.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }
}
