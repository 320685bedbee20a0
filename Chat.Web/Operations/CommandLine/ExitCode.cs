namespace Chat.Web.Operations.CommandLine;

/// <summary>What a command ends with.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>It could not be done; a sentence on standard error says why.</summary>
    public const int Refused = 1;

    /// <summary>It was not understood.</summary>
    public const int Misunderstood = 2;

    /// <summary>It looked, and something is not in order.</summary>
    public const int NotInOrder = 3;
}
