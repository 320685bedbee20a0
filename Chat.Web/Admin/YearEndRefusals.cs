using Chat.Web.Outcomes;

namespace Chat.Web.Admin;

/// <summary>Why a year does not end.</summary>
public static class YearEndRefusals
{
    public static readonly Refusal NothingToDo = new(RefusalKind.Invalid, "year_end_nothing");

    /// <summary>The argument is the number there is by now.</summary>
    public static readonly Refusal NumberDiffers = new(RefusalKind.Conflict, "year_end_number");

    /// <summary>Somebody has begun it already.</summary>
    public static readonly Refusal UnderWay = new(RefusalKind.Conflict, "year_end_under_way");
}
