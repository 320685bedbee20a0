using System.Globalization;

namespace Chat.Web.Outcomes;

/// <summary>An outcome as an HTTP answer: a door asks a service and passes on what it said.</summary>
public static class ApiAnswers
{
    /// <param name="done">What to answer when it was done.</param>
    /// <param name="field">The field of the request that an invalid input would be about, as the client calls it.</param>
    public static IResult ToHttp<T>(this Outcome<T> outcome, Func<T, IResult> done, string? field = null) =>
        outcome.Refusal is { } refusal ? refusal.ToHttp(field) : done(outcome.Value!);

    public static IResult ToHttp(this Refusal refusal, string? field = null) => new RefusedAnswer(refusal, refusal.Kind is RefusalKind.Invalid or RefusalKind.TooLarge or RefusalKind.WrongType ? field : null);

    /// <summary>The answer to a request in which these fields are not filled in; none if none is named.</summary>
    public static IResult? Missing(params IEnumerable<string?> fields) => fields.OfType<string>().ToList() is { Count: > 0 } missing ? new MissingAnswer(missing) : null;

    public static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.Stranger => StatusCodes.Status401Unauthorized,
        RefusalKind.Locked => StatusCodes.Status423Locked,
        RefusalKind.TooOften => StatusCodes.Status429TooManyRequests,
        RefusalKind.Busy => StatusCodes.Status503ServiceUnavailable,
        RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalKind.WrongType => StatusCodes.Status415UnsupportedMediaType,
        RefusalKind.NoRoom => StatusCodes.Status507InsufficientStorage,
        _ => StatusCodes.Status400BadRequest,
    };

    private sealed class RefusedAnswer(Refusal refusal, string? field) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => StatusOf(refusal.Kind);

        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (refusal.Kind is RefusalKind.Stranger)
            {
                httpContext.Response.Headers.WWWAuthenticate = ApiPipeline.Challenge;
            }

            if ((refusal.RetryAfter ?? (refusal.MayPass ? TimeSpan.FromSeconds(1) : null)) is { } wait)
            {
                httpContext.Response.Headers.RetryAfter = Math.Ceiling(Math.Max(1, wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            }

            return httpContext.WriteErrorAsync(StatusCode!.Value, refusal, field is null ? [] : [field]);
        }
    }

    private sealed class MissingAnswer(IReadOnlyList<string> fields) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => StatusCodes.Status400BadRequest;

        public Task ExecuteAsync(HttpContext httpContext) => httpContext.WriteErrorAsync(StatusCode!.Value, ApiRefusals.FieldMissing, fields);
    }
}
