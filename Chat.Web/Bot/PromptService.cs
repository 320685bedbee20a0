using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Conversations;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Bot;

/// <summary>The questions that are offered to whoever begins, for each language by itself.</summary>
public sealed class PromptService(IDbContextFactory<ChatDbContext> database, WriteLane lane, AuditLog audit, Denials denials)
{
    public const int Most = 12;

    public async Task<IReadOnlyList<PromptView>> ListAsync(string language, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        return await db.QuickPrompts.Where(p => p.Language == language).OrderBy(p => p.Order).ThenBy(p => p.Id).Select(p => new PromptView(p.Id, p.Title, p.Text, p.Order)).ToListAsync(cancellation);
    }

    /// <summary>Adds one at the end, or says another one otherwise.</summary>
    public Task<Outcome<Done>> WriteAsync(Actor actor, string language, int? id, string? title, string? text, CancellationToken cancellation = default) =>
        PutAsync(actor, language, id, title, text, place: Most, cancellation);

    /// <summary>Puts one that was removed where it stood.</summary>
    public Task<Outcome<Done>> PutBackAsync(Actor actor, string language, PromptView removed, CancellationToken cancellation = default) =>
        PutAsync(actor, language, id: null, removed.Title, removed.Text, removed.Order - 1, cancellation);

    /// <param name="isUp">One place towards the beginning, or towards the end.</param>
    public Task<Outcome<Done>> MoveAsync(Actor actor, string language, int id, bool isUp, CancellationToken cancellation = default) =>
        ChangeAsync(actor, language, prompts =>
        {
            var at = prompts.FindIndex(p => p.Id == id);
            var to = at + (isUp ? -1 : 1);
            if (at < 0)
            {
                return Refusal.NotFound;
            }

            if (to >= 0 && to < prompts.Count)
            {
                (prompts[at], prompts[to]) = (prompts[to], prompts[at]);
            }

            return null;
        }, cancellation);

    public Task<Outcome<Done>> RemoveAsync(Actor actor, string language, int id, CancellationToken cancellation = default) =>
        ChangeAsync(actor, language, prompts => prompts.RemoveAll(p => p.Id == id) == 0 ? Refusal.NotFound : null, cancellation);

    /// <param name="place">Where a new one goes: the first is 0.</param>
    private Task<Outcome<Done>> PutAsync(Actor actor, string language, int? id, string? title, string? text, int place, CancellationToken cancellation)
    {
        var (short_, whole) = (MessageText.Check(title), MessageText.Check(text));
        return short_.Value is not { Length: <= QuickPrompt.MaxTitleLength } name || name.Contains('\n', StringComparison.Ordinal) || whole.Value is not { Length: <= QuickPrompt.MaxTextLength } question || !Languages.Has(language)
            ? RefuseOrAsync(actor, BotRefusals.PromptUnfit, cancellation)
            : ChangeAsync(actor, language, prompts => Put(prompts, language, id, name, question, place), cancellation);
    }

    private static Refusal? Put(List<QuickPrompt> prompts, string language, int? id, string title, string text, int place)
    {
        if (prompts.Exists(p => p.Id != id && p.SaysTheSameAs(title, text)))
        {
            return BotRefusals.PromptExists;
        }

        if (id is null)
        {
            prompts.Insert(Math.Clamp(place, 0, prompts.Count), new QuickPrompt { Language = language, Title = title, Text = text });
            return prompts.Count > Most ? BotRefusals.TooManyPrompts : null;
        }

        if (prompts.Find(p => p.Id == id) is not { } prompt)
        {
            return Refusal.NotFound;
        }

        (prompt.Title, prompt.Text) = (title, text);
        return null;
    }

    /// <summary>Changes the list of one language as a whole, and numbers it anew.</summary>
    private async Task<Outcome<Done>> ChangeAsync(Actor actor, string language, Func<List<QuickPrompt>, Refusal?> change, CancellationToken cancellation)
    {
        if (!actor.WritesKnowledge())
        {
            return await denials.RefuseAsync(actor, "prompts", BotRefusals.WritersOnly, cancellation);
        }

        return await lane.TryAsync<Done>(async db =>
        {
            await audit.WaitForTurnAsync(db, cancellation);
            var before = await db.QuickPrompts.Where(p => p.Language == language).OrderBy(p => p.Order).ThenBy(p => p.Id).ToListAsync(cancellation);
            var (after, told) = (before.ToList(), Tell(before));
            if (change(after) is { } refusal)
            {
                return refusal;
            }

            db.QuickPrompts.AddRange(after.Except(before));
            db.QuickPrompts.RemoveRange(before.Except(after));
            for (var i = 0; i < after.Count; i++)
            {
                after[i].Order = i + 1;
            }

            await db.SaveChangesAsync(cancellation);
            await audit.AppendAsync(db, actor, new Deed("prompts.changed", $"prompts:{language}") { Before = told, After = Tell(after) }, cancellation);
            return new Done();
        }, cancellation);
    }

    private async Task<Outcome<Done>> RefuseOrAsync(Actor actor, Refusal refusal, CancellationToken cancellation) =>
        actor.WritesKnowledge() ? refusal : await denials.RefuseAsync(actor, "prompts", BotRefusals.WritersOnly, cancellation);

    private static string Tell(List<QuickPrompt> prompts) => string.Join("; ", prompts.Select(p => p.Title));
}

/// <summary>A question that is offered.</summary>
/// <param name="Text">What is asked when it is chosen.</param>
public sealed record PromptView(int Id, string Title, string Text, int Order);
