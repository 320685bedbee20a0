namespace Chat.Web.Operations;

/// <summary>The texts about copies of everything, on the page and in the terminal. The sentences stand in the resource files of the same name.</summary>
public sealed class BackupTexts;
