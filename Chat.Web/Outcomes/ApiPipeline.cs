using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Chat.Web.Outcomes;

/// <summary>What goes wrong before an endpoint could say so itself, under <c>/api</c>: it is answered in the one shape of errors, and never with a page.</summary>
public static partial class ApiPipeline
{
    public const string Root = "/api";

    /// <summary>Where programs keep a line open.</summary>
    public const string SocketRoot = "/ws";

    /// <summary>Both schemes of the documents; a browser that sees these shows no sign-in window.</summary>
    public static readonly StringValues Challenge = new(["Token", "Bearer"]);

    /// <summary>How JSON is read and written, for every route alike.</summary>
    public static void AddApiJson(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
            json.SerializerOptions.MaxDepth = 16;
            json.SerializerOptions.AllowDuplicateProperties = false;
            // Russian stays readable, and short; what could become markup is still escaped.
            json.SerializerOptions.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        });
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
    }

    public static bool IsApi(this HttpContext http) => http.Request.Path.StartsWithSegments(Root, StringComparison.OrdinalIgnoreCase);

    public static bool IsSocket(this HttpContext http) => http.Request.Path.StartsWithSegments(SocketRoot, StringComparison.OrdinalIgnoreCase);

    /// <summary>Programs carry keys, and pages a cookie: neither is looked at where the other belongs.</summary>
    public static bool IsForPrograms(this HttpContext http) => http.IsApi() || http.IsSocket();

    /// <summary>Whether it asks for a file that a page of ours shows: a picture, a sound or a link in it carries the page's cookie and no token.</summary>
    public static bool ShowsFile(this HttpContext http) =>
        (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) && http.Request.Path.StartsWithSegments($"{Root}/attachments", StringComparison.OrdinalIgnoreCase);

    public static void UseApiErrors(this IApplicationBuilder api) => api.Use(async (http, next) =>
    {
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException bad) when (!http.Response.HasStarted)
        {
            await http.WriteErrorAsync(bad.StatusCode, ApiRefusals.For(bad.StatusCode), FieldIn(bad) is { } field ? [field] : []);
            return;
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
            return;
        }
#pragma warning disable CA1031 // The last one to see it: it is written down under a number, and the caller is told that number and nothing else.
        catch (Exception fault) when (!http.Response.HasStarted)
#pragma warning restore CA1031
        {
            Log.Faulted(http.RequestServices.GetRequiredService<ILogger<ApiError>>(), http.TraceIdentifier, fault);
            http.Response.Clear();
            await http.WriteErrorAsync(StatusCodes.Status500InternalServerError, ApiRefusals.Fault.With(http.TraceIdentifier));
            return;
        }

        if (!http.Response.HasStarted && http.Response.StatusCode >= 400 && http.Response.ContentLength is null or 0 && http.Response.ContentType is null)
        {
            if (http.Response.StatusCode == StatusCodes.Status401Unauthorized)
            {
                http.Response.Headers.WWWAuthenticate = Challenge;
            }

            await http.WriteErrorAsync(http.Response.StatusCode, ApiRefusals.For(http.Response.StatusCode));
        }
    });

    /// <summary>
    /// A wrong method and a kind of content that is not read are known before anybody has to say who they are: the
    /// framework has endpoints of its own for both, which say nothing of who may. JSON is written in UTF-8, and nothing else
    /// is read: the framework would take another alphabet, and break at one it has never heard of.
    /// </summary>
    public static void UseWrongCalls(this IApplicationBuilder api) => api.Use((http, next) =>
        !http.IsApi() ? next(http)
        : http.GetEndpoint() is { RequestDelegate: { } answer } and not RouteEndpoint ? answer(http)
        : IsInAnotherAlphabet(http.Request) ? throw new BadHttpRequestException("Only UTF-8 is read here.", StatusCodes.Status415UnsupportedMediaType)
        : next(http));

    private static bool IsInAnotherAlphabet(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Charset is { HasValue: true } charset
        && !HeaderUtilities.RemoveQuotes(charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    /// <summary>The field a body could not be read at, if it got that far.</summary>
    private static string? FieldIn(BadHttpRequestException bad) =>
        bad.InnerException is JsonException { Path: ['$', '.', .. var field] } && field.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '[' or ']') ? field : null;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Request {Reference} failed")]
        public static partial void Faulted(ILogger logger, string reference, Exception fault);
    }
}
