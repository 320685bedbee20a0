using System.Globalization;
using Chat.Web.Access;
using Chat.Web.School;
using Microsoft.Extensions.Localization;

namespace Chat.Web.Admin;

/// <summary>Tells rules, ties and edges in sentences, as somebody would who stands beside the two and is neither of them.</summary>
public sealed class WhySentences(IStringLocalizer<WhyTexts> texts, TimeProvider clock)
{
    public string Of(Verdict verdict, string who) => texts[$"Rule_{verdict.Rule}", who, "", verdict.Minutes];

    /// <param name="from">Who would write.</param>
    /// <param name="zone">Whose days are meant.</param>
    public string Of(Tie tie, string from, TimeZoneInfo zone)
    {
        var subject = tie.Subject?.Name;
        var reason = texts[$"Tie_{tie.Kind}", from, tie.Person.FullName, tie.Student?.FullName ?? "", subject ?? "", subject is null ? "" : $", {subject}"];
        return tie.Until is { } until ? $"{reason}, {texts["Until", Day(until, zone)]}" : reason;
    }

    public string Of(WhyEdge edge, TimeZoneInfo zone) => string.Join(", ", PartsOf(edge, zone));

    private IEnumerable<string> PartsOf(WhyEdge edge, TimeZoneInfo zone)
    {
        var now = clock.GetUtcNow();
        yield return texts[$"Edge_{edge.Kind}", edge.Student.FullName, edge.Other.FullName, edge.Subject is null ? "" : $", {edge.Subject.Name}"];
        yield return texts[edge.From > now ? "StartsOn" : "Since", Day(edge.From, zone)];
        yield return edge.To is not { } to ? texts["OpenEnd"] : texts[to <= now ? "EndedOn" : "Until", Day(to, zone)];
        if (edge.Kind is not EdgeKind.GuardianLink)
        {
            yield break;
        }

        yield return edge.VerifiedAt is { } verified ? texts["VerifiedOn", Day(verified, zone)] : texts["NotVerified"];
        if (edge.IsRestricted)
        {
            yield return texts["IsRestricted"];
        }
    }

    private static string Day(DateTimeOffset moment, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(moment, zone).ToString("d MMMM yyyy", CultureInfo.CurrentCulture);
}
