using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;

namespace Chat.Web.Operations.CommandLine;

/// <summary>What the program can do besides being open: the table of contents of its commands.</summary>
public static class Commands
{
    /// <summary>Runs the command the arguments name; none if they name none, and the house is to be opened.</summary>
    /// <param name="build">Builds the house over its settings, without opening it.</param>
    public static async Task<int?> RunAsync(string[] arguments, Func<string[], WebApplication> build)
    {
        var asked = Invocation.Of(arguments);
        if (!asked.IsCommand)
        {
            return null;
        }

        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = asked.Language;
        var house = new HouseAtHand(asked.Settings, build);
        var parsed = Describe(house).Parse(asked.Command);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            Terminal.Tell("SeeHelp");
            return ExitCode.Misunderstood;
        }

        return await parsed.InvokeAsync();
    }

    private static RootCommand Describe(HouseAtHand house)
    {
        var root = new RootCommand(Terminal.Words("About"));
        root.Options.OfType<HelpOption>().Single().Description = Terminal.Words("About_help");
        root.Options.Add(new Option<string>("--lang") { Description = Terminal.Words("About_lang"), HelpName = "ru|en", Recursive = true });

        var (accounts, looks) = (new AccountCommands(house), new LookCommands(house));
        var (email, name, login) = (Word("email", "About_email"), new Option<string>("--name") { Description = Terminal.Words("About_name"), Required = true }, Word("login", "About_login"));
        var directory = Word("directory", "About_directory");

        root.Subcommands.Add(Make("create-admin", (r, stop) => accounts.CreateAdminAsync(r.GetRequiredValue(email), r.GetRequiredValue(name), stop), email, name));
        root.Subcommands.Add(Make("reset-password", (r, stop) => accounts.ResetPasswordAsync(r.GetRequiredValue(login), stop), login));
        root.Subcommands.Add(Make("unlock", (r, stop) => accounts.UnlockAsync(r.GetRequiredValue(login), stop), login));
        root.Subcommands.Add(Make("create-token", (r, stop) => accounts.CreateTokenAsync(r.GetRequiredValue(login), stop), login));
        root.Subcommands.Add(Make("verify-audit", (_, stop) => looks.VerifyAuditAsync(stop)));
        root.Subcommands.Add(Make("backup", (_, stop) => looks.BackupAsync(stop)));
        root.Subcommands.Add(Make("restore-check", (r, stop) => looks.RestoreCheckAsync(r.GetRequiredValue(directory), stop), directory));
        root.Subcommands.Add(Make("doctor", (_, stop) => looks.ExamineAsync(stop)));

        var topic = new Argument<string?>("command") { Description = Terminal.Words("About_topic"), Arity = ArgumentArity.ZeroOrOne };
        root.Subcommands.Add(Make("help", (r, stop) => root.Parse(r.GetValue(topic) is { } about ? [about, "--help"] : ["--help"]).InvokeAsync(cancellationToken: stop), topic));
        return root;
    }

    private static Argument<string> Word(string name, string about) => new(name) { Description = Terminal.Words(about) };

    private static Command Make(string name, Func<ParseResult, CancellationToken, Task<int>> run, params Symbol[] parts)
    {
        var command = new Command(name, Terminal.Words($"About_{name}"));
        foreach (var argument in parts.OfType<Argument>())
        {
            command.Arguments.Add(argument);
        }

        foreach (var option in parts.OfType<Option>())
        {
            command.Options.Add(option);
        }

        command.SetAction(run);
        return command;
    }
}
