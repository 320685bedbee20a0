using Chat.Web.Access;
using Microsoft.AspNetCore.Identity;

namespace Chat.Web.Accounts;

public enum AccountStatus
{
    Invited = 0,
    Active = 1,
    Suspended = 2,
    Left = 3,
}

/// <summary>A person with an account. Who they may see and write to is not stored here: it follows from the school's dated edges.</summary>
public class AppUser : IdentityUser<int>
{
    public const int MaxFullNameLength = 100;

    public required string FullName { get; set; }

    public Role Role { get; set; }

    public Capabilities Capabilities { get; set; }

    public AccountStatus Status { get; set; } = AccountStatus.Active;

    /// <summary>Two letters: <c>ru</c> or <c>en</c>.</summary>
    public string Language { get; set; } = Languages.Default;

    /// <summary>An IANA name, such as <c>Europe/Moscow</c>.</summary>
    public string TimeZone { get; set; } = "Europe/Moscow";

    /// <summary>Whether they keep to themselves when they are here. Whoever does is not told of others either.</summary>
    public bool HidesPresence { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When one of their devices was last heard of, to the minute; none for whom none ever was.</summary>
    public DateTimeOffset? LastSeenAt { get; set; }

    /// <summary>Name and e-mail as people look them up, stored so that tens of thousands can be looked through and put in order by an index. It follows from the two, and is never set.</summary>
    public string SearchName
    {
        get => NameKey.Of($"{FullName} {Email}");
        private set => _ = value;
    }

    /// <summary>Made with the demo school, and gone with it.</summary>
    public bool IsDemo { get; init; }

    public PersonView ToView() => new(Id, FullName, Role);
}

/// <summary>The part of a person that others may see.</summary>
public sealed record PersonView(int Id, string FullName, Role Role)
{
    private readonly string _stored = FullName;

    /// <summary>The bot alone is called differently in each language: what is stored of it has both.</summary>
    public string FullName => Role.IsBot() ? SpokenName.Of(_stored) : _stored;
}

/// <summary>An account as its owner sees it.</summary>
public sealed record AccountView(int Id, string Email, string UserName, string FullName, Role Role, string Language, string TimeZone);
