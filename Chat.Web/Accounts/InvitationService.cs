using Chat.Web.Access;
using Chat.Web.Audit;
using Chat.Web.Data;
using Chat.Web.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Accounts;

/// <summary>Invites people to make an account of a given role. A code is shown once and stored as its hash.</summary>
public sealed class InvitationService(IDbContextFactory<ChatDbContext> database, WriteLane lane, AuditLog audit, Denials denials, TimeProvider clock)
{
    public async Task<Outcome<IssuedInvitation>> IssueAsync(Actor actor, InvitationDraft draft, CancellationToken cancellation = default)
    {
        if (!actor.KeepsTheSchool())
        {
            return await denials.RefuseAsync(actor, "invitations", AccountRefusals.AdminsOnly, cancellation);
        }

        if (Check(draft) is { } refusal)
        {
            return refusal;
        }

        var code = InvitationCode.Make();
        return await lane.TryAsync<IssuedInvitation>(async db =>
        {
            var invitation = new Invitation
            {
                CodeHash = InvitationCode.HashOf(code),
                FullName = draft.FullName.Trim(),
                Email = draft.Email.Trim(),
                Role = draft.Role,
                InvitedById = actor.Id,
                CreatedAt = clock.GetUtcNow(),
                ExpiresAt = clock.GetUtcNow() + Invitation.Lifetime,
            };
            db.Invitations.Add(invitation);
            await db.SaveChangesAsync(cancellation);
            await audit.AppendAsync(db, actor, new Deed("invitation.issued", $"invitation:{invitation.Id}") { After = draft.Role.ToString() }, cancellation);
            return new IssuedInvitation(code, ToView(invitation));
        }, cancellation);
    }

    public async Task<Outcome<IReadOnlyList<InvitationView>>> ListAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.KeepsTheSchool())
        {
            return AccountRefusals.AdminsOnly;
        }

        await using var db = await database.CreateDbContextAsync(cancellation);
        var invitations = await db.Invitations.AsNoTracking().Where(i => i.UserId == null).OrderByDescending(i => i.Id).Take(100).ToListAsync(cancellation);
        return Outcome.Of<IReadOnlyList<InvitationView>>(invitations.ConvertAll(ToView));
    }

    /// <summary>What an open invitation says, for whoever holds its code.</summary>
    public async Task<Outcome<InvitationView>> FindAsync(string? code, CancellationToken cancellation = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellation);
        return await OpenWith(db, code).AsNoTracking().SingleOrDefaultAsync(cancellation) is { } invitation
            ? ToView(invitation)
            : AccountRefusals.InvitationInvalid;
    }

    /// <summary>Spends an invitation inside the command that makes its account. One code makes one account, however many try at once.</summary>
    public async Task<Invitation?> UseInAsync(ChatDbContext db, string code, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var hash = InvitationCode.HashOf(code);
        var spent = await OpenWith(db, code).ExecuteUpdateAsync(set => set.SetProperty(i => i.UsedAt, now), cancellation);
        return spent == 1 ? await db.Invitations.AsNoTracking().SingleAsync(i => i.CodeHash == hash, cancellation) : null;
    }

    private IQueryable<Invitation> OpenWith(ChatDbContext db, string? code)
    {
        var hash = InvitationCode.HashOf(code ?? "");
        var now = clock.GetUtcNow();
        return db.Invitations.Where(i => i.CodeHash == hash && i.UserId == null && i.UsedAt == null && i.ExpiresAt > now);
    }

    private static Refusal? Check(InvitationDraft draft) =>
        FullNameRules.Check(draft.FullName)
        ?? (!RegistrationService.IsEmail(draft.Email) ? AccountRefusals.EmailInvalid
            : !draft.Role.IsForPeople() ? AccountRefusals.RoleUnknown
            : null);

    private static InvitationView ToView(Invitation i) => new(i.Id, i.FullName, i.Email, i.Role, i.ExpiresAt, i.UsedAt);
}
