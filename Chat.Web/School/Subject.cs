using System.Globalization;

namespace Chat.Web.School;

/// <summary>What is taught, named in both languages.</summary>
public class Subject
{
    public const int MaxNameLength = 100;

    public int Id { get; private set; }

    public required string NameRu { get; set; }

    public required string NameEn { get; set; }

    public SubjectView ToView() => new(Id, NameRu, NameEn);
}

public sealed record SubjectView(int Id, string NameRu, string NameEn)
{
    /// <summary>The name in the language of whoever is reading.</summary>
    public string Name => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName is "ru" ? NameRu : NameEn;
}
