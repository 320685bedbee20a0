using System.Globalization;
using System.Security.Claims;

namespace Chat.Web.Access;

/// <summary>
/// Who is asking. Every service method takes one first, so nothing can be asked anonymously by accident.
/// It is built from the session's own row, never from anything a client sends, and is constant for the life of a
/// session: whoever is suspended or given another role has all sessions ended.
/// </summary>
public sealed record Actor(int Id, Role Role, Capabilities Capabilities = Capabilities.None)
{
    private const string CapabilitiesClaim = "capabilities";
    private const string SessionClaim = "session";
    private const string AddressClaim = "address";

    /// <summary>The signed-in device they ask from; none for the house's own errands.</summary>
    public Guid? Session { get; init; }

    /// <summary>Where that device signed in from; none for the house's own errands.</summary>
    public string? Address { get; init; }

    public bool Has(Capabilities capability) => (Capabilities & capability) != Capabilities.None;

    public IEnumerable<Claim> ToClaims() =>
    [
        new(ClaimTypes.NameIdentifier, Id.ToString(CultureInfo.InvariantCulture)),
        new(ClaimTypes.Role, Role.ToString()),
        new(CapabilitiesClaim, ((int)Capabilities).ToString(CultureInfo.InvariantCulture)),
        new(SessionClaim, Session?.ToString() ?? ""),
        new(AddressClaim, Address ?? ""),
    ];

    /// <summary>A route that asks for an actor is given whoever is signed in; that somebody is, its policy has seen to.</summary>
    public static ValueTask<Actor?> BindAsync(HttpContext http) => ValueTask.FromResult(From(http.User));

    public static Actor? From(ClaimsPrincipal user) =>
        user.Identity?.IsAuthenticated is true
        && int.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), CultureInfo.InvariantCulture, out var id)
        && Enum.TryParse<Role>(user.FindFirstValue(ClaimTypes.Role), out var role)
        && int.TryParse(user.FindFirstValue(CapabilitiesClaim), CultureInfo.InvariantCulture, out var capabilities)
            ? new Actor(id, role, (Capabilities)capabilities)
            {
                Session = Guid.TryParse(user.FindFirstValue(SessionClaim), CultureInfo.InvariantCulture, out var session) ? session : null,
                Address = user.FindFirstValue(AddressClaim) is { Length: > 0 } address ? address : null,
            }
            : null;
}
