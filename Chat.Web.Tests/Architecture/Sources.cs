using System.Runtime.CompilerServices;

namespace Chat.Web.Tests.Architecture;

/// <summary>The application's own source, as it stands in the repository.</summary>
internal static class Sources
{
    /// <summary>Every file that somebody wrote, by its path inside the project: <c>/Access/Role.cs</c>.</summary>
    public static IReadOnlyList<Source> All { get; } = Written(".cs", ".razor");

    /// <summary>What runs in the browser.</summary>
    public static IReadOnlyList<Source> Scripts { get; } = Written(".js");

    private static List<Source> Written(params string[] kinds) =>
    [
        .. Directory.EnumerateFiles(Root(), "*.*", SearchOption.AllDirectories)
            .Where(f => kinds.Contains(Path.GetExtension(f)))
            .Select(f => (File: f, Path: f[Root().Length..].Replace('\\', '/')))
            .Where(f => !f.Path.StartsWith("/obj/", StringComparison.Ordinal) && !f.Path.StartsWith("/bin/", StringComparison.Ordinal) && !f.Path.Contains("/Migrations/", StringComparison.Ordinal))
            .Select(f => new Source(f.Path, File.ReadAllText(f.File))),
    ];

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../Chat.Web"));

    public sealed record Source(string Path, string Text);
}
