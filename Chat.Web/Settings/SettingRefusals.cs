using Chat.Web.Outcomes;

namespace Chat.Web.Settings;

/// <summary>Why a setting stays as it is, or something stays where it is.</summary>
public static class SettingRefusals
{
    public static readonly Refusal ChoiceUnknown = new(RefusalKind.Invalid, "choice_unknown");

    /// <summary>Not a whole number, or outside its bounds. The arguments are the least and the most.</summary>
    public static readonly Refusal NumberUnfit = new(RefusalKind.Invalid, "number_unfit");

    /// <summary>What was typed is not the number of what goes. The argument is that number.</summary>
    public static readonly Refusal NotConfirmed = new(RefusalKind.Invalid, "not_confirmed");

    public static readonly Refusal NothingToRemove = new(RefusalKind.Conflict, "nothing_to_remove");
}
