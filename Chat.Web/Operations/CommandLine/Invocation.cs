using System.Globalization;

namespace Chat.Web.Operations.CommandLine;

/// <summary>
/// The arguments, told apart: settings of the house (<c>--Data:Directory /srv/chat</c>), which go to the configuration as at
/// every start, and the rest, which is a command and its own.
/// </summary>
internal sealed record Invocation(IReadOnlyList<string> Command, IReadOnlyList<string> Settings)
{
    private static readonly HashSet<string> OfTheHost = new(StringComparer.OrdinalIgnoreCase) { "--environment", "--contentRoot", "--urls", "--applicationName" };
    private static readonly string[] OfTheTerminal = ["LC_ALL", "LC_MESSAGES", "LANG"];
    private static readonly HashSet<string> Questions = new(StringComparer.Ordinal) { "-h", "-?", "--help", "--version" };

    /// <summary>Without a word that is no setting the house is started, as it always was.</summary>
    public bool IsCommand => Command.Any(a => !a.StartsWith('-') || Questions.Contains(a));

    /// <summary>English unless the terminal, or <c>--lang</c>, says Russian.</summary>
    public CultureInfo Language => CultureInfo.GetCultureInfo(Wanted().StartsWith("ru", StringComparison.OrdinalIgnoreCase) ? "ru" : "en");

    public static Invocation Of(IReadOnlyList<string> arguments)
    {
        var (command, settings) = (new List<string>(), new List<string>());
        for (var i = 0; i < arguments.Count; i++)
        {
            var isSetting = IsSetting(arguments[i]);
            (isSetting ? settings : command).Add(arguments[i]);
            if (isSetting && !arguments[i].Contains('=', StringComparison.Ordinal) && i + 1 < arguments.Count)
            {
                settings.Add(arguments[++i]);
            }
        }

        return new Invocation(command, settings);
    }

    private static bool IsSetting(string argument)
    {
        var name = argument.Split('=')[0];
        return name.StartsWith("--", StringComparison.Ordinal) && (name.Contains(':', StringComparison.Ordinal) || OfTheHost.Contains(name));
    }

    private string Wanted()
    {
        var at = Command.ToList().IndexOf("--lang");
        return at >= 0 && at + 1 < Command.Count ? Command[at + 1]
            : Command.FirstOrDefault(a => a.StartsWith("--lang=", StringComparison.Ordinal)) is { } given ? given["--lang=".Length..]
            : OfTheTerminal.Select(Environment.GetEnvironmentVariable).FirstOrDefault(v => !string.IsNullOrEmpty(v)) ?? "";
    }
}
