using System.Diagnostics;

namespace Chat.Load.Measuring;

/// <summary>This program a second time, for what must have a process of its own. It is told to end by its input, and tells by its output.</summary>
internal static class Ourselves
{
    public static Process Start(params IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(Ourselves).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
}
