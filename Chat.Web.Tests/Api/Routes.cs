using System.Text.RegularExpressions;
using Chat.Web.Tests.TestSupport;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Chat.Web.Tests.Api;

/// <summary>A route of the house, as the house itself lists it.</summary>
public sealed record Route(string Method, string Pattern, EndpointMetadataCollection Metadata)
{
    public string Name => $"{Method} {Pattern}";

    public bool IsApi => Pattern.StartsWith("/api/", StringComparison.Ordinal);

    /// <summary>An address it answers at; each place in it filled with this.</summary>
    public string At(string filling = "1") => Regex.Replace(Regex.Replace(Pattern, @"\{\*\*?\w+\}", ""), @"\{\w+(:\w+)?\}", filling);

    public override string ToString() => Name;

    /// <summary>Every route in every method it has; where it names none, it answers to all and is asked with GET.</summary>
    public static List<Route> Of(SchoolHouse school) =>
    [
        .. school.The<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().SelectMany(e =>
            (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => new Route(method, $"/{e.RoutePattern.RawText!.TrimStart('/')}", e.Metadata))),
    ];
}
