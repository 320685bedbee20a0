using System.Globalization;
using System.Net.Mime;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Outcomes;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Chat.Web.Admin;

/// <summary>What comes in and goes out of the people's pages as files.</summary>
public static class PeopleEndpoints
{
    /// <summary>A file that is somewhat too large is received and refused in words; one far beyond that is not received.</summary>
    private const int MaxRequestBytes = 4 * ImportFile.MaxBytes;

    public static void MapPeople(this IEndpointRouteBuilder app)
    {
        var people = app.MapGroup("/admin/people").RequireAuthorization(Policies.KeepsTheSchool).ExcludeFromDescription();
        people.MapGet("/export", ExportAsync);
        people.MapGet("/import/template", Template);
        people.MapPost("/import/file", ReceiveAsync).WithMetadata(new RequestSizeLimitAttribute(MaxRequestBytes)).WithFormOptions(multipartBodyLengthLimit: MaxRequestBytes);
        people.MapGet("/jobs/{id:int}/report", Report);
        people.MapPost("/jobs/{id:int}/links", TakeLinks).WithMetadata(new RequireAntiforgeryTokenAttribute());
    }

    private static async Task<IResult> ExportAsync(
        [AsParameters] Asked asked, Actor actor, PeopleService people, IStringLocalizer<PeopleTexts> texts, IStringLocalizer<AccountTexts> roles, HttpContext http, CancellationToken cancellation)
    {
        var zone = http.User.TimeZone();
        var found = await people.ExportAsync(actor, PeopleFilter.Read(asked.Q, asked.Role, asked.Status, asked.Capability), cancellation);
        if (found.Value is not { } rows)
        {
            return Refused(found.Refusal!);
        }

        string[] head = [texts["Name"], texts["Email"], texts["Role"], texts["Language"], texts["Status"], texts["Capabilities"], texts["Created"], texts["Seen"]];
        return File(http, "chat-people.csv", asked.Separator, head, rows.Select(row => Cells(row, texts, roles, zone)), cancellation);
    }

    private static IReadOnlyList<string?> Cells(PersonRow row, IStringLocalizer<PeopleTexts> texts, IStringLocalizer<AccountTexts> roles, TimeZoneInfo zone) =>
    [
        row.FullName, row.Email, roles[$"Role_{row.Role}"], row.Language, texts[$"Status_{row.Status}"],
        string.Join(", ", Enum.GetValues<Capabilities>().Where(c => (row.Capabilities & c) != Capabilities.None).Select(c => texts[$"Capability_{c}"].Value)),
        Moment(row.CreatedAt, zone), row.LastSeenAt is { } seen ? Moment(seen, zone) : "",
    ];

    private static string Moment(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static IResult Template(HttpContext http, ImportWords words, string? separator, CancellationToken cancellation) =>
        File(http, "chat-import.csv", separator, Enum.GetValues<ImportColumn>().Select(words.NameOf), AsyncEnumerable.Empty<IReadOnlyList<string?>>(), cancellation);

    private static async Task<IResult> ReceiveAsync([FromForm(Name = "file")] IFormFile? file, Actor actor, ImportService imports, CancellationToken cancellation)
    {
        await using var sent = file?.OpenReadStream();
        var planned = await imports.PlanAsync(actor, file?.FileName ?? "", sent, cancellation);
        return planned.Refusal is { } refusal ? Refused(refusal) : Results.LocalRedirect("/admin/people/import");
    }

    private static IResult Report(
        int id, string? separator, Actor actor, JobService jobs, IStringLocalizer<PeopleTexts> texts, IStringLocalizer<RefusalTexts> refusals, HttpContext http, CancellationToken cancellation)
    {
        var failed = jobs.Failures(actor, id);
        if (failed.Value is not { } rows)
        {
            return Refused(failed.Refusal!);
        }

        string[] head = [texts["Line"], texts["Name"], texts["Email"], texts["Why"]];
        return File(http, "chat-report.csv", separator, head, rows.Select(IReadOnlyList<string?> (row) =>
            [row.Line?.ToString(CultureInfo.InvariantCulture), row.Person.FullName, row.Person.Email, refusals.Of(row.Refusal!)]).ToAsyncEnumerable(), cancellation);
    }

    private static IResult TakeLinks(
        int id, [FromQuery] string? separator, Actor actor, JobService jobs, IStringLocalizer<PeopleTexts> texts, IStringLocalizer<AccountTexts> roles, HttpContext http, CancellationToken cancellation)
    {
        var taken = jobs.TakeLinks(actor, id);
        if (taken.Value is not { } links)
        {
            return Refused(taken.Refusal!);
        }

        string[] head = [texts["Name"], texts["Email"], texts["Role"], texts["PasswordLink"]];
        return File(http, "chat-links.csv", separator, head, links.Select(IReadOnlyList<string?> (link) =>
            [link.FullName, link.Email, roles[$"Role_{link.Role}"], $"{http.Request.Scheme}://{http.Request.Host}/set-password?code={link.Code}"]).ToAsyncEnumerable(), cancellation);
    }

    private static IResult File(HttpContext http, string name, string? separator, IEnumerable<string> head, IAsyncEnumerable<IReadOnlyList<string?>> rows, CancellationToken cancellation)
    {
        http.Response.Headers.ContentDisposition = new ContentDisposition { FileName = name, DispositionType = DispositionTypeNames.Attachment }.ToString();
        return Results.Stream(stream => Csv.WriteAsync(stream, Csv.SeparatorOf(separator), head, rows, cancellation), Csv.ContentType);
    }

    private static IResult Refused(Refusal refusal) => Results.StatusCode(refusal.Kind switch
    {
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Busy => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status403Forbidden,
    });

    private sealed record Asked(string? Q, string? Role, string? Status, string? Capability, string? Separator);
}
