using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Chat.Web.Tests;

/// <summary>
/// bunit asks for AngleSharp.Diffing 1, of which the feed has 0.17. The runtime does not bind downwards by itself; bunit
/// makes one comparer at its first render and, as long as no test compares markup, calls nothing of it.
/// </summary>
internal static class OlderDiffing
{
#pragma warning disable CA2255 // The one thing that has to happen before anything else in the assembly.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Accept() => AssemblyLoadContext.Default.Resolving += static (context, name) =>
        name.Name is "AngleSharp.Diffing" ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "AngleSharp.Diffing.dll")) : null;
}
