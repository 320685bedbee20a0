using Chat.Web.Outcomes;

namespace Chat.Web.Admin;

/// <summary>Why the administration refuses something that no other room would be asked.</summary>
public static class AdminRefusals
{
    public static readonly Refusal DeedUnknown = new(RefusalKind.Invalid, "deed_unknown");

    public static readonly Refusal NobodyChosen = new(RefusalKind.Invalid, "nobody_chosen");

    /// <summary>In a deed on many, nobody shuts out themselves.</summary>
    public static readonly Refusal Oneself = new(RefusalKind.Conflict, "oneself");

    public static readonly Refusal FileMissing = new(RefusalKind.Invalid, "file_missing");

    public static readonly Refusal FileTooLarge = new(RefusalKind.Invalid, "file_too_large") { Arguments = [ImportFile.MaxBytes / 1_000_000] };

    /// <summary>Not a table at all: a spreadsheet's own format, a picture, zeros.</summary>
    public static readonly Refusal FileUnreadable = new(RefusalKind.Invalid, "file_unreadable");

    /// <summary>The argument is the columns that are not there.</summary>
    public static readonly Refusal ColumnsMissing = new(RefusalKind.Invalid, "columns_missing");

    public static readonly Refusal FileEmpty = new(RefusalKind.Invalid, "file_empty");

    public static readonly Refusal TooManyRows = new(RefusalKind.Invalid, "too_many_rows") { Arguments = [ImportFile.MaxRows] };

    /// <summary>The argument is the line in which it stood first.</summary>
    public static readonly Refusal RepeatedInFile = new(RefusalKind.Invalid, "repeated_in_file");

    /// <summary>A quotation mark where none can be.</summary>
    public static readonly Refusal RowBroken = new(RefusalKind.Invalid, "row_broken");
}
