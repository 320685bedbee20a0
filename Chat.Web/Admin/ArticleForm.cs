using Chat.Web.Bot;

namespace Chat.Web.Admin;

/// <summary>What stands in the fields of an article's page.</summary>
public sealed class ArticleForm
{
    private readonly TextForm _ru = new();
    private readonly TextForm _en = new();
    private ArticleDraft _saved;

    public ArticleForm() => _saved = ToDraft(basedOn: null);

    /// <summary>Whether something stands in it that was not saved.</summary>
    public bool HasChanges => ToDraft(_saved.BasedOn) != _saved;

    public Audience Audience { get; set; } = Audience.Everyone;

    public IEnumerable<(string Language, TextForm Text)> Both => [("ru", _ru), ("en", _en)];

    /// <summary>The first field without which the article is not whole; none, if it is.</summary>
    public (string Language, string Part)? Missing => Both
        .SelectMany(b => new[] { (b.Language, Part: nameof(TextForm.Title), Said: b.Text.Title), (b.Language, Part: nameof(TextForm.Body), Said: b.Text.Body) })
        .Where(f => string.IsNullOrWhiteSpace(f.Said))
        .Select(f => ((string, string)?)(f.Language, f.Part))
        .FirstOrDefault();

    public string TitleIn(string language)
    {
        var (own, other) = language is "ru" ? (_ru, _en) : (_en, _ru);
        return own.Title.Length > 0 ? own.Title : other.Title;
    }

    public void Show(Wording wording)
    {
        Audience = wording.Audience;
        _ru.Show(wording.Ru);
        _en.Show(wording.En);
        MarkSaved(ToDraft(basedOn: null));
    }

    /// <param name="draft">As it was sent: what has been typed since is not saved.</param>
    public void MarkSaved(ArticleDraft draft) => _saved = draft;

    public ArticleDraft ToDraft(int? basedOn) => new(Audience, _ru.ToText(), _en.ToText(), basedOn);

    /// <summary>One language of it.</summary>
    public sealed class TextForm
    {
        public string Title { get; set; } = "";

        public string Body { get; set; } = "";

        public string Keywords { get; set; } = "";

        internal void Show(ArticleText text) => (Title, Body, Keywords) = (text.Title, text.Body, text.Keywords);

        internal ArticleText ToText() => new(Title, Body, Keywords);
    }
}
