using Chat.Web.Access;
using Chat.Web.Conversations;

namespace Chat.Web.Bot;

/// <summary>What the bot is asked, by whom, and after what.</summary>
/// <param name="Language">Of the account: where the question does not tell its own.</param>
/// <param name="Before">What was said before it in the same conversation, oldest first.</param>
public sealed record Question(Actor Asker, string Language, string Text, IReadOnlyList<Turn> Before);

public sealed record WrittenAnswer(string Text, BotAnswer Grounds);

/// <summary>Finds out what to say to a question: an answer to small talk, what an article says, or that it does not know.</summary>
public sealed class AnswerWriter(KnowledgeBase knowledge, LanguageModel model, BotSpeech speech)
{
    private const int MostSources = 3;

    /// <summary>Of the best one's score, as much as another must have to be named beside it.</summary>
    private const double WorthNaming = 0.6;

    public string Greeting(string language) => speech.Say(language, "Greeting");

    public async Task<WrittenAnswer> WriteAsync(Question question, CancellationToken cancellation)
    {
        var language = BotSpeech.LanguageOf(question.Text, question.Language);
        if (SmallWords.AnswerTo(question.Text) is { } sentence)
        {
            return new WrittenAnswer(speech.Say(language, sentence, speech.Say(language, "CallPerson")), new BotAnswer(IsKnown: true, []));
        }

        var shelf = await knowledge.OpenAsync(cancellation);
        var hits = shelf.Find(question.Text, article => question.Asker.MayRead(article.Audience)).Where(h => h.Answers).Take(MostSources).ToList();
        if (hits.Count == 0)
        {
            return new WrittenAnswer(speech.Say(language, "DoNotKnow"), new BotAnswer(IsKnown: false, []));
        }

        var sources = hits.FindAll(h => h.Score >= WorthNaming * hits[0].Score).ConvertAll(h => (h.Article.Id, Text: h.Article.In(language)));
        var worded = await model.AnswerAsync(question.Asker, language, question.Text, sources.ConvertAll(s => s.Text), question.Before, cancellation);
        return new WrittenAnswer(worded ?? sources[0].Text.Body, new BotAnswer(IsKnown: true, sources.ConvertAll(s => new AnswerSource(s.Id, s.Text.Title))));
    }
}
