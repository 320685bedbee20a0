namespace Chat.Web.Access;

/// <summary>What a person is at the school. Each account has exactly one.</summary>
public enum Role
{
    Student = 1,
    Teacher = 2,
    Tutor = 3,
    Parent = 4,
    Admin = 5,
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
