namespace Chat.Web.Admin;

/// <summary>The texts that all places of the administration share; each place has its own beside it. The sentences stand in the resource files of the same name.</summary>
public sealed class AdminTexts;
