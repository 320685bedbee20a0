namespace Chat.Web.Shell;

/// <summary>The texts of the shell; the sentences stand in the resource files of the same name.</summary>
public sealed class ShellTexts;
