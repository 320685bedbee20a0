using Chat.Web.Limits;
using Microsoft.Extensions.Options;

namespace Chat.Web.Sockets;

/// <summary>How many sockets are open, and how many of them one person has.</summary>
public sealed class OpenSockets(IOptionsMonitor<SocketOptions> options) : PlacesByPerson
{
    protected override int Most => options.CurrentValue.PerPerson;
}
