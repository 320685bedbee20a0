using Chat.Web.Access;
using Chat.Web.Operations;
using Chat.Web.Outcomes;

namespace Chat.Web.Admin;

/// <summary>How the house is and how much goes on in it, for those who keep it.</summary>
public sealed class DashboardService(HealthService health)
{
    public async Task<Outcome<HealthReport>> HealthAsync(Actor actor, CancellationToken cancellation = default) =>
        actor.KeepsTheSchool() ? await health.LookAsync(cancellation) : Refusal.NotFound;
}
