using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Conversations;
using Chat.Web.Data;
using Chat.Web.Live;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Bot;

/// <summary>What the bot knows, as people write it, approve it, withdraw it and read it.</summary>
public sealed class KnowledgeService(IDbContextFactory<ChatDbContext> database, WriteLane lane, KnowledgeBase knowledge, AuditLog audit, Denials denials, Feed feed, TimeProvider clock)
{
    public const int MostFound = 50;

    /// <summary>The articles, newest change first, as those who write them see them.</summary>
    /// <param name="state">Only these; all, if none is named.</param>
    /// <param name="text">Only those with this in a title.</param>
    public async Task<Outcome<ListedArticles>> ListAsync(Actor actor, ArticleState? state, string? text, int offset, int take, CancellationToken cancellation = default)
    {
        if (!actor.WritesKnowledge())
        {
            return await RefuseAsync(actor, BotRefusals.WritersOnly, cancellation);
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        // They are hundreds, and of each a line is read: that case and ё make no difference is known here, and not to every database.
        var rows = await db.Articles.AsNoTracking()
            .Where(a => state == null || a.State == state)
            .Join(db.ArticleRevisions, a => new { a.Id, Version = a.LatestVersion }, r => new { Id = r.ArticleId, r.Version }, (a, r) => new { Article = a, Latest = r })
            .OrderByDescending(x => x.Article.ChangedAt).ThenByDescending(x => x.Article.Id)
            .Select(x => new ArticleRow(
                x.Article.Id, x.Latest.Ru.Title, x.Latest.En.Title, x.Latest.Audience, x.Article.State,
                x.Article.State == ArticleState.Approved && x.Article.ApprovedVersion != x.Article.LatestVersion,
                x.Latest.WrittenBy == null ? null : x.Latest.WrittenBy.FullName,
                x.Article.ChangedAt))
            .ToListAsync(cancellation);
        var fitting = string.IsNullOrWhiteSpace(text) ? rows : rows.FindAll(r => Names.Contain(r.TitleRu, text) || Names.Contain(r.TitleEn, text));
        return new ListedArticles([.. fitting.Skip(offset).Take(take)], fitting.Count);
    }

    public async Task<Outcome<ArticleDetails>> FindAsync(Actor actor, int id, CancellationToken cancellation = default)
    {
        if (!actor.WritesKnowledge())
        {
            return await RefuseAsync(actor, BotRefusals.WritersOnly, cancellation);
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        var article = await db.Articles.AsNoTracking()
            .Include(a => a.Revisions.OrderByDescending(r => r.Version)).ThenInclude(r => r.WrittenBy)
            .Include(a => a.Revisions).ThenInclude(r => r.ApprovedBy)
            .SingleOrDefaultAsync(a => a.Id == id, cancellation);
        return article is null ? Refusal.NotFound : ArticleDetails.Of(article);
    }

    /// <summary>Writes an article, or its next wording. Nobody is told of it before it is approved.</summary>
    public async Task<Outcome<Written>> WriteAsync(Actor actor, int? id, ArticleDraft draft, CancellationToken cancellation = default)
    {
        if (!actor.WritesKnowledge())
        {
            return await RefuseAsync(actor, BotRefusals.WritersOnly, cancellation);
        }

        var tidy = draft.Tidy();
        if (tidy.Refusal is { } unfit)
        {
            return unfit;
        }

        var written = await lane.TryAsync(db => id is { } known ? EditInAsync(db, actor, known, tidy.Value!, cancellation) : AddInAsync(db, actor, tidy.Value!, cancellation), cancellation);
        if (written.Value is { } made)
        {
            Tell(made.ArticleId);
        }

        return written;
    }

    /// <param name="version">The wording that was looked at: what has been written since is not approved along with it.</param>
    public async Task<Outcome<int>> ApproveAsync(Actor actor, int id, int version, CancellationToken cancellation = default)
    {
        if (!actor.ApprovesKnowledge())
        {
            return await RefuseAsync(actor, BotRefusals.AdminsApprove, cancellation);
        }

        return Tell(await lane.TryAsync<int>(async db =>
        {
            if (await FindInAsync(db, id, cancellation) is not var (article, latest))
            {
                return Refusal.NotFound;
            }

            if (latest.Version != version)
            {
                return BotRefusals.ChangedMeanwhile;
            }

            if (!latest.Ru.IsWhole || !latest.En.IsWhole)
            {
                return BotRefusals.NotWhole;
            }

            var now = clock.GetUtcNow();
            var deed = new Deed("article.approved", $"article:{id}") { Before = $"{article.State}", After = $"{nameof(ArticleState.Approved)}" };
            (article.State, article.ApprovedVersion, article.ChangedAt) = (ArticleState.Approved, version, now);
            (latest.ApprovedById, latest.ApprovedAt) = (actor.Id, now);
            await db.SaveChangesAsync(cancellation);
            await audit.AppendAsync(db, actor, deed, cancellation);
            return id;
        }, cancellation));
    }

    /// <summary>From now on nobody is told of it. Everything that was written stays.</summary>
    public async Task<Outcome<int>> WithdrawAsync(Actor actor, int id, CancellationToken cancellation = default)
    {
        if (!actor.ApprovesKnowledge())
        {
            return await RefuseAsync(actor, BotRefusals.AdminsApprove, cancellation);
        }

        return Tell(await lane.TryAsync<int>(async db =>
        {
            if (await FindInAsync(db, id, cancellation) is not var (article, _))
            {
                return Refusal.NotFound;
            }

            if (article.State is not ArticleState.Approved)
            {
                return BotRefusals.NotTold;
            }

            (article.State, article.ApprovedVersion, article.ChangedAt) = (ArticleState.Withdrawn, null, clock.GetUtcNow());
            await db.SaveChangesAsync(cancellation);
            await audit.AppendAsync(db, actor, new Deed("article.withdrawn", $"article:{id}") { Before = $"{nameof(ArticleState.Approved)}", After = $"{nameof(ArticleState.Withdrawn)}" }, cancellation);
            return id;
        }, cancellation));
    }

    /// <summary>What would be answered to a question, and why: with the articles that came close.</summary>
    /// <param name="audience">As whom: somebody who works here, or everyone.</param>
    public async Task<Outcome<Trial>> TryAsync(Actor actor, string question, Audience audience, CancellationToken cancellation = default)
    {
        if (!actor.WritesKnowledge())
        {
            return await RefuseAsync(actor, BotRefusals.WritersOnly, cancellation);
        }

        if (SmallWords.AnswerTo(question) is not null)
        {
            return new Trial(IsSmallTalk: true, []);
        }

        var shelf = await knowledge.OpenAsync(cancellation);
        return new Trial(IsSmallTalk: false, [.. shelf.Find(question, a => a.Audience is Audience.Everyone || audience is Audience.Staff).Take(5)]);
    }

    /// <summary>What this person may read of what the school tells: all of it in order of title, or what fits some words.</summary>
    public async Task<IReadOnlyList<ShelvedArticle>> ReadAsync(Actor actor, string? words, string language, CancellationToken cancellation = default)
    {
        var shelf = await knowledge.OpenAsync(cancellation);
        return string.IsNullOrWhiteSpace(words)
            ? [.. shelf.Articles.Where(a => actor.MayRead(a.Audience)).OrderBy(a => a.In(language).Title, StringComparer.CurrentCulture)]
            : [.. shelf.Find(words, a => actor.MayRead(a.Audience)).Take(MostFound).Select(h => h.Article)];
    }

    public async Task<Outcome<ShelvedArticle>> ReadOneAsync(Actor actor, int id, CancellationToken cancellation = default)
    {
        var shelf = await knowledge.OpenAsync(cancellation);
        return shelf.Articles.FirstOrDefault(a => a.Id == id && actor.MayRead(a.Audience)) is { } found ? found : await denials.NotFoundAsync(actor, $"article:{id}", cancellation);
    }

    private async Task<Outcome<Written>> AddInAsync(ChatDbContext db, Actor actor, ArticleDraft draft, CancellationToken cancellation)
    {
        var article = new Article { ChangedAt = clock.GetUtcNow(), Revisions = [draft.ToRevision(version: 1, actor.Id, clock.GetUtcNow())] };
        db.Articles.Add(article);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, new Deed("article.written", $"article:{article.Id}") { After = draft.Titles }, cancellation);
        return new Written(article.Id, Version: 1);
    }

    private async Task<Outcome<Written>> EditInAsync(ChatDbContext db, Actor actor, int id, ArticleDraft draft, CancellationToken cancellation)
    {
        if (await FindInAsync(db, id, cancellation) is not var (article, latest))
        {
            return Refusal.NotFound;
        }

        if (draft.BasedOn != latest.Version)
        {
            return BotRefusals.ChangedMeanwhile;
        }

        if (draft.SaysTheSameAs(latest))
        {
            return new Written(id, latest.Version);
        }

        var now = clock.GetUtcNow();
        db.ArticleRevisions.Add(draft.ToRevision(latest.Version + 1, actor.Id, now, id));
        (article.LatestVersion, article.ChangedAt) = (latest.Version + 1, now);
        // What was withdrawn is a draft again; what is told goes on being told as it was approved.
        article.State = article.State is ArticleState.Withdrawn ? ArticleState.Draft : article.State;
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, new Deed("article.edited", $"article:{id}") { Before = $"{latest.Ru.Title} / {latest.En.Title}", After = draft.Titles }, cancellation);
        return new Written(id, article.LatestVersion);
    }

    /// <summary>The row is taken by writing to it first: two who approve and edit at once come one after the other, on every database.</summary>
    private static async Task<(Article Article, ArticleRevision Latest)?> FindInAsync(ChatDbContext db, int id, CancellationToken cancellation)
    {
        await db.Articles.Where(a => a.Id == id).ExecuteUpdateAsync(set => set.SetProperty(a => a.LatestVersion, a => a.LatestVersion), cancellation);
        return await db.Articles.SingleOrDefaultAsync(a => a.Id == id, cancellation) is { } article
            ? (article, await db.ArticleRevisions.SingleAsync(r => r.ArticleId == id && r.Version == article.LatestVersion, cancellation))
            : null;
    }

    private Outcome<int> Tell(Outcome<int> changed)
    {
        if (changed.Refusal is null)
        {
            knowledge.Forget();
            feed.PublishToAll(new KnowledgeChanged(changed.Value));
        }

        return changed;
    }

    private Task<Refusal> RefuseAsync(Actor actor, Refusal refusal, CancellationToken cancellation) => denials.RefuseAsync(actor, "knowledge", refusal, cancellation);
}

/// <summary>What was written: the next wording is written over this one.</summary>
public sealed record Written(int ArticleId, int Version);

/// <summary>An article as somebody wants it to read.</summary>
/// <param name="BasedOn">The wording it was written over; none for a new article.</param>
public sealed record ArticleDraft(Audience Audience, ArticleText Ru, ArticleText En, int? BasedOn = null)
{
    internal string Titles => $"{Ru.Title} / {En.Title}";

    /// <summary>It may be unfinished; one title at least it needs, to be found again by.</summary>
    internal Outcome<ArticleDraft> Tidy()
    {
        var (ru, en) = (Tidy(Ru), Tidy(En));
        return !Enum.IsDefined(Audience) ? BotRefusals.AudienceUnknown
            : (ru.Refusal ?? en.Refusal) is { } unfit ? unfit
            : ru.Value!.Title.Length + en.Value!.Title.Length == 0 ? BotRefusals.TitleMissing
            : this with { Ru = ru.Value!, En = en.Value! };
    }

    internal bool SaysTheSameAs(ArticleRevision latest) => latest.Audience == Audience && latest.Ru == Ru && latest.En == En;

    internal ArticleRevision ToRevision(int version, int writtenBy, DateTimeOffset at, int articleId = 0) =>
        new() { ArticleId = articleId, Version = version, Audience = Audience, Ru = Ru, En = En, WrittenById = writtenBy, WrittenAt = at };

    private static Outcome<ArticleText> Tidy(ArticleText text)
    {
        string[] parts = [text.Title, text.Body, text.Keywords];
        var tidy = Array.ConvertAll(parts, p => (p ?? "").ReplaceLineEndings("\n").Trim());
        return Array.Exists(tidy, p => p.HasHalfCharacter() || p.Any(c => char.IsControl(c) && c is not ('\n' or '\t'))) || tidy[0].Contains('\n', StringComparison.Ordinal) ? BotRefusals.TextUnreadable
            : tidy[0].Length > ArticleText.MaxTitleLength || tidy[1].Length > ArticleText.MaxBodyLength || tidy[2].Length > ArticleText.MaxKeywordsLength ? BotRefusals.TextTooLong
            : new ArticleText(tidy[0], tidy[1], tidy[2]);
    }
}

/// <summary>What would come of a question.</summary>
/// <param name="IsSmallTalk">Nothing is asked, and it is answered as people answer: a greeting, thanks, a farewell.</param>
/// <param name="Hits">The articles that came close, best first.</param>
public sealed record Trial(bool IsSmallTalk, IReadOnlyList<Hit> Hits);

/// <param name="HasLaterWording">Something is written that has not been approved.</param>
public sealed record ArticleRow(int Id, string TitleRu, string TitleEn, Audience Audience, ArticleState State, bool HasLaterWording, string? WrittenBy, DateTimeOffset ChangedAt);

/// <param name="Total">How many there are on all pages.</param>
public sealed record ListedArticles(IReadOnlyList<ArticleRow> Articles, int Total);

/// <summary>An article with every wording it had, newest first.</summary>
public sealed record ArticleDetails(int Id, ArticleState State, int? ApprovedVersion, IReadOnlyList<Wording> Wordings)
{
    public Wording Latest => Wordings[0];

    public bool HasLaterWording => State is ArticleState.Approved && ApprovedVersion != Latest.Version;

    internal static ArticleDetails Of(Article article) => new(article.Id, article.State, article.ApprovedVersion, [.. article.Revisions.OrderByDescending(r => r.Version).Select(Wording.Of)]);
}

public sealed record Wording(int Version, Audience Audience, ArticleText Ru, ArticleText En, string? WrittenBy, DateTimeOffset WrittenAt, string? ApprovedBy, DateTimeOffset? ApprovedAt)
{
    internal static Wording Of(ArticleRevision r) => new(r.Version, r.Audience, r.Ru, r.En, r.WrittenBy?.FullName, r.WrittenAt, r.ApprovedBy?.FullName, r.ApprovedAt);
}
