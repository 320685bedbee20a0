using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace Chat.Web.Outcomes;

/// <summary>The one shape in which the API says no. <paramref name="Code"/> is for programs and the same in every language; the sentence is for people.</summary>
/// <param name="Errors">The sentence again, under the name of each field it is about.</param>
public sealed record ApiError(string Code, string Detail, IReadOnlyDictionary<string, string[]> Errors)
{
    public bool Success => false;

    /// <summary>The same sentence, where older clients look for it.</summary>
    public string Error => Detail;
}

/// <summary>The same facts in the words of RFC 9457, for clients that ask for <c>application/problem+json</c>.</summary>
public sealed record ApiProblem(int Status, string Title, string Detail, string Code, IReadOnlyDictionary<string, string[]> Errors)
{
    public string Type => "about:blank";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ApiError))]
[JsonSerializable(typeof(ApiProblem))]
internal sealed partial class ApiErrorJson : JsonSerializerContext;

internal static class ApiErrors
{
    private const string ProblemType = "application/problem+json";

    public static async Task WriteErrorAsync(this HttpContext http, int status, Refusal refusal, params IReadOnlyList<string> fields)
    {
        // What went wrong may have gone wrong outside the reach of the request's language.
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture =
            http.Features.Get<IRequestCultureFeature>()?.RequestCulture.UICulture
            ?? http.RequestServices.GetRequiredService<IOptions<RequestLocalizationOptions>>().Value.DefaultRequestCulture.UICulture;
        var sentence = http.RequestServices.GetRequiredService<IStringLocalizer<RefusalTexts>>().Of(refusal);
        var errors = fields.ToDictionary(field => field, _ => new[] { sentence }, StringComparer.Ordinal);
        http.Response.StatusCode = status;
        await (http.Request.Headers.Accept.ToString().Contains(ProblemType, StringComparison.OrdinalIgnoreCase)
            ? http.Response.WriteAsJsonAsync(new ApiProblem(status, refusal.Code, sentence, refusal.Code, errors), Json.ApiProblem, ProblemType, http.RequestAborted)
            : http.Response.WriteAsJsonAsync(new ApiError(refusal.Code, sentence, errors), Json.ApiError, contentType: null, http.RequestAborted));
    }

    private static readonly ApiErrorJson Json = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    });
}
