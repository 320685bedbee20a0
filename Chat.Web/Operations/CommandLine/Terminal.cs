using System.Globalization;
using System.Resources;
using System.Text;

namespace Chat.Web.Operations.CommandLine;

/// <summary>The person at the terminal: what is said to them goes to standard error, what they asked for to standard output, so that a script can take it.</summary>
internal static class Terminal
{
    private static readonly ResourceManager Texts = new(typeof(CommandTexts));

    public static string Words(string key, params object?[] arguments) =>
        string.Format(CultureInfo.CurrentCulture, Texts.GetString(key, CultureInfo.CurrentUICulture) ?? key, arguments);

    public static void Answer(string text) => Console.Out.WriteLine(text);

    public static void Tell(string key, params object?[] arguments) => Console.Error.WriteLine(Words(key, arguments));

    /// <summary>A password, from whatever is piped in or from the keys, unseen and twice. Never from the arguments: those are there for every process to read.</summary>
    /// <returns>None where the two differ, or nothing was there.</returns>
    public static string? ReadPassword()
    {
        if (Console.IsInputRedirected)
        {
            return Console.In.ReadLine();
        }

        var first = ReadUnseen("AskPassword");
        return string.Equals(first, ReadUnseen("AskPasswordAgain"), StringComparison.Ordinal) ? first : null;
    }

    private static string ReadUnseen(string question)
    {
        Console.Error.Write(Words(question) + " ");
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key is ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
