namespace Chat.Web.Admin;

/// <summary>The texts of the pages on which the bot is taught; the sentences stand in the resource files of the same name.</summary>
public sealed class KnowledgeTexts;
