using Chat.Web.Tests.TestSupport;

namespace Chat.Web.Tests.Sockets;

/// <summary>A house with a port of its own, in which anybody may open as many sockets as a test needs.</summary>
public sealed class StreetHouse : IAsyncLifetime
{
    public SchoolHouse School { get; } = new() { IsOnTheStreet = true, Settings = new Dictionary<string, string> { ["Sockets:PerPerson"] = "1000" } };

    public async ValueTask InitializeAsync() => await School.OpenAsync();

    public ValueTask DisposeAsync() => School.DisposeAsync();
}
