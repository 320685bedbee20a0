using Chat.Web.Access;
using Chat.Web.Data;
using Chat.Web.Outcomes;

namespace Chat.Web.Audit;

/// <summary>
/// Writes down who asked for what is not theirs: a conversation out of reach, a page of the administration. What does not
/// exist is written down in the same way, so that nobody can tell the two apart by how long the answer took.
/// </summary>
public sealed class Denials(AuditLog audit, WriteLane lane, TimeProvider clock)
{
    public const string Action = "authz.denied";

    /// <summary>Somebody who tries one address after another leaves this many entries a minute, and not one for each.</summary>
    internal const int MostByOnePerson = 30;

    private readonly Repetition _repetition = new(clock);

    /// <summary>The refusal itself, once it is written down.</summary>
    public async Task<Refusal> RefuseAsync(Actor actor, string target, Refusal refusal, CancellationToken cancellation = default)
    {
        // Whoever has had all their entries is not counted any further: what one person asks for must not use up the room for others.
        if (!_repetition.IsUsedUp($"{actor.Id}", MostByOnePerson) && _repetition.IsWorthAnEntry($"{actor.Id} {target}") && _repetition.IsWorthAnEntry($"{actor.Id}", MostByOnePerson))
        {
            await audit.WriteDownAsync(lane, actor, Action, target, cancellation);
        }

        return refusal;
    }

    public Task<Refusal> NotFoundAsync(Actor actor, string target, CancellationToken cancellation = default) =>
        RefuseAsync(actor, target, Refusal.NotFound, cancellation);
}
