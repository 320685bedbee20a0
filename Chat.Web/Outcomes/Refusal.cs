namespace Chat.Web.Outcomes;

/// <summary>The few ways the school says no.</summary>
public enum RefusalKind
{
    /// <summary>Not there, or not for this person to know.</summary>
    NotFound,

    /// <summary>Known to this person, but not theirs to do.</summary>
    Forbidden,

    /// <summary>Asked in a way that cannot be done.</summary>
    Invalid,

    /// <summary>Asked against something that already is.</summary>
    Conflict,

    /// <summary>Nobody we know, or not proven to be.</summary>
    Stranger,

    /// <summary>Locked for a while.</summary>
    Locked,

    /// <summary>Asked more often than is allowed: worth asking again, later.</summary>
    TooOften,

    /// <summary>Not possible just now: worth asking again.</summary>
    Busy,

    /// <summary>More than is taken.</summary>
    TooLarge,

    /// <summary>Not of a kind that is taken.</summary>
    WrongType,

    /// <summary>There is no room for it.</summary>
    NoRoom,
}

/// <summary>
/// One reason for a no. <paramref name="Code"/> is stable and the same in every language; the sentence a person reads
/// stands under it in <c>RefusalTexts</c>. Each room names its own in <c>&lt;Room&gt;Refusals</c>.
/// </summary>
public sealed record Refusal(RefusalKind Kind, string Code)
{
    /// <summary>Nothing there, or nothing this person may know of: the two must look the same.</summary>
    public static readonly Refusal NotFound = new(RefusalKind.NotFound, "not_found");

    /// <summary>The school could not write just now. Nothing was stored, and asking again is safe.</summary>
    public static readonly Refusal StorageUnavailable = new(RefusalKind.Busy, "storage_unavailable");

    /// <summary>What the sentence is filled with: a limit, a time.</summary>
    public IReadOnlyList<object> Arguments { get; init; } = [];

    /// <summary>What was asked for can be asked again after this long; none where that is not known or makes no difference.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same thing, asked again later, may well be done.</summary>
    public bool MayPass => Kind is RefusalKind.Busy or RefusalKind.TooOften;

    public Refusal With(params object[] arguments) => this with { Arguments = arguments };
}
