using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Chat.Web.Admin;

/// <summary>Says an entry's codes in the reader's language. A code it has no words for is shown as it stands.</summary>
public sealed class AuditWords(IStringLocalizer<AuditTexts> texts)
{
    public string Action(string code) => Text($"Action_{code}", code);

    /// <summary>What kind of thing it was done to.</summary>
    public string Kind(string target) => Text($"Target_{target[(target.LastIndexOf('/') + 1)..].Split(':')[0]}", target);

    public string? Value(string? stored, TimeZoneInfo zone) => stored switch
    {
        null => null,
        _ when stored.Split('/') is [var from, var to] && Moment(from, zone) is { } begins => to is ".." ? texts["From", begins] : texts["FromTo", begins, Moment(to, zone) ?? to],
        _ => string.Join(", ", stored.Split(", ").Select(word => Word(word, zone))),
    };

    /// <summary>A code, or one with what it amounts to behind it.</summary>
    private string Word(string word, TimeZoneInfo zone) =>
        word.Split('=') is [var name, var amount] && texts[$"Value_{name}"] is { ResourceNotFound: false } known ? $"{known}: {Moment(amount, zone) ?? amount}" : Text($"Value_{word}", word);

    private static string? Moment(string text, TimeZoneInfo zone) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? TimeZoneInfo.ConvertTime(at, zone).ToString("g", CultureInfo.CurrentCulture)
            : null;

    private string Text(string key, string otherwise) => texts[key] is { ResourceNotFound: false } found ? found : otherwise;
}
