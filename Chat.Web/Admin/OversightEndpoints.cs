using System.Globalization;
using System.Net.Mime;
using System.Text;
using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Outcomes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Chat.Web.Admin;

/// <summary>A conversation as a file one can read: plain text, so that nothing in it can run.</summary>
public static class OversightEndpoints
{
    public static void MapOversight(this IEndpointRouteBuilder app) =>
        app.MapPost("/admin/conversations/{id:int}/export", ExportAsync).RequireAuthorization(Policies.Oversees).ExcludeFromDescription();

    private static async Task<IResult> ExportAsync(
        Actor actor, int id, [FromForm] string? reason, OversightService oversight, IStringLocalizer<OversightTexts> texts, IStringLocalizer<RefusalTexts> refusals, TimeProvider clock, HttpContext http,
        CancellationToken cancellation)
    {
        var (found, exported) = (await oversight.FindAsync(actor, id, cancellation), await oversight.ExportAsync(actor, id, reason, cancellation));
        if ((found.Refusal ?? exported.Refusal) is { } refusal)
        {
            return refusal.Kind is RefusalKind.NotFound ? Results.NotFound() : Results.Text(refusals.Of(refusal), MediaTypeNames.Text.Plain, Encoding.UTF8, StatusCodes.Status400BadRequest);
        }

        var zone = http.User.TimeZone();
        string At(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, zone).ToString("f", CultureInfo.CurrentCulture);
        var head = texts["FileHead", id, At(clock.GetUtcNow()), http.User.FullName(), reason!.Trim()];
        return Results.Stream(
            file => WriteAsync(file, [found.Value!.Name, head], exported.Value!, texts, At),
            "text/plain; charset=utf-8",
            string.Create(CultureInfo.InvariantCulture, $"chat-{id}.txt"));
    }

    private static async Task WriteAsync(Stream file, IEnumerable<string> head, IAsyncEnumerable<TranscriptLine> lines, IStringLocalizer<OversightTexts> texts, Func<DateTimeOffset, string> at)
    {
        await using var writer = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        foreach (var line in head)
        {
            await writer.WriteLineAsync(line);
        }

        await foreach (var line in lines)
        {
            await writer.WriteLineAsync();
            await writer.WriteLineAsync($"{texts["NumberAt", line.Seq, at(line.SentAt)]} · {line.Sender.FullName}");
            await writer.WriteLineAsync(line.Text ?? $"[{(line.RemovalReason is null ? texts["Removed", at(line.RemovedAt!.Value)] : texts["RemovedWhy", at(line.RemovedAt!.Value), line.RemovalReason])}]");
            foreach (var attached in line.Files)
            {
                await writer.WriteLineAsync($"📎 {attached.FileName}");
            }

            foreach (var earlier in line.Earlier)
            {
                await writer.WriteLineAsync($"  {texts["Earlier", at(earlier.Until), earlier.ReplacedBy]}:");
                await writer.WriteLineAsync("  " + earlier.Text.ReplaceLineEndings("\n  "));
            }
        }
    }
}
