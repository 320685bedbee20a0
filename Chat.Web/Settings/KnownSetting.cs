using System.Globalization;
using Chat.Web.Accounts;
using Chat.Web.Conversations;
using Chat.Web.Limits;
using Chat.Web.Outcomes;

namespace Chat.Web.Settings;

public enum SettingGroup
{
    Joining,
    Limits,
    SigningIn,
    Changing,
    Night,
    Keeping,
}

/// <summary>In what a setting is said to people.</summary>
public enum SettingUnit
{
    Choice,
    Times,
    Minutes,

    /// <summary>An hour of the day.</summary>
    Hour,

    /// <summary>Of which 0 means for ever.</summary>
    Months,
}

/// <summary>A setting that a school may decide for itself. What is not named here belongs to whoever runs the machine.</summary>
/// <param name="Key">The name the configuration has for it, and so the options class that holds it.</param>
/// <param name="InCode">What holds where neither the school nor the configuration says anything.</param>
public sealed record KnownSetting(SettingGroup Group, string Key, SettingUnit Unit, string InCode, int Min = 0, int Max = 0)
{
    private const string AsTime = "c";
    private static readonly RegistrationOptions Joining = new();
    private static readonly LimitOptions Limit = new();
    private static readonly PasswordOptions Password = new();
    private static readonly ConversationOptions Talk = new();
    private static readonly RetentionOptions Kept = new();

    public static readonly IReadOnlyList<KnownSetting> All =
    [
        new(SettingGroup.Joining, $"{RegistrationOptions.Section}:{nameof(Joining.Mode)}", SettingUnit.Choice, Joining.Mode.ToString()) { Choices = Enum.GetNames<RegistrationMode>() },
        Times(SettingGroup.Limits, $"{LimitOptions.Section}:{nameof(Limit.SendsByPerson)}", Limit.SendsByPerson, 1, 10_000),
        Times(SettingGroup.Limits, $"{LimitOptions.Section}:{nameof(Limit.ReportsByPerson)}", Limit.ReportsByPerson, 1, 1_000),
        Times(SettingGroup.SigningIn, $"{LimitOptions.Section}:{nameof(Limit.SignInsToAccount)}", Limit.SignInsToAccount, 1, 1_000),
        Times(SettingGroup.SigningIn, $"{LimitOptions.Section}:{nameof(Limit.SignInsFromAddress)}", Limit.SignInsFromAddress, 10, 100_000),
        Times(SettingGroup.SigningIn, $"{PasswordOptions.Section}:{nameof(Password.FailuresBeforeLockout)}", Password.FailuresBeforeLockout, 1, 100),
        Minutes(SettingGroup.SigningIn, $"{PasswordOptions.Section}:{nameof(Password.Lockout)}", Password.Lockout, 1),
        Minutes(SettingGroup.Changing, $"{ConversationOptions.Section}:{nameof(Talk.TimeToChange)}", Talk.TimeToChange, 0),
        Minutes(SettingGroup.Changing, $"{ConversationOptions.Section}:{nameof(Talk.TimeForStaffToChange)}", Talk.TimeForStaffToChange, 0),
        Hour($"{ConversationOptions.Section}:{nameof(Talk.QuietFrom)}", Talk.QuietFrom),
        Hour($"{ConversationOptions.Section}:{nameof(Talk.QuietUntil)}", Talk.QuietUntil),
        Months(SettingGroup.Keeping, $"{RetentionOptions.Section}:{nameof(Kept.EndedChatsMonths)}", Kept.EndedChatsMonths),
        Months(SettingGroup.Keeping, $"{RetentionOptions.Section}:{nameof(Kept.EndedSessionsMonths)}", Kept.EndedSessionsMonths),
    ];

    public IReadOnlyList<string> Choices { get; init; } = [];

    public static KnownSetting? Find(string key) => All.FirstOrDefault(s => string.Equals(s.Key, key, StringComparison.Ordinal));

    /// <summary>What somebody typed, as the configuration would write it.</summary>
    public Outcome<string> Check(string? said)
    {
        if (Unit is SettingUnit.Choice)
        {
            return Choices.Contains(said, StringComparer.Ordinal) ? said! : SettingRefusals.ChoiceUnknown;
        }

        return int.TryParse(said?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= Min && number <= Max
            ? Unit is SettingUnit.Minutes ? TimeSpan.FromMinutes(number).ToString(AsTime, CultureInfo.InvariantCulture) : number.ToString(CultureInfo.InvariantCulture)
            : SettingRefusals.NumberUnfit.With(Min, Max);
    }

    /// <summary>What the configuration writes, as it is said to people; none for what cannot be read.</summary>
    public string? Say(string? written) => Unit switch
    {
        SettingUnit.Choice => Choices.FirstOrDefault(c => string.Equals(c, written, StringComparison.OrdinalIgnoreCase)),
        SettingUnit.Minutes => TimeSpan.TryParse(written, CultureInfo.InvariantCulture, out var time) ? ((int)time.TotalMinutes).ToString(CultureInfo.InvariantCulture) : null,
        _ => int.TryParse(written, CultureInfo.InvariantCulture, out var number) ? number.ToString(CultureInfo.InvariantCulture) : null,
    };

    private static KnownSetting Times(SettingGroup group, string key, int inCode, int min, int max) =>
        new(group, key, SettingUnit.Times, inCode.ToString(CultureInfo.InvariantCulture), min, max);

    private static KnownSetting Minutes(SettingGroup group, string key, TimeSpan inCode, int min) =>
        new(group, key, SettingUnit.Minutes, inCode.ToString(AsTime, CultureInfo.InvariantCulture), min, 30 * 24 * 60);

    private static KnownSetting Hour(string key, int inCode) =>
        new(SettingGroup.Night, key, SettingUnit.Hour, inCode.ToString(CultureInfo.InvariantCulture), 0, 23);

    private static KnownSetting Months(SettingGroup group, string key, int inCode) =>
        new(group, key, SettingUnit.Months, inCode.ToString(CultureInfo.InvariantCulture), 0, RetentionOptions.MostMonths);
}
