namespace Chat.Web.Operations.CommandLine;

/// <summary>What commands say in the terminal. The sentences stand in the resource files of the same name.</summary>
public sealed class CommandTexts;
