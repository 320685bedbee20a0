using Chat.Web.Data;
using Chat.Web.Outcomes;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace Chat.Web.Operations.CommandLine;

/// <summary>The house, for a command: built over its settings and not open to anybody. It keeps its log to itself.</summary>
internal sealed class HouseAtHand(IReadOnlyList<string> settings, Func<string[], WebApplication> build)
{
    private static readonly string[] Quiet = ["--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft=None", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=None"];

    /// <summary>For commands that only read: they work beside a house that is open.</summary>
    public async Task<int> ReadAsync(Func<IServiceProvider, Task<int>> command)
    {
        await using var house = build([.. settings, .. Quiet]);
        if (IsSqlite(house.Services) && !File.Exists(house.Services.GetRequiredService<DataDirectory>().DatabaseFile))
        {
            Terminal.Tell("NoDatabase", house.Services.GetRequiredService<DataDirectory>().Root);
            return ExitCode.Refused;
        }

        return await command(house.Services);
    }

    /// <summary>For commands that write. On SQLite one process writes, and if the house is open, that one is it.</summary>
    public async Task<int> WriteAsync(Func<IServiceProvider, Task<int>> command, CancellationToken cancellation)
    {
        await using var house = build([.. settings, .. Quiet]);
        if (IsSqlite(house.Services) && !CanBeTaken(house.Services.GetRequiredService<DataDirectory>()))
        {
            Terminal.Tell("ChatIsRunning");
            return ExitCode.Refused;
        }

        await house.Services.GetRequiredService<WriteLane>().OpenAsync(cancellation);
        return await command(house.Services);
    }

    /// <summary>Another house over other data, with all other settings as they are here.</summary>
    public WebApplication Over(string directory) => build([.. settings, .. Quiet, $"--Data:Directory={directory}", "--Database:Provider=Sqlite", "--Demo:School=false"]);

    /// <summary>Says why not.</summary>
    public static int Refuse(IServiceProvider services, Refusal refusal)
    {
        Console.Error.WriteLine(services.GetRequiredService<IStringLocalizer<RefusalTexts>>().Of(refusal));
        return ExitCode.Refused;
    }

    private static bool IsSqlite(IServiceProvider services) => services.GetRequiredService<IOptions<DatabaseOptions>>().Value.Provider is DatabaseProvider.Sqlite;

    private static bool CanBeTaken(DataDirectory data)
    {
        try
        {
            data.TakeForThisProcess();
            return true;
        }
        catch (StartRefusedException)
        {
            return false;
        }
    }
}
