using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace Chat.Web.Shell;

/// <summary>
/// The development settings live at the repository root and are copied beside the binary; they are read from there,
/// wherever the application is started from, in the place the framework gives that file: environment variables still win.
/// </summary>
public static class RootSettings
{
    private const string FileName = "appsettings.Development.json";

    public static void ReadRootSettings(this WebApplicationBuilder builder)
    {
        var sources = builder.Configuration.Sources;
        var place = sources.ToList().FindIndex(s => s is JsonConfigurationSource { Path: FileName });
        if (place >= 0)
        {
            sources[place] = new JsonConfigurationSource
            {
                FileProvider = new PhysicalFileProvider(AppContext.BaseDirectory),
                Path = FileName,
                Optional = true,
            };
        }
    }
}
