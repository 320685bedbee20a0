namespace Chat.Web.Bot;

/// <summary>The texts of this room; the sentences stand in the resource files of the same name.</summary>
public sealed class BotTexts;
