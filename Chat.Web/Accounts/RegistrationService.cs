using System.Net.Mail;
using Chat.Web.Access;
using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Chat.Web.Accounts;

/// <summary>What a person says of themselves when they make an account. Their role is not theirs to say.</summary>
public sealed record RegistrationDraft(string? FullName, string? Email, string? Password, string Language)
{
    /// <summary>Another name to sign in with; the e-mail address where there is none.</summary>
    public string? UserName { get; init; }
}

/// <summary>Makes accounts: with an invitation, openly where the school allows it, and the first admin of an empty school.</summary>
public sealed class RegistrationService(
    IDbContextFactory<ChatDbContext> database,
    WriteLane lane,
    PasswordHashing hashing,
    IdentityUsers identity,
    SessionService sessions,
    InvitationService invitations,
    AuditLog audit,
    IOptionsMonitor<RegistrationOptions> options,
    TimeProvider clock)
{
    private bool _isSetUp;

    public RegistrationMode Mode => options.CurrentValue.Mode;

    /// <summary>True while nobody has an account: then, and only then, a set-up makes the first admin.</summary>
    public async ValueTask<bool> NeedsSetUpAsync(CancellationToken cancellation = default)
    {
        if (!_isSetUp)
        {
            await using var db = await database.CreateDbContextAsync(cancellation);
            _isSetUp = await db.Users.People().AnyAsync(cancellation);
        }

        return !_isSetUp;
    }

    public async Task<Outcome<LiveSession>> SetUpAsync(RegistrationDraft draft, Device device, CancellationToken cancellation = default)
    {
        if (Check(draft) is { } refusal)
        {
            return refusal;
        }

        return await HashThenAsync(draft, async (db, hash) =>
        {
            await audit.WaitForTurnAsync(db, cancellation);
            return await db.Users.People().AnyAsync(cancellation)
                ? AccountRefusals.AlreadySetUp
                : await CreateAsync(db, draft, Role.Admin, hash, device, "school.set_up", cancellation);
        }, cancellation);
    }

    /// <param name="code">The invitation's; none where registration is open.</param>
    public async Task<Outcome<LiveSession>> RegisterAsync(string? code, RegistrationDraft draft, Device device, CancellationToken cancellation = default)
    {
        if (Mode is RegistrationMode.Closed || (Mode is RegistrationMode.Invite && string.IsNullOrWhiteSpace(code)))
        {
            return AccountRefusals.RegistrationClosed;
        }

        if (!string.IsNullOrWhiteSpace(code) && (await invitations.FindAsync(code, cancellation)).Refusal is { } unknown)
        {
            return unknown;
        }

        if (Check(draft) is { } refusal)
        {
            return refusal;
        }

        return await HashThenAsync(draft, async (db, hash) =>
        {
            // An account made without an invitation has no relationships, and so reaches nobody, whatever it is called.
            var role = Role.Parent;
            if (!string.IsNullOrWhiteSpace(code))
            {
                if (await invitations.UseInAsync(db, code, cancellation) is not { } invitation)
                {
                    return AccountRefusals.InvitationInvalid;
                }

                role = invitation.Role;
            }

            return await CreateAsync(db, draft, role, hash, device, "user.registered", cancellation);
        }, cancellation);
    }

    private async Task<Outcome<LiveSession>> HashThenAsync(
        RegistrationDraft draft, Func<ChatDbContext, string, Task<Outcome<LiveSession>>> create, CancellationToken cancellation)
    {
        var hash = await hashing.HashAsync(draft.Password!);
        return hash.Refusal is { } busy ? busy : await lane.TryAsync(db => create(db, hash.Value!), cancellation);
    }

    internal static Refusal? Check(RegistrationDraft draft) =>
        FullNameRules.Check(draft.FullName)
        ?? (!IsEmail(draft.Email) ? AccountRefusals.EmailInvalid
            : draft.UserName is { } name && (name.Length > 256 || name.HasHalfCharacter() || string.IsNullOrWhiteSpace(name)) ? AccountRefusals.UserNameInvalid
            : PasswordRules.Check(draft.Password, draft.Email));

    internal static bool IsEmail(string? email) =>
        email is { Length: <= 256 } && !email.HasHalfCharacter() && MailAddress.TryCreate(email, out var address) && string.Equals(address.Address, email.Trim(), StringComparison.Ordinal);

    private async Task<Outcome<LiveSession>> CreateAsync(
        ChatDbContext db, RegistrationDraft draft, Role role, string passwordHash, Device device, string action, CancellationToken cancellation)
    {
        var user = new AppUser
        {
            FullName = draft.FullName!.Trim(),
            Email = draft.Email!.Trim(),
            UserName = (draft.UserName ?? draft.Email).Trim(),
            PasswordHash = passwordHash,
            Role = role,
            Language = Languages.Has(draft.Language) ? draft.Language : Languages.Default,
            CreatedAt = clock.GetUtcNow(),
        };

        var created = await identity.Over(db).CreateAsync(user);
        if (!created.Succeeded)
        {
            return IdentityUsers.WhyNot(created, hasUserName: draft.UserName is not null);
        }

        var session = sessions.Start(db, user, device);
        var live = SessionService.ToLive(session, user);
        await audit.AppendAsync(db, live.Actor, new Deed(action, $"user:{user.Id}") { After = role.ToString() }, cancellation);
        return live;
    }
}
