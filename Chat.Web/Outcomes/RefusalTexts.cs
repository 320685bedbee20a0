using Microsoft.Extensions.Localization;

namespace Chat.Web.Outcomes;

/// <summary>The sentence a person reads for each refusal, under its code.</summary>
public sealed class RefusalTexts;

public static class RefusalSentences
{
    public static string Of(this IStringLocalizer<RefusalTexts> texts, Refusal refusal) => texts[refusal.Code, [.. refusal.Arguments]];
}
