using System.Globalization;
using Chat.Web.Access;
using Microsoft.Extensions.Localization;

namespace Chat.Web.Conversations;

/// <summary>Why one may write to somebody, in a sentence a person can read.</summary>
public sealed class TieSentences(IStringLocalizer<ConversationTexts> texts)
{
    /// <param name="zone">Whose days are meant where a reason has an end.</param>
    public string Of(Contact contact, TimeZoneInfo zone) =>
        string.Join("; ", contact.Ties.Select(t => Of(t, zone)).Distinct(StringComparer.Ordinal));

    public string Of(Tie tie, TimeZoneInfo zone)
    {
        var subject = tie.Subject?.Name;
        var reason = texts[$"Tie_{tie.Kind}", tie.Student?.FullName ?? "", subject ?? "", subject is null ? "" : $", {subject}"];
        return tie.Until is { } until ? $"{reason}, {texts["Until", TimeZoneInfo.ConvertTime(until, zone).ToString("M", CultureInfo.CurrentCulture)]}" : reason;
    }
}
