using Microsoft.AspNetCore.Authorization;

namespace Chat.Web.Access;

/// <summary>The rights by which whole pages and routes open, under the names by which they ask for them. A page that asks is answered with 403 before anything of it is built.</summary>
public static class Policies
{
    public const string KeepsTheSchool = nameof(Rights.KeepsTheSchool);
    public const string Oversees = nameof(Rights.MayOversee);
    public const string HandlesReports = nameof(Rights.HandlesReports);

    public const string WritesKnowledge = nameof(Rights.WritesKnowledge);

    public static void AddRights(this AuthorizationOptions options)
    {
        options.Require(KeepsTheSchool, Rights.KeepsTheSchool);
        options.Require(Oversees, Rights.MayOversee);
        options.Require(HandlesReports, Rights.HandlesReports);
        options.Require(WritesKnowledge, Rights.WritesKnowledge);
    }

    private static void Require(this AuthorizationOptions options, string name, Func<Actor, bool> may) =>
        options.AddPolicy(name, policy => policy.RequireAuthenticatedUser().RequireAssertion(asked => Actor.From(asked.User) is { } actor && may(actor)));
}
