using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Chat.Web.Data;

/// <summary>
/// Lets Microsoft.Data.Sqlite 10 run on the older SQLitePCLRaw that the partial feed holds, and on the distribution's
/// patched SQLite rather than the one bundled with it, where there is one.
/// </summary>
internal static class SqliteNative
{
#pragma warning disable CA2255 // A module initialiser is the only moment before the first SQLite type is loaded.
    [ModuleInitializer]
    internal static void Prepare()
#pragma warning restore CA2255
    {
        AssemblyLoadContext.Default.Resolving += static (context, name) =>
        {
            if (name.Name is not { } simpleName || !simpleName.StartsWith("SQLitePCLRaw", StringComparison.Ordinal))
            {
                return null;
            }

            var path = Path.Combine(AppContext.BaseDirectory, simpleName + ".dll");
            return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
        };

        if (NativeLibrary.TryLoad("libsqlite3.so.0", out var distribution))
        {
            NativeLibrary.SetDllImportResolver(
                Assembly.Load("SQLitePCLRaw.provider.e_sqlite3"),
                (library, _, _) => string.Equals(library, "e_sqlite3", StringComparison.Ordinal) ? distribution : nint.Zero);
        }
    }
}
