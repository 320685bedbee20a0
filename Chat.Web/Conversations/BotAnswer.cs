using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chat.Web.Conversations;

/// <summary>What an answer of the bot rests on. It is part of the message: what was said was said on these grounds, whatever becomes of them.</summary>
/// <param name="IsKnown">False where it says that it does not know.</param>
/// <param name="Sources">The articles it was taken from, the best first.</param>
public sealed record BotAnswer(bool IsKnown, IReadOnlyList<AnswerSource> Sources)
{
    public const int MaxStoredLength = 2_000;

    /// <summary>Whoever asks a machine can always turn to a person.</summary>
    [JsonIgnore]
    public bool OffersPerson => true;

    internal static string Write(BotAnswer answer) => JsonSerializer.Serialize(answer, BotAnswerJson.Default.BotAnswer);

    internal static BotAnswer Read(string stored) => JsonSerializer.Deserialize(stored, BotAnswerJson.Default.BotAnswer)!;
}

/// <param name="Title">In the language of the answer.</param>
public sealed record AnswerSource(int ArticleId, string Title);

[JsonSerializable(typeof(BotAnswer))]
internal sealed partial class BotAnswerJson : JsonSerializerContext;
