namespace Chat.Web.Access;

/// <summary>What a person is at the school. Each account has exactly one.</summary>
public enum Role
{
    Student = 1,
    Teacher = 2,
    Tutor = 3,
    Parent = 4,
    Admin = 5,

    /// <summary>The house itself, where it answers. One account has it; nobody is given it, and nobody signs in as it.</summary>
    Bot = 6,
}

/// <summary>The roles a person can be given.</summary>
public static class RolesOfPeople
{
    public static readonly IReadOnlyList<Role> All = [.. Enum.GetValues<Role>().Where(r => r is not Role.Bot)];

    public static bool IsForPeople(this Role role) => All.Contains(role);
}

/// <summary>What a person is trusted with beyond their role. No role includes any of them.</summary>
[Flags]
public enum Capabilities
{
    None = 0,
    SupportAgent = 1,
    Moderator = 2,
    SafeguardingLead = 4,
}
