using Chat.Web.Data;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Chat.Web.Shell;

/// <summary>Says where the house stands and, in a demo school, who may come in. This is for the person at the terminal, not a log.</summary>
public sealed class Welcome(IServer server, DemoSchool demo, IHostEnvironment environment, IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (environment.IsDevelopment())
        {
            lifetime.ApplicationStarted.Register(Greet);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Greet()
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        Console.WriteLine($"\nChat is open at {string.Join(" and ", addresses)}");

        if (demo.IsWanted)
        {
            Console.WriteLine("\nThe demo school:");
            foreach (var person in DemoSchool.People)
            {
                Console.WriteLine($"  {person.Email,-30} {person.Password,-12} {person.Role,-8} {person.FullName}");
            }
        }

        Console.WriteLine();
    }
}
