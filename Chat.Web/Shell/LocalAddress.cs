namespace Chat.Web.Shell;

/// <summary>An address somebody asks to be sent to afterwards. Only paths on this site count; anything else leads home.</summary>
public static class LocalAddress
{
    public const string Home = "/chat";

    public static string OrHome(string? address) => IsLocal(address) ? address! : Home;

    // "//host" and "/\host" are other sites to a browser, and it drops tabs and line ends before it looks.
    private static bool IsLocal(string? address) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.Any(char.IsControl);
}
