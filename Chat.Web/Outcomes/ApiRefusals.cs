namespace Chat.Web.Outcomes;

/// <summary>Why a request is refused before a service has been asked.</summary>
internal static class ApiRefusals
{
    public static readonly Refusal FieldMissing = new(RefusalKind.Invalid, "field_missing");

    public static readonly Refusal PageInvalid = new(RefusalKind.Invalid, "page_invalid");

    /// <summary>What is to say where a page begins was never said by us, or is cut.</summary>
    public static readonly Refusal CursorInvalid = new(RefusalKind.Invalid, "cursor_invalid");

    public static readonly Refusal Malformed = new(RefusalKind.Invalid, "malformed");

    public static readonly Refusal NotAuthenticated = new(RefusalKind.Stranger, "not_authenticated");

    public static readonly Refusal NotAllowed = new(RefusalKind.Forbidden, "forbidden");

    public static readonly Refusal MethodNotAllowed = new(RefusalKind.Invalid, "method_not_allowed");

    public static readonly Refusal TooSlow = new(RefusalKind.Invalid, "too_slow");

    public static readonly Refusal TooLarge = new(RefusalKind.Invalid, "too_large");

    public static readonly Refusal MediaTypeUnsupported = new(RefusalKind.Invalid, "media_type_unsupported");

    /// <summary>Nobody's no: a fault of ours. The argument is the number under which it stands in the log.</summary>
    public static readonly Refusal Fault = new(RefusalKind.Busy, "server_error");

    /// <summary>What a bare status means, which nobody gave a reason for.</summary>
    public static Refusal For(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => NotAuthenticated,
        StatusCodes.Status403Forbidden => NotAllowed,
        StatusCodes.Status404NotFound => Refusal.NotFound,
        StatusCodes.Status405MethodNotAllowed => MethodNotAllowed,
        StatusCodes.Status408RequestTimeout => TooSlow,
        StatusCodes.Status413PayloadTooLarge => TooLarge,
        StatusCodes.Status415UnsupportedMediaType => MediaTypeUnsupported,
        _ => Malformed,
    };
}
