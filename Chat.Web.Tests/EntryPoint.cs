using Chat.Web.Tests.Data;
using Xunit.Runner.InProc.SystemConsole;

namespace Chat.Web.Tests;

/// <summary>Runs the tests; or, asked to, is the process that one of them kills.</summary>
internal static class EntryPoint
{
    public static async Task<int> Main(string[] args)
    {
        if (args is [TirelessSenders.Verb, var directory])
        {
            await TirelessSenders.SendUntilKilledAsync(directory);
        }

        return await ConsoleRunner.Run(args);
    }
}
