using System.Globalization;
using System.Net.Mime;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Microsoft.Extensions.Localization;

namespace Chat.Web.Admin;

/// <summary>The audit log as a file.</summary>
public static class AuditEndpoints
{
    public const string Address = "/admin/audit/export";

    public static void MapAudit(this IEndpointRouteBuilder app) =>
        app.MapGet(Address, ExportAsync).RequireAuthorization(Policies.KeepsTheSchool).ExcludeFromDescription();

    private static async Task<IResult> ExportAsync(
        [AsParameters] Asked asked, Actor actor, AuditService audit, AuditWords words, IStringLocalizer<AuditTexts> texts, HttpContext http, CancellationToken cancellation)
    {
        var zone = http.User.TimeZone();
        var found = await audit.ExportAsync(actor, new AuditQuery(asked.Who, asked.Action, asked.Target, asked.From, asked.To) { TimeZone = zone }, cancellation);
        if (found.Value is not { } rows)
        {
            return Results.StatusCode(found.Refusal!.MayPass ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status403Forbidden);
        }

        http.Response.Headers.ContentDisposition = new ContentDisposition { FileName = "chat-audit.csv", DispositionType = DispositionTypeNames.Attachment }.ToString();
        string[] head = [texts["Number"], texts["When"], texts["Who"], texts["What"], texts["ToWhat"], texts["TargetCode"], texts["Before"], texts["After"], texts["Reason"], texts["Address"]];
        return Results.Stream(stream => Csv.WriteAsync(stream, Csv.SeparatorOf(asked.Separator), head, rows.Select(row => Cells(row, words, zone)), cancellation), Csv.ContentType);
    }

    private static IReadOnlyList<string?> Cells(AuditRow row, AuditWords words, TimeZoneInfo zone) =>
    [
        row.Id.ToString(CultureInfo.InvariantCulture), TimeZoneInfo.ConvertTime(row.At, zone).ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture), row.Actor?.FullName,
        words.Action(row.Action), row.TargetName ?? words.Kind(row.Target), row.Target, words.Value(row.Before, zone), words.Value(row.After, zone), row.Reason, row.Address,
    ];

    private sealed record Asked(string? Who, string? Action, string? Target, string? From, string? To, string? Separator);
}
